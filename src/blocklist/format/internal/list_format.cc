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

/// What other readers make of it.
std::string hint(std::string_view text, Octets octets) {
  if (octets == Octets::strict) {
    if (const auto rule = parse_rule(text, Octets::decimal)) {
      return " (--octets decimal reads it as " + to_string(*rule) + ")";
    }
  }
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

void ListEvents::fault(std::size_t offset, std::string what) {
  ++summary_.faults;
  sink_.on_fault({{start_.line, start_.column + offset}, std::move(what)});
}

void ListEvents::bad_rule(std::size_t offset, std::string_view text, const ParseError& error) {
  fault(offset + error.offset,
        std::string(problem_text(error.problem)) + " in " + shown(text) + hint(text, octets()));
}

std::unique_ptr<LineFormat> make_line_format(ListFormat format) {
  switch (format) {
    case ListFormat::drop_json:
      return make_drop_json();
    case ListFormat::ipset:
      return make_ipset();
    case ListFormat::dshield:
      return make_dshield();
    case ListFormat::plain:
    case ListFormat::net_json:
      break;
  }
  return make_plain();
}

}  // namespace netkit::internal
