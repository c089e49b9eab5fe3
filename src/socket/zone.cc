// SPDX-License-Identifier: MIT
#include <netkit/socket/zone.h>

#include <net/if.h>

#include <charconv>
#include <string>

namespace netkit {

std::optional<std::uint32_t> scope_id_of(std::string_view zone) {
  std::uint32_t id = 0;
  const auto [end, problem] = std::from_chars(zone.data(), zone.data() + zone.size(), id);
  if (problem == std::errc() && end == zone.data() + zone.size() && id != 0) return id;
  id = if_nametoindex(std::string(zone).c_str());
  if (id == 0) return std::nullopt;
  return id;
}

}  // namespace netkit
