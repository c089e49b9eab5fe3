// SPDX-License-Identifier: MIT
#include <netkit/tls/client_hello.h>

#include <cstddef>
#include <string_view>

namespace netkit {

std::optional<std::string> random_of_client_hello(Bytes datagram) {
  constexpr std::size_t epoch = 3, message = 13, random = message + 12 + 2, size = 32;
  constexpr char a_handshake = 22, a_client_hello = 1;
  const std::string_view text = as_text(datagram);
  if (text.size() < random + size) return std::nullopt;
  const bool is_clear = text[epoch] == 0 && text[epoch + 1] == 0;
  if (text[0] != a_handshake || !is_clear || text[message] != a_client_hello) return std::nullopt;
  return std::string(text.substr(random, size));
}

}  // namespace netkit
