// SPDX-License-Identifier: MIT
// Knows addresses, and says why it cannot connect.
#include <netkit/blocklist/block_list.h>
#include <netkit/loop/loop.h>
#include <netkit/net/socket.h>

#include <cstdio>

using namespace netkit;
using namespace netkit::net;

namespace {

struct Client final : SocketListener {
  void on_error(const Error& error) override {
    std::puts(error.code == std::errc::no_such_file_or_directory ? error.message.c_str() : "?");
  }
};

}  // namespace

int main() {
  BlockList list;
  if (!list.add_cidr("10.0.0.0/8") || !list.check("10.1.2.3")) return 1;
  Client client;
  Loop loop;
  Socket socket(loop);
  socket.set_listener(client);
  ConnectOptions options;
  options.path = *IpcPath::parse("/no/such/socket");
  if (!socket.connect(options)) return 1;
  loop.run();
}
