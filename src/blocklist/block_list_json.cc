// SPDX-License-Identifier: MIT
#include <netkit/base/net_errc.h>
#include <netkit/blocklist/block_list.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <ranges>

namespace netkit {

using nlohmann::json;

std::string BlockList::to_json() const {
  return json(rules()).dump();
}

Result<std::size_t> BlockList::add_json(std::string_view text) {
  const json texts = json::parse(text, nullptr, false);
  if (!texts.is_array() || !std::ranges::all_of(texts, [](const json& one) { return one.is_string(); })) {
    return std::unexpected(
        net_error(NetErrc::invalid_arg_type, R"(The "data" argument must be a JSON array of strings)"));
  }
  std::size_t passed_over = 0;
  // The newest is written first.
  for (const json& one : texts | std::views::reverse) {
    const auto rule = parse_net_text(one.get_ref<const std::string&>());
    if (rule) add(*rule);
    if (!rule) ++passed_over;
  }
  return passed_over;
}

}  // namespace netkit
