// SPDX-License-Identifier: MIT
#include <netkit/addr/port.h>

#include <charconv>
#include <system_error>

namespace netkit {

std::optional<std::uint16_t> parse_port(std::string_view text) noexcept {
  std::uint16_t port = 0;
  const auto [after, problem] = std::from_chars(text.data(), text.data() + text.size(), port);
  if (problem != std::errc{} || after != text.data() + text.size()) return std::nullopt;
  return port;
}

}  // namespace netkit
