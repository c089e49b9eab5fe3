// SPDX-License-Identifier: MIT
#include "handshakes.h"

#include <array>
#include <stdexcept>
#include <utility>

#include "support/fd_io.h"

namespace netkit::test {

using State = TlsEngine::State;

const TlsModule& tls_module() {
  const auto module = load_tls();
  if (!module) throw std::runtime_error(module.error());
  return **module;
}

std::shared_ptr<const TlsContext> context_of(const TlsOptions& options) {
  auto context = tls_module().context(options);
  if (!context) throw std::runtime_error(context.error().text);
  return *context;
}

TlsSides::TlsSides() : TlsSides(Certificate(for_localhost())) {}

TlsSides::TlsSides(const Certificate& of_server) {
  server.role = TlsOptions::Role::server;
  server.certificate = dir->write("server.pem", of_server.pem() + of_server.key_pem());
  client.issuers = {server.certificate};
  client.names = {"localhost"};
  client.server_name = "localhost";
}

void Side::take(std::string& wire, std::size_t piece) {
  const std::string all = std::exchange(wire, "");
  std::array<std::byte, 3000> room{};
  for (std::size_t at = 0; at < all.size(); at += piece) {
    Bytes input = as_bytes(std::string_view(all).substr(at, piece));
    if (engine->state() == State::handshaking) engine->handshake(input, *this);
    while (engine->state() == State::open) {
      const std::size_t count = engine->read(input, room, *this);
      if (count == 0) break;
      received += as_text(std::span(room).first(count));
    }
  }
}

std::string read_available(int fd) {
  return read_exactly(fd, bytes_waiting(fd)).bytes;
}

void exchange(Side& client, Side& server, std::size_t piece) {
  Bytes nothing;
  if (client.engine->state() == State::handshaking) client.engine->handshake(nothing, client);
  while (!client.sent.empty() || !server.sent.empty()) {
    server.take(client.sent, piece);
    client.take(server.sent, piece);
  }
}

}  // namespace netkit::test
