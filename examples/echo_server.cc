// SPDX-License-Identifier: MIT
// An echo server on the library: echo_server [PORT]. It says where it listens, and ends on SIGTERM once its
// last client has gone.
#include <netkit/addr/port.h>
#include <netkit/io/loop.h>
#include <netkit/io/signals.h>
#include <netkit/net/server.h>

#include <csignal>
#include <cstdio>
#include <memory>
#include <unordered_map>

using namespace netkit;

namespace {

/// One client: what it sends goes back, no faster than it takes it.
class Client final : public SocketListener {
 public:
  Client(std::unique_ptr<Socket> socket, std::move_only_function<void()> on_gone)
      : socket_(std::move(socket)), on_gone_(std::move(on_gone)) {
    socket_->set_listener(*this);
  }

  void on_data(Bytes bytes) override {
    if (!socket_->write(bytes)) socket_->pause();
  }
  void on_drain() override { socket_->resume(); }
  void on_close(bool /*had_error*/) override {
    auto gone = std::move(on_gone_);  // destroys us
    gone();
  }

 private:
  std::unique_ptr<Socket> socket_;
  std::move_only_function<void()> on_gone_;
};

class EchoServer final : public Server::Listener {
 public:
  explicit EchoServer(Loop& loop) : server_(loop, {}, *this) {}

  Result<void> listen(std::uint16_t port) {
    ListenOptions options;
    options.where.port = port;
    return server_.listen(options);
  }
  void close() { server_.close(); }

  void on_listening() override {
    std::printf("%s\n", std::get<SocketAddress>(*server_.address()).to_string().c_str());
    std::fflush(stdout);
  }
  void on_connection(std::unique_ptr<Socket> socket) override {
    const int id = ++last_id_;
    clients_[id] = std::make_unique<Client>(std::move(socket), [this, id] { clients_.erase(id); });
  }
  void on_error(const Error& error) override { std::fprintf(stderr, "%s\n", error.message.c_str()); }

 private:
  Server server_;
  int last_id_ = 0;
  std::unordered_map<int, std::unique_ptr<Client>> clients_;
};

}  // namespace

int main(int argc, char** argv) {
  const auto port = parse_port(argc > 1 ? argv[1] : "0");
  if (!port) {
    std::fprintf(stderr, "usage: echo_server [PORT]\n");
    return 2;
  }
  std::signal(SIGPIPE, SIG_IGN);
  Loop loop;
  EchoServer echo(loop);
  const Signals signals(loop, {SIGTERM}, [&echo](int) { echo.close(); });
  if (const auto begun = echo.listen(*port); !begun) {
    std::fprintf(stderr, "%s\n", begun.error().message.c_str());
    return 1;
  }
  loop.run();  // as long as it listens or has clients
}
