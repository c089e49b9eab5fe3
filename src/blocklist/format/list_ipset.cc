// SPDX-License-Identifier: MIT
#include <netkit/blocklist/format/internal/list_format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <map>

namespace netkit::internal {
namespace {

/// The type of the entries of a set.
struct Kind {
  bool has_addresses_only = true;
  int netmask = -1;  ///< the prefix length of an address without one; -1: the longest
};

/// Commands that do not affect the final contents of the sets.
bool is_silent(std::string_view command) {
  constexpr std::array silent = {"flush", "swap", "rename", "destroy", "COMMIT", "quit"};
  return std::ranges::find(silent, command) != silent.end();
}

/// The options of an entry.
struct Extras {
  std::string_view comment;
  bool is_exception = false;

  explicit Extras(std::string_view text) {
    while (!text.empty()) {
      const std::string_view word = take_word(text);
      if (word == "nomatch") is_exception = true;
      if (word != "comment" || !text.starts_with('"')) continue;
      comment = text.substr(1, text.find('"', 1) - 1);
      text.remove_prefix(std::min(comment.size() + 2, text.size()));
      text = trimmed(text);
    }
  }
};

class IpsetLines final : public LineFormat {
 public:
  void line(std::string_view text, ListEvents& events) override {
    const char* const begin = text.data();
    text = trimmed(text);
    if (text.empty() || !comment_mark(text).empty()) return;
    const auto offset = static_cast<std::size_t>(text.data() - begin);
    const std::string_view command = take_word(text);
    if (command == "create") {
      create(text, static_cast<std::size_t>(text.data() - begin), events);
    } else if (command == "add") {
      add(text, static_cast<std::size_t>(text.data() - begin), events);
    } else if (!is_silent(command)) {
      events.fault(offset, "a command of ipset other than create and add: " + shown(command));
    }
  }

 private:
  void create(std::string_view text, std::size_t offset, ListEvents& events) {
    const char* const begin = text.data();
    Kind& kind = sets_[std::string(take_word(text))];
    kind = {};
    offset += static_cast<std::size_t>(text.data() - begin);
    const std::string_view type = take_word(text);
    kind.has_addresses_only = type == "hash:net" || type == "hash:ip" || type == "bitmap:ip";
    while (!text.empty()) {
      const std::string_view word = take_word(text);
      if (word == "bitmask") kind.has_addresses_only = false;
      if (word == "netmask") std::from_chars(text.data(), text.data() + text.size(), kind.netmask);
    }
    if (!kind.has_addresses_only) {
      events.fault(offset, "a set of other things than addresses: " + shown(type));
    }
  }

  void add(std::string_view text, std::size_t offset, ListEvents& events) {
    const char* const begin = text.data();
    const Kind& kind = sets_[std::string(take_word(text))];
    offset += static_cast<std::size_t>(text.data() - begin);
    const std::string_view entry = take_word(text);
    const Extras extras(text);
    if (!kind.has_addresses_only) {
      return events.fault(offset, "an entry of a set of other things than addresses: " + shown(entry));
    }
    const auto rule = parse_rule(entry, events.octets());
    if (!rule) return events.bad_rule(offset, entry, rule.error());
    if (extras.is_exception) {
      return events.fault(offset, "an exception ('nomatch'), which no rule can be: " + shown(entry));
    }
    events.rule(widened(*rule, kind), offset, extras.comment);
  }

  static Rule widened(const Rule& rule, const Kind& kind) {
    const auto* const address = std::get_if<IpAddress>(&rule);
    const auto block = address != nullptr ? Cidr::of(*address, kind.netmask) : std::nullopt;
    if (block) return *block;
    return rule;
  }

  std::map<std::string, Kind, std::less<>> sets_;
};

}  // namespace

std::unique_ptr<LineFormat> make_ipset() {
  return std::make_unique<IpsetLines>();
}

}  // namespace netkit::internal
