// SPDX-License-Identifier: MIT
// An echo server, the first example in the documentation of Node.js's net: echo_server [PORT]
#include <netkit/addr/port.h>
#include <netkit/net/server.h>

#include <csignal>
#include <cstdio>

struct Client final : netkit::net::SocketListener {
  explicit Client(std::unique_ptr<netkit::net::Socket> accepted) : socket(std::move(accepted)) {
    std::puts("client connected");
    socket->set_listener(*this);
    socket->write("hello\r\n");
  }
  void on_data(netkit::Bytes bytes) override {
    if (!socket->write(bytes)) socket->pause();
  }
  void on_drain() override { socket->resume(); }
  void on_end() override { std::puts("client disconnected"); }
  std::unique_ptr<netkit::net::Socket> socket;
};

struct EchoServer final : netkit::net::Server::Events {
  void on_listening() override { std::puts("server bound"); }
  void on_connection(std::unique_ptr<netkit::net::Socket> socket) override {
    std::erase_if(clients, [](const auto& one) { return one->socket->destroyed(); });
    clients.push_back(std::make_unique<Client>(std::move(socket)));
  }
  void on_error(const netkit::Error& error) override { std::puts(error.message.c_str()); }
  std::vector<std::unique_ptr<Client>> clients;
};

int main(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);
  netkit::Loop loop;
  EchoServer echo;
  netkit::net::Server server(loop, {}, echo);
  if (server.listen({.where = {.port = netkit::parse_port(argc > 1 ? argv[1] : "8124")}})) loop.run();
}
