// SPDX-License-Identifier: MIT
// Says hello to clients that are not on a list, and prints the blocked ones: block_listed_server PORT FILE
#include <netkit/addr/port.h>
#include <netkit/blocklist/format/list_file.h>
#include <netkit/net/server.h>

#include <csignal>
#include <cstdio>

struct Loading final : netkit::ListSink {
  void on_rule(const netkit::Rule& it, const netkit::ListPlace&, std::string_view) override { list->add(it); }
  void on_fault(const netkit::ListFault&) override {}
  std::shared_ptr<netkit::BlockList> list = std::make_shared<netkit::BlockList>();
};

struct Greeter final : netkit::net::Server::Events {
  void on_listening() override { std::puts("server bound"); }
  void on_connection(std::unique_ptr<netkit::net::Socket> socket) override {
    std::erase_if(clients, [](const auto& one) { return one->destroyed(); });
    socket->write("hello\r\n");
    socket->destroy_soon();
    clients.push_back(std::move(socket));
  }
  void on_blocked(const netkit::Dropped& it) override { std::puts(it.remote->to_string().c_str()); }
  void on_error(const netkit::Error& error) override { std::puts(error.message.c_str()); }
  std::vector<std::unique_ptr<netkit::net::Socket>> clients;
};

int main(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);
  Loading file;
  if (argc != 3 || !netkit::read_list(argv[2], file)) return 2;
  netkit::Loop loop;
  Greeter greeter;
  netkit::net::Server server(loop, {}, greeter);
  server.set_access({.block = file.list});
  if (server.listen({.where = {.port = netkit::parse_port(argv[1])}})) loop.run();
}
