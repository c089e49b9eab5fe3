// SPDX-License-Identifier: MIT
#include "raw_socket.h"

#include <arpa/inet.h>
#include <linux/sockios.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <cstring>

namespace netkit::test {

namespace {

/// A sockaddr of any family and how much of it counts.
struct SocketName {
  sockaddr_storage storage{};
  socklen_t length = sizeof(sockaddr_storage);

  sockaddr* data() { return reinterpret_cast<sockaddr*>(&storage); }
  template <typename Kind>
  Kind& as() {
    return *reinterpret_cast<Kind*>(&storage);
  }
};

SocketName inet_name(const Where& where) {
  SocketName name;
  if (where.transport == Transport::tcp4) {
    auto& in = name.as<sockaddr_in>();
    in.sin_family = AF_INET;
    in.sin_port = htons(where.port);
    ::inet_pton(AF_INET, where.host.c_str(), &in.sin_addr);
    name.length = sizeof(sockaddr_in);
  } else {
    auto& in = name.as<sockaddr_in6>();
    in.sin6_family = AF_INET6;
    in.sin6_port = htons(where.port);
    ::inet_pton(AF_INET6, where.host.c_str(), &in.sin6_addr);
    name.length = sizeof(sockaddr_in6);
  }
  return name;
}

SocketName unix_name(const Where& where) {
  SocketName name;
  auto& un = name.as<sockaddr_un>();
  const std::size_t start = where.transport == Transport::abstract_name ? 1 : 0;
  if (start + where.path.size() > sizeof un.sun_path)
    throw std::runtime_error("path too long: " + where.path);
  un.sun_family = AF_UNIX;
  std::memcpy(un.sun_path + start, where.path.data(), where.path.size());
  name.length = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + start + where.path.size());
  return name;
}

SocketName socket_name(const Where& where) {
  return is_tcp(where.transport) ? inet_name(where) : unix_name(where);
}

UniqueFd new_socket(Transport transport, int type = SOCK_STREAM) {
  const int family = transport == Transport::tcp4   ? AF_INET
                     : transport == Transport::tcp6 ? AF_INET6
                                                    : AF_UNIX;
  UniqueFd fd(::socket(family, type | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (!fd) fail_errno("socket");
  return fd;
}

Where any_where(Transport transport) {
  switch (transport) {
    case Transport::tcp4:
      return {transport, "127.0.0.1", 0, {}};
    case Transport::tcp6:
      return {transport, "::1", 0, {}};
    case Transport::unix_path:
    case Transport::abstract_name:
      return unused_where(transport);
  }
  return {};
}

std::uint16_t bound_port(int fd) {
  SocketName name;
  if (::getsockname(fd, name.data(), &name.length) != 0) fail_errno("getsockname");
  return ntohs(name.storage.ss_family == AF_INET ? name.as<sockaddr_in>().sin_port
                                                 : name.as<sockaddr_in6>().sin6_port);
}

}  // namespace

RawListener::RawListener(Transport transport, int backlog) : RawListener(any_where(transport), backlog) {}

RawListener::RawListener(const Where& where, int backlog) : fd_(new_socket(where.transport)), where_(where) {
  SocketName name = socket_name(where);
  if (::bind(fd_.get(), name.data(), name.length) != 0) fail_errno("bind " + where.text());
  if (::listen(fd_.get(), backlog) != 0) fail_errno("listen " + where.text());
  if (is_tcp(where.transport)) where_.port = bound_port(fd_.get());
}

RawListener::~RawListener() {
  if (where_.transport == Transport::unix_path) ::unlink(where_.path.c_str());
}

UniqueFd RawListener::accept(const Deadline& deadline) {
  if (!comes(fd_.get(), POLLIN, deadline))
    throw TooLate("timed out waiting for a connection to " + where_.text());
  UniqueFd fd(::accept4(fd_.get(), nullptr, nullptr, SOCK_CLOEXEC | SOCK_NONBLOCK));
  if (!fd) fail_errno("accept");
  return fd;
}

namespace {

int connect_socket(int fd, const Where& where) {
  SocketName name = socket_name(where);
  if (::connect(fd, name.data(), name.length) == 0) return 0;
  if (errno != EINPROGRESS) return errno;
  wait_for(fd, POLLOUT, Deadline());
  int error = 0;
  socklen_t size = sizeof error;
  ::getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &size);
  return error;
}

}  // namespace

namespace {

UniqueFd connected(UniqueFd fd, const Where& where) {
  errno = connect_socket(fd.get(), where);
  if (errno != 0) fail_errno("connect " + where.text());
  return fd;
}

}  // namespace

RawDatagrams::RawDatagrams(Transport transport) : RawDatagrams(any_where(transport)) {}

RawDatagrams::RawDatagrams(const Where& where) : fd_(new_socket(where.transport, SOCK_DGRAM)), where_(where) {
  SocketName name = socket_name(where_);
  if (::bind(fd_.get(), name.data(), name.length) != 0) fail_errno("bind");
  if (is_tcp(where_.transport)) where_.port = bound_port(fd_.get());
}

RawDatagrams::~RawDatagrams() {
  if (where_.transport == Transport::unix_path) ::unlink(where_.path.c_str());
}

void RawDatagrams::send_to(const Where& where, std::string_view bytes) {
  SocketName name = socket_name(where);
  if (::sendto(fd_.get(), bytes.data(), bytes.size(), 0, name.data(), name.length) < 0) fail_errno("sendto");
}

std::string RawDatagrams::receive(const Deadline& deadline) {
  wait_for(fd_.get(), POLLIN, deadline);
  SocketName from;
  std::string bytes(std::size_t{256} * 1024, '\0');
  const ssize_t count = ::recvfrom(fd_.get(), bytes.data(), bytes.size(), 0, from.data(), &from.length);
  if (count < 0) fail_errno("recvfrom");
  bytes.resize(static_cast<std::size_t>(count));
  sender_.assign(reinterpret_cast<const char*>(from.data()), from.length);
  return bytes;
}

void RawDatagrams::answer(std::string_view bytes) {
  const auto* const to = reinterpret_cast<const sockaddr*>(sender_.data());
  if (::sendto(fd_.get(), bytes.data(), bytes.size(), 0, to, static_cast<socklen_t>(sender_.size())) < 0)
    fail_errno("sendto");
}

Where refusing_where(Transport transport) {
  return RawDatagrams(transport).where();
}

UniqueFd connect_to(const Where& where) {
  return connected(new_socket(where.transport), where);
}

UniqueFd connect_from(const std::string& address, const Where& where) {
  UniqueFd fd = new_socket(where.transport);
  SocketName name = socket_name({where.transport, address, 0, {}});
  if (::bind(fd.get(), name.data(), name.length) != 0) fail_errno("bind " + address);
  return connected(std::move(fd), where);
}

int connect_error(const Where& where) {
  return connect_socket(new_socket(where.transport).get(), where);
}

void send_end(int fd) {
  if (::shutdown(fd, SHUT_WR) != 0) fail_errno("shutdown");
}

void reset(UniqueFd fd) {
  const linger now{1, 0};
  if (::setsockopt(fd.get(), SOL_SOCKET, SO_LINGER, &now, sizeof now) != 0) fail_errno("SO_LINGER");
}

std::size_t bytes_unsent(int fd) {
  int unsent = 0;
  if (::ioctl(fd, SIOCOUTQ, &unsent) != 0) fail_errno("SIOCOUTQ");
  return static_cast<std::size_t>(unsent);
}

}  // namespace netkit::test
