// SPDX-License-Identifier: MIT
#include <netkit/blocklist/format/internal/list_format.h>
#include <netkit/blocklist/format/internal/list_words.h>

#include <algorithm>

// hosts_access(5): "DAEMONS : CLIENTS [: OPTIONS]".

namespace netkit::internal {
namespace {

constexpr std::string_view separators = " \t,";

/// The position of the next colon that is not in brackets.
std::size_t find_colon(std::string_view text) {
  int depth = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '[') ++depth;
    if (text[at] == ']') --depth;
    if (text[at] == ':' && depth <= 0) return at;
  }
  return text.size();
}

/// The rule of a pattern such as "192.168.": all addresses that begin with these octets.
std::optional<Rule> parse_beginning(std::string_view pattern) {
  const auto octets = std::ranges::count(pattern, '.');
  if (!pattern.ends_with('.') || octets < 1 || octets > 3) return std::nullopt;
  std::string text(pattern);
  for (auto i = octets; i < 4; ++i) text += i == 3 ? "0" : "0.";
  const auto rule = parse_rule(text + '/' + std::to_string(8 * octets));
  return rule ? std::optional(*rule) : std::nullopt;
}

/// "[2001:db8::]/32" without its brackets.
std::string without_brackets(std::string_view pattern) {
  std::string text(pattern);
  if (text.starts_with('[')) std::erase_if(text, [](char c) { return c == '[' || c == ']'; });
  return text;
}

class HostsDenyLines final : public LineFormat {
 public:
  void line(std::string_view whole, ListEvents& events) override {
    std::string_view text = trimmed(whole);
    if (text.empty()) return;
    if (text.starts_with('#')) return events.comment();
    const std::size_t colon = find_colon(text);
    if (colon == text.size()) return events.fault(offset_in(whole, text), "no ':' in " + shown(text));
    text.remove_prefix(colon + 1);
    const std::size_t end = find_colon(text);
    const std::string_view options = text.substr(end);
    text = trimmed(text.substr(0, end));
    if (find_word(options, "allow")) {
      return events.fault(offset_in(whole, text), exception_fault("allow", text));
    }
    clients(whole, text, events);
  }

 private:
  static bool find_word(std::string_view text, std::string_view wanted) {
    while (!text.empty()) {
      if (same_word(take_word(text, " \t:"), wanted)) return true;
    }
    return false;
  }

  static void clients(std::string_view whole, std::string_view text, ListEvents& events) {
    while (!text.empty()) {
      const std::string_view pattern = take_word(text, separators);
      if (pattern.empty()) continue;
      if (same_word(pattern, "EXCEPT")) {
        return events.fault(offset_in(whole, pattern), exception_fault(pattern, text));
      }
      client(offset_in(whole, pattern), pattern, events);
    }
  }

  static void client(std::size_t offset, std::string_view pattern, ListEvents& events) {
    if (const auto beginning = parse_beginning(pattern)) return events.rule(*beginning, offset, {});
    if (pattern.starts_with('[') || is_digit(pattern.front())) {
      return events.rule_text(offset, without_brackets(pattern));
    }
    events.fault(offset, "a pattern that is not an address: " + shown(pattern));
  }
};

}  // namespace

/// Names of programs, a colon, and something that may be a client.
bool is_hosts_deny(std::string_view line) {
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos || !is_letter(line.front())) return false;
  const auto in_names = [](char c) {
    return is_alphanumeric(c) || std::string_view(" \t,._-@*").contains(c);
  };
  const std::string_view clients = trimmed(line.substr(colon + 1));
  return std::ranges::all_of(line.substr(0, colon), in_names) && !clients.empty() && clients.front() != '/' &&
         clients.front() != ':' && !parse_rule(line.substr(0, line.find_first_of(separators)));
}

std::unique_ptr<LineFormat> make_hosts_deny() {
  return std::make_unique<HostsDenyLines>();
}

}  // namespace netkit::internal
