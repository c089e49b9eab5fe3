// SPDX-License-Identifier: MIT
// Sends 64 MiB, pausing while the peer is slow, and counts the bytes that come back: client HOST PORT
#include <netkit/addr/port.h>
#include <netkit/net/socket.h>

#include <csignal>
#include <cstdio>

struct Client final : netkit::net::SocketListener {
  explicit Client(netkit::Loop& loop) : socket(loop) {
    socket.set_listener(*this);
    socket.set_timeout(std::chrono::seconds(2));
  }
  void on_connect() override { send(); }
  void on_drain() override { send(); }
  void on_data(netkit::Bytes bytes) override { received += bytes.size(); }
  void on_timeout() override { socket.destroy(); }  // no traffic for two seconds
  void on_error(const netkit::Error& error) override { std::puts(error.message.c_str()); }
  void on_close(bool /*had_error*/) override { std::printf("%zu bytes came back\n", received); }

  void send() {
    while (blocks_left-- > 0) {
      if (!socket.write(block)) return;  // on_drain() continues
    }
    socket.end();
  }

  netkit::net::Socket socket;
  const std::string block = std::string(64 * 1024, 'x');
  int blocks_left = 1024;
  std::size_t received = 0;
};

int main(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);
  netkit::Loop loop;
  Client client(loop);
  if (argc == 3 && client.socket.connect({.host = argv[1], .port = netkit::parse_port(argv[2])})) loop.run();
}
