// SPDX-License-Identifier: MIT
#include <netkit/blocklist/format/internal/list_format.h>

#include <netkit/addr/loose_ipv4.h>

namespace netkit::internal {
namespace {

constexpr std::size_t most_shown = 60;

void append_shown(std::string& text, char c) {
  constexpr std::string_view digits = "0123456789abcdef";
  if (c >= ' ' && c <= '~') {
    text += c;
    return;
  }
  const auto byte = static_cast<unsigned char>(c);
  text.append("\\x").append(1, digits[byte >> 4]).append(1, digits[byte & 15]);
}

/// What inet_aton(3) makes of it.
std::string hint(std::string_view text) {
  const auto loose = parse_loose_ipv4(text);
  if (!loose || !(text.contains('.') || text.contains('x'))) return "";
  return " (inet_aton(3) reads it as " + loose->to_string() + ")";
}

}  // namespace

std::string shown(std::string_view text) {
  std::string made = "'";
  for (const char c : text.substr(0, most_shown)) append_shown(made, c);
  if (text.size() > most_shown) made += "...";
  return made += '\'';
}

std::string exception_fault(std::string_view word, std::string_view entry) {
  return "an exception ('" + std::string(word) + "'), which no rule can be: " + shown(entry);
}

/// A bad line does not count among those with rules, even if it has some.
void ListEvents::count_fault() noexcept {
  ++summary_.faults;
  line_of_fault_ = start_.line;
  if (line_of_rule_ != start_.line) return;
  --summary_.lines_with_rules;
  line_of_rule_ = 0;
}

void ListEvents::fault(std::size_t offset, std::string what) {
  count_fault();
  sink_.on_fault({{start_.line, start_.column + offset}, std::move(what), std::nullopt});
}

void ListEvents::bad_rule(std::size_t offset, std::string_view text, const ParseError& error) {
  count_fault();
  const auto decimal = parse_rule(text, Octets::decimal);
  const bool is_padded = decimal.has_value() && octets() == Octets::strict;
  sink_.on_fault(
      {{start_.line, start_.column + offset + error.offset},
       std::string(problem_text(error.problem)) + " in " + shown(text) + (is_padded ? "" : hint(text)),
       is_padded ? std::optional(*decimal) : std::nullopt});
}

void ListEvents::rule_text(std::size_t offset, std::string_view text, std::string_view label) {
  if (const auto read = parse_rule(text, octets())) return rule(*read, offset, label);
  bad_rule(offset, text, parse_rule(text, octets()).error());
}

void ListEvents::cut_off(std::string what) {
  summary_.is_cut_off = true;
  fault(0, std::move(what));
}

}  // namespace netkit::internal
