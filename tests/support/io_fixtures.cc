// SPDX-License-Identifier: MIT
#include "io_fixtures.h"

#include <unistd.h>

#include <utility>

#include "proc.h"

namespace netkit::test {

SocketAddress address(std::string_view literal, std::uint16_t port) {
  return {IpAddress::parse(literal).value(), port};
}

IpcPath ipc_path(std::string_view text) {
  return IpcPath::parse(text).value();
}

Where where_of(const SocketAddress& address) {
  const auto transport = address.address.is_v4() ? Transport::tcp4 : Transport::tcp6;
  return {transport, address.address.to_string(), address.port, {}};
}

Where where_of(const IpcPath& path) {
  return {
      path.is_abstract() ? Transport::abstract_name : Transport::unix_path, {}, 0, std::string(path.name())};
}

SocketAddress address_of(const Where& where) {
  return address(where.host, where.port);
}

void Accepted::on_connection(std::unique_ptr<StreamSocket> socket) {
  sockets.push_back(std::move(socket));
  const auto now = then;
  now();
}

Dial::Callback Dialled::callback() {
  return [this](Result<std::unique_ptr<StreamSocket>> result) {
    done = true;
    if (result) {
      socket = std::move(*result);
    } else {
      error = result.error();
    }
  };
}

std::unique_ptr<Dialled> dial(Loop& loop, const SocketAddress& to, const LocalEnd& from,
                              const SocketOptions& options) {
  auto dialled = std::make_unique<Dialled>();
  dialled->dial = Dial::tcp(loop, to, from, options, dialled->callback());
  run_until(loop, [&] { return dialled->done; });
  return dialled;
}

std::unique_ptr<Dialled> dial(Loop& loop, const IpcPath& to) {
  auto dialled = std::make_unique<Dialled>();
  dialled->dial = Dial::ipc(loop, to, {}, {}, dialled->callback());
  run_until(loop, [&] { return dialled->done; });
  return dialled;
}

std::set<int> open_descriptors() {
  std::set<int> numbers;
  for (const auto& [number, what] : descriptors(::getpid())) {
    if (!what.starts_with("/proc/")) numbers.insert(number);  // not the one that lists them
  }
  return numbers;
}

}  // namespace netkit::test
