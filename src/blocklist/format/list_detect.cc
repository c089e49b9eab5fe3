// SPDX-License-Identifier: MIT
#include <netkit/base/ascii.h>
#include <netkit/blocklist/format/internal/list_format.h>

#include <algorithm>

namespace netkit::internal {
namespace {

std::string_view take_field(std::string_view& text) {
  const std::string_view field = text.substr(0, text.find('\t'));
  text.remove_prefix(std::min(field.size() + 1, text.size()));
  return field;
}

/// The heading of the format, or two addresses and a number separated by tabs.
bool is_dshield(std::string_view line) {
  const std::string_view first = take_field(line);
  const std::string_view last = take_field(line);
  const std::string_view length = take_field(line);
  if (first == "Start" && last == "End") return true;
  return !length.empty() && std::ranges::all_of(length, is_digit) && parse_rule(first, Octets::decimal) &&
         parse_rule(last, Octets::decimal);
}

}  // namespace

std::optional<ListFormat> detect_format(std::string_view line) noexcept {
  const std::string_view text = trimmed(line);
  if (text.empty() || !comment_mark(text).empty()) return std::nullopt;
  if (text.starts_with('{')) return ListFormat::drop_json;
  std::string_view rest = text;
  const std::string_view word = take_word(rest);
  if ((word == "create" || word == "add") && !rest.empty()) return ListFormat::ipset;
  return is_dshield(line) ? ListFormat::dshield : ListFormat::plain;
}

}  // namespace netkit::internal

namespace netkit {

std::string_view format_name(ListFormat format) noexcept {
  switch (format) {
    case ListFormat::plain:
      return "plain";
    case ListFormat::drop_json:
      return "Spamhaus DROP";
    case ListFormat::ipset:
      return "ipset";
    case ListFormat::net_json:
      return "net.BlockList";
    case ListFormat::dshield:
      return "DShield";
  }
  return "";
}

}  // namespace netkit
