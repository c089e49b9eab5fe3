// SPDX-License-Identifier: MIT
#include <netkit/socket/internal/sockaddr.h>

#include <netinet/in.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstring>

namespace netkit::internal {
namespace {

using NameCall = int (*)(int, sockaddr*, socklen_t*);

std::optional<SocketAddress> address_from(NameCall call, int fd) {
  SystemAddress name;
  name.length = sizeof(name.storage);
  if (call(fd, reinterpret_cast<sockaddr*>(&name.storage), &name.length) != 0) return std::nullopt;
  return from_system(name.get());
}

// getpeername(2) fails if the peer has reset the connection; SO_PEERNAME does not. That must be asked for
// exactly the length of an address, which is that of the local one.
int name_of_peer(int fd, sockaddr* name, socklen_t* length) {
  if (getpeername(fd, name, length) == 0) return 0;
  if (getsockname(fd, name, length) != 0) return -1;
  return getsockopt(fd, SOL_SOCKET, SO_PEERNAME, name, length);
}

}  // namespace

SystemAddress to_system(const SocketAddress& address) {
  SystemAddress result;
  if (address.address.is_v4()) {
    auto* v4 = reinterpret_cast<sockaddr_in*>(&result.storage);
    v4->sin_family = AF_INET;
    v4->sin_port = htons(address.port);
    v4->sin_addr.s_addr = htonl(address.address.v4_value());
    result.length = sizeof(sockaddr_in);
    return result;
  }
  auto* v6 = reinterpret_cast<sockaddr_in6*>(&result.storage);
  v6->sin6_family = AF_INET6;
  v6->sin6_port = htons(address.port);
  v6->sin6_scope_id = address.scope_id;
  v6->sin6_flowinfo = htonl(address.flow_label);
  const auto bytes = address.address.v6_bytes();
  std::memcpy(&v6->sin6_addr, bytes.data(), bytes.size());
  result.length = sizeof(sockaddr_in6);
  return result;
}

SystemAddress to_system(const IpcPath& path) {
  SystemAddress result;
  auto* local = reinterpret_cast<sockaddr_un*>(&result.storage);
  local->sun_family = AF_UNIX;
  const std::size_t skipped = path.is_abstract() ? 1 : 0;
  std::ranges::copy(path.name(), local->sun_path + skipped);
  const std::size_t terminator = path.is_abstract() ? 0 : 1;
  result.length =
      static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + skipped + path.name().size() + terminator);
  return result;
}

std::string path_in(const SystemAddress& address) {
  constexpr std::size_t start = offsetof(sockaddr_un, sun_path);
  if (address.storage.ss_family != AF_UNIX || address.length <= start) return "";
  const std::string path(reinterpret_cast<const sockaddr_un*>(&address.storage)->sun_path,
                         address.length - start);
  if (path.front() == '\0') return "@" + path.substr(1);
  return path.substr(0, path.find('\0'));
}

std::optional<SocketAddress> from_system(const sockaddr* address) {
  if (address->sa_family == AF_INET) {
    const auto* v4 = reinterpret_cast<const sockaddr_in*>(address);
    return SocketAddress{IpAddress::v4(ntohl(v4->sin_addr.s_addr)), ntohs(v4->sin_port)};
  }
  if (address->sa_family == AF_INET6) {
    const auto* v6 = reinterpret_cast<const sockaddr_in6*>(address);
    std::array<std::uint8_t, 16> bytes{};
    std::memcpy(bytes.data(), &v6->sin6_addr, bytes.size());
    return SocketAddress{IpAddress::v6(bytes), ntohs(v6->sin6_port), v6->sin6_scope_id,
                         ntohl(v6->sin6_flowinfo) & SocketAddress::largest_flow_label};
  }
  return std::nullopt;
}

std::optional<SocketAddress> local_address_of(int fd) {
  return address_from(getsockname, fd);
}
std::optional<SocketAddress> remote_address_of(int fd) {
  return address_from(name_of_peer, fd);
}

}  // namespace netkit::internal
