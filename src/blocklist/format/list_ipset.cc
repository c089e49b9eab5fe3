// SPDX-License-Identifier: MIT
#include <netkit/blocklist/format/internal/list_format.h>
#include <netkit/blocklist/format/internal/list_words.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <span>

namespace netkit::internal {
namespace {

/// The type of the entries of a set.
struct Kind {
  bool has_addresses_only = true;
  int netmask = -1;  ///< the prefix length of an address without one; -1: the longest
};

bool is_one_of(std::string_view word, std::span<const std::string_view> words) {
  return std::ranges::find(words, word) != words.end();
}

/// Options of ipset itself, which may stand anywhere.
bool is_option(std::string_view word) {
  constexpr std::array<std::string_view, 6> options = {"-exist", "-!", "-q", "-quiet", "--exist", "-file"};
  return is_one_of(word, options);
}

/// Commands that do not affect the final contents of the sets.
bool is_silent(std::string_view command) {
  constexpr std::array<std::string_view, 6> silent = {"flush", "swap", "rename", "destroy", "COMMIT", "quit"};
  return is_one_of(command, silent);
}

/// Types of sets of addresses, also as ipset 4 names them.
bool has_addresses_only(std::string_view type) {
  constexpr std::array<std::string_view, 6> types = {"hash:net", "hash:ip", "bitmap:ip",
                                                     "nethash",  "iphash",  "ipmap"};
  return is_one_of(type, types);
}

/// The next word that is not an option of ipset.
std::string_view take(std::string_view& text) {
  while (true) {
    const std::string_view word = take_word(text);
    if (!is_option(word)) return word;
  }
}

/// "create" and "add", which ipset also reads as "-N" and "-A".
std::string_view take_command(std::string_view& text) {
  std::string_view command = take(text);
  if (command == "ipset") command = take(text);
  if (command == "-N" || command == "-n") return "create";
  if (command == "-A") return "add";
  return command;
}

/// The options of an entry.
struct Extras {
  std::string_view comment;
  bool is_exception = false;

  explicit Extras(std::string_view text) {
    while (!text.empty()) {
      const std::string_view word = take_word(text);
      if (word == "nomatch") is_exception = true;
      if (word == "comment") comment = take_quoted(text);
    }
  }
};

class IpsetLines final : public LineFormat {
 public:
  void line(std::string_view whole, ListEvents& events) override {
    std::string_view text = trimmed(whole);
    if (text.empty()) return;
    if (!comment_mark(text).empty()) return events.comment();
    const std::size_t offset = offset_in(whole, text);
    const std::string_view command = take_command(text);
    if (command == "create") {
      create(whole, text, events);
    } else if (command == "add") {
      add(whole, text, events);
    } else if (is_silent(command)) {
      events.comment();
    } else {
      events.fault(offset, "a command of ipset other than create and add: " + shown(command));
    }
  }

 private:
  void create(std::string_view whole, std::string_view text, ListEvents& events) {
    Kind& kind = sets_[std::string(take(text))];
    kind = {};
    const std::string_view type = take(text);
    kind.has_addresses_only = has_addresses_only(type);
    while (!text.empty()) {
      const std::string_view word = take_word(text);
      if (word == "bitmask") kind.has_addresses_only = false;
      if (word == "netmask") std::from_chars(text.data(), text.data() + text.size(), kind.netmask);
    }
    if (kind.has_addresses_only) return events.comment();
    events.fault(offset_in(whole, type), "a set of other things than addresses: " + shown(type));
  }

  void add(std::string_view whole, std::string_view text, ListEvents& events) {
    const Kind& kind = sets_[std::string(take(text))];
    const std::string_view entry = take(text);
    const std::size_t offset = offset_in(whole, entry);
    const Extras extras(text);
    if (!kind.has_addresses_only) {
      return events.fault(offset, "an entry of a set of other things than addresses: " + shown(entry));
    }
    const auto rule = parse_rule(entry, events.octets());
    if (!rule) return events.bad_rule(offset, entry, rule.error());
    if (extras.is_exception) return events.fault(offset, exception_fault("nomatch", entry));
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

bool is_ipset(std::string_view line) {
  const std::string_view command = take_command(line);
  return (command == "create" || command == "add") && !line.empty();
}

std::unique_ptr<LineFormat> make_ipset() {
  return std::make_unique<IpsetLines>();
}

}  // namespace netkit::internal
