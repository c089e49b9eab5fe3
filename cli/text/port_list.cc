// SPDX-License-Identifier: MIT
#include "cli/text/port_list.h"

#include <netkit/addr/port.h>
#include <netkit/base/ascii.h>

#include <algorithm>
#include <bitset>
#include <optional>
#include <ranges>

namespace netkit::cli {
namespace {

struct Range {
  std::uint16_t first, last;
};

using Item = std::expected<Range, std::string>;

std::unexpected<std::string> complaint(std::string_view text, std::string_view what) {
  return std::unexpected("'" + std::string(text) + "' " + std::string(what));
}

/// FIRST and LAST of "FIRST-LAST"; services may have hyphens too.
std::optional<std::pair<std::string_view, std::string_view>> bounds(std::string_view item) {
  const auto hyphen = item.find('-');
  if (hyphen == std::string_view::npos) return std::nullopt;
  const std::string_view first = item.substr(0, hyphen), last = item.substr(hyphen + 1);
  if (!is_number(first) || !is_number(last)) return std::nullopt;
  return std::pair(first, last);
}

std::expected<std::uint16_t, std::string> port(std::string_view text) {
  const auto number = parse_port(text);
  if (!number || *number == 0) return complaint(text, "is not a port: 1..65535");
  return *number;
}

Item range(std::string_view item, std::string_view first_text, std::string_view last_text) {
  const auto first = port(first_text), last = port(last_text);
  if (!first) return std::unexpected(first.error());
  if (!last) return std::unexpected(last.error());
  if (*last < *first) return complaint(item, "ends before it begins");
  return Range{*first, *last};
}

Item item(std::string_view text, FindService find_service) {
  if (const auto both = bounds(text)) return range(text, both->first, both->second);
  if (const auto found = text.empty() || is_number(text) ? std::nullopt : find_service(std::string(text)))
    return Range{*found, *found};
  const auto one = port(text);
  if (!one) return std::unexpected(one.error());
  return Range{*one, *one};
}

}  // namespace

bool is_port_list(std::string_view text) {
  return text.contains(',') || bounds(text).has_value();
}

std::expected<std::vector<std::uint16_t>, std::string> parse_port_list(std::string_view text,
                                                                       FindService find_service) {
  if (text.empty()) return complaint(text, "is not a port: 1..65535");  // it has no parts
  std::vector<std::uint16_t> ports;
  std::bitset<65536> named;
  for (const auto part : std::views::split(text, ',')) {
    const Item each = item(std::string_view(part.begin(), part.end()), find_service);
    if (!each) return std::unexpected(each.error());
    for (unsigned number = each->first; number <= each->last; ++number) {
      if (named[number]) continue;
      named.set(number);
      ports.push_back(static_cast<std::uint16_t>(number));
    }
  }
  return ports;
}

}  // namespace netkit::cli
