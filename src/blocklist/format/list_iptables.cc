// SPDX-License-Identifier: MIT
#include <netkit/blocklist/format/internal/list_format.h>
#include <netkit/blocklist/format/internal/list_words.h>

#include <algorithm>
#include <array>

// The output of iptables-save: "-A CHAIN -s BLOCK -j DROP".

namespace netkit::internal {
namespace {

/// What a rule of iptables says about packets.
struct Packets {
  std::string_view source;
  std::string_view target;
  std::string_view comment;
  std::string_view condition;  ///< an option beside these, which limits the rule

  explicit Packets(std::string_view text) {
    while (!text.empty()) option(take_word(text), text);
  }

  bool drops() const { return target == "DROP" || target == "REJECT"; }

 private:
  void option(std::string_view name, std::string_view& text) {
    constexpr std::array<std::string_view, 6> without_meaning = {
        "-4", "-6", "--ipv4", "--ipv6", "--reject-with", "-m"};
    if (name == "-s" || name == "--source" || name == "--src" || name == "--src-range") {
      source = take_word(text);
    } else if (name == "-j" || name == "--jump") {
      target = take_word(text);
    } else if (name == "--comment") {
      comment = take_quoted(text);
    } else if (std::ranges::find(without_meaning, name) == without_meaning.end()) {
      if (condition.empty()) condition = name;
    } else if (name == "-m" || name == "--reject-with") {
      take_word(text);
    }
  }
};

/// Removes the "-A CHAIN" of a rule, and what may stand before it.
bool take_chain(std::string_view& text) {
  std::string_view rest = text;
  std::string_view word = take_word(rest);
  if (word == "iptables" || word == "ip6tables") word = take_word(rest);
  if (word == "-4" || word == "-6") word = take_word(rest);
  if (word != "-A" && word != "-I" && word != "--append" && word != "--insert") return false;
  take_word(rest);
  text = rest;
  return true;
}

class IptablesLines final : public LineFormat {
 public:
  void line(std::string_view whole, ListEvents& events) override {
    std::string_view text = trimmed(whole);
    if (text.empty()) return;
    if (text.starts_with('#') || !take_chain(text)) return other(whole, text, events);
    const Packets packets(text);
    if (packets.source.empty()) return other(whole, text, events);
    const std::size_t offset = offset_in(whole, packets.source);
    if (!packets.condition.empty()) {
      return events.fault(offset, "a rule with a condition besides the source: " + shown(packets.condition));
    }
    if (!packets.drops()) return events.fault(offset, "a rule that does not drop packets: " + shown(text));
    std::string_view sources = packets.source;
    while (!sources.empty()) {
      const std::string_view source = take_word(sources, ",");
      events.rule_text(offset_in(whole, source), source, packets.comment);
    }
  }

 private:
  /// Tables, chains, comments, and rules that name no source.
  static void other(std::string_view whole, std::string_view text, ListEvents& events) {
    const std::string_view address = text.starts_with('#') ? std::string_view() : find_rule_like(text);
    if (address.empty()) return events.comment();
    events.fault(offset_in(whole, address),
                 "an address that is not the source of packets: " + shown(address));
  }
};

}  // namespace

bool is_iptables(std::string_view line) {
  if (line.starts_with('*')) return line.size() > 1 && std::ranges::all_of(line.substr(1), is_letter);
  return take_chain(line) && line.starts_with('-');
}

std::unique_ptr<LineFormat> make_iptables() {
  return std::make_unique<IptablesLines>();
}

}  // namespace netkit::internal
