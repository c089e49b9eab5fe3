// SPDX-License-Identifier: MIT
#include <netkit/socket/bound_socket.h>

#include <fcntl.h>
#include <net/if.h>
#include <netinet/in.h>
#include <netkit/loop/uv_error.h>
#include <netkit/socket/address_error.h>
#include <netkit/socket/internal/sockaddr.h>
#include <netkit/socket/socket_options.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <filesystem>
#include <string>
#include <utility>

namespace netkit {
namespace {

mode_t current_umask() {
  const mode_t mask = ::umask(077);
  ::umask(mask);
  return mask;
}

// The mode to set, if the options have one.
std::optional<mode_t> wanted_mode(const IpcBindOptions& options) {
  if (!options.mode && !options.readable_all && !options.writable_all) return std::nullopt;
  mode_t mode = options.mode.value_or(0777 & ~current_umask());
  if (options.readable_all) mode |= 0444;
  if (options.writable_all) mode |= 0222;
  return mode;
}

int bind_to(int fd, const IpcPath& path) {
  const internal::SystemAddress name = internal::to_system(path);
  return ::bind(fd, name.get(), name.length) == 0 ? 0 : errno;
}

// The file is created with at most this mode, from which the umask may remove bits, so its permissions are
// never too wide. Then the removed bits are added.
int bind_file(int fd, const IpcPath& path, const IpcBindOptions& options, SocketFile& file) {
  const FolderLock lock(path.text());
  if (options.take_over_stale && !lock.held() && ::access(path.text().c_str(), F_OK) == 0) return EBUSY;
  if (options.take_over_stale) remove_stale_socket(path.text());
  const auto mode = wanted_mode(options);
  if (mode && ::fchmod(fd, *mode) != 0) return errno;
  if (const int problem = bind_to(fd, path)) return problem;
  file = SocketFile(path.text());
  if (!mode || (*mode & current_umask()) == 0) return 0;
  return ::fchmodat(AT_FDCWD, path.text().c_str(), *mode, AT_SYMLINK_NOFOLLOW) == 0 ? 0 : errno;
}

// The errno of a descriptor that is no such socket to be found by others; 0 for one that is.
int adopt_problem(int fd, int type) {
  struct stat status{};
  if (::fstat(fd, &status) != 0) return EINVAL;
  if (!S_ISSOCK(status.st_mode)) return S_ISFIFO(status.st_mode) ? ENOTSOCK : EINVAL;
  const int family = internal::get_option(fd, SOL_SOCKET, SO_DOMAIN);
  if (family != AF_INET && family != AF_INET6 && family != AF_UNIX) return EINVAL;
  if (internal::get_option(fd, SOL_SOCKET, SO_TYPE) != type) return EINVAL;
  sockaddr_storage peer{};
  socklen_t length = sizeof(peer);
  return ::getpeername(fd, reinterpret_cast<sockaddr*>(&peer), &length) == 0 ? EINVAL : 0;
}

enum class Reuse : std::uint8_t { nothing, address };

Result<UniqueFd> bind_inet(const SocketAddress& address, int type, Reuse reuse,
                           const TcpBindOptions& options) {
  const bool v6 = address.address.is_v6();
  UniqueFd fd(::socket(v6 ? AF_INET6 : AF_INET, type | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (!fd) return std::unexpected(listen_error(errno_error(errno), address));
  if (auto error = internal::apply_early(fd.get(), options.early)) return std::unexpected(std::move(*error));
  if (reuse == Reuse::address) internal::set_option(fd.get(), SOL_SOCKET, SO_REUSEADDR, 1);
  if (v6) internal::set_option(fd.get(), IPPROTO_IPV6, IPV6_V6ONLY, options.ipv6_only ? 1 : 0);
  if (options.reuse_port && !internal::set_option(fd.get(), SOL_SOCKET, SO_REUSEPORT, 1)) {
    return std::unexpected(listen_error(errno_error(errno), address));
  }
  const internal::SystemAddress name = internal::to_system(address);
  if (::bind(fd.get(), name.get(), name.length) != 0) {
    return std::unexpected(listen_error(errno_error(errno), address));
  }
  return fd;
}

}  // namespace

Result<BoundSocket> BoundSocket::tcp(const SocketAddress& address, const TcpBindOptions& options) {
  auto socket = bind_inet(address, SOCK_STREAM, Reuse::address, options);
  if (!socket) return std::unexpected(std::move(socket.error()));
  return BoundSocket(std::move(*socket));
}

// With SO_REUSEADDR any program could bind the address as well, and take its datagrams.
Result<BoundSocket> BoundSocket::udp(const SocketAddress& address, const TcpBindOptions& options) {
  if (address.address.is_multicast()) return group(address, options);
  auto socket = bind_inet(address, SOCK_DGRAM, Reuse::nothing, options);
  if (!socket) return std::unexpected(std::move(socket.error()));
  return BoundSocket(std::move(*socket));
}

// The interface is that of the membership, and of a group of a link.
Result<BoundSocket> BoundSocket::group(SocketAddress address, TcpBindOptions options) {
  const std::string interface = std::exchange(options.early.interface, {});
  if (address.scope_id == 0 && !interface.empty() && address.address.is_v6())
    address.scope_id = ::if_nametoindex(interface.c_str());
  auto socket = bind_inet(address, SOCK_DGRAM, Reuse::address, options);
  if (!socket) return std::unexpected(std::move(socket.error()));
  return BoundSocket(std::move(*socket));
}

Result<BoundSocket> BoundSocket::every_address(std::uint16_t port, const TcpBindOptions& options,
                                               Bind& bind) {
  auto v6 = bind(SocketAddress{IpAddress::v6({}), port}, options);
  if (v6) return v6;
  // Falls back only without IPv6; not, for example, if the port is in use.
  const bool no_ipv6 = v6.error().code == std::errc::address_family_not_supported ||
                       v6.error().code == std::errc::address_not_available;
  if (!no_ipv6 || options.ipv6_only) return v6;
  return bind(SocketAddress{IpAddress::v4(0), port}, options);
}

Result<BoundSocket> BoundSocket::ipc(const IpcPath& path, const IpcBindOptions& options) {
  UniqueFd fd(::socket(AF_UNIX, options.type | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  SocketFile file;
  int problem = errno;
  if (auto error = internal::apply_early(fd.get(), options.early)) return std::unexpected(std::move(*error));
  if (fd) problem = path.is_abstract() ? bind_to(fd.get(), path) : bind_file(fd.get(), path, options, file);
  if (problem == EBUSY) {
    const std::string folder = std::filesystem::path(path.text()).parent_path();
    return std::unexpected(listen_error(errno_error(problem), folder.empty() ? "." : folder));
  }
  if (problem != 0) return std::unexpected(listen_error(errno_error(problem), path.text()));
  BoundSocket socket(std::move(fd));
  socket.file_ = std::move(file);
  socket.path_ = path;
  return socket;
}

Result<BoundSocket> BoundSocket::adopt(UniqueFd fd, int type) {
  if (const int problem = adopt_problem(fd.get(), type)) {
    return std::unexpected(listen_error(errno_error(problem), ""));
  }
  return BoundSocket(std::move(fd));
}

bool BoundSocket::is_ipc() const {
  return internal::get_option(fd_.get(), SOL_SOCKET, SO_DOMAIN) == AF_UNIX;
}

void BoundSocket::close() {
  fd_.reset();
  file_ = {};
  path_.reset();
}

std::optional<SocketAddress> BoundSocket::address() const {
  return internal::local_address_of(fd_.get());
}

}  // namespace netkit
