// SPDX-License-Identifier: MIT
// The first byte says whether a server or a client gets the rest, of TLS or DTLS, and in pieces of what size.
#include <netkit/tls/engine/load_tls.h>

#include <algorithm>
#include <array>
#include <memory>

#include "require.h"

extern "C" const netkit::TlsModule* NETKIT_TLS_ENTRY();

namespace {

using namespace netkit;

struct Nothing final : TlsEngine::Sink {
  void send(Bytes) noexcept override {}
};

enum class Over { stream, datagrams };

std::shared_ptr<const TlsContext> context(TlsOptions::Role role, Over what) {
  TlsOptions options;
  options.role = role;
  options.datagrams = what == Over::datagrams;
  options.own_names = {"localhost"};
  options.verify = role == TlsOptions::Role::server;
  return *NETKIT_TLS_ENTRY()->context(options);
}

/// No byte decrypts: nobody here has a key of the session.
void feed(TlsEngine& engine, Bytes input) {
  Nothing sink;
  if (engine.state() == TlsEngine::State::handshaking) engine.handshake(input, sink);
  std::array<std::byte, 100> room{};
  while (engine.state() == TlsEngine::State::open && !input.empty())
    fuzz::require(engine.read(input, room, sink) == 0, "nothing is read without a handshake");
}

/// A client has begun. A server of DTLS may have none.
std::unique_ptr<TlsEngine> engine_for(unsigned kind, Bytes first) {
  using Role = TlsOptions::Role;
  static const std::shared_ptr<const TlsContext> contexts[] = {
      context(Role::server, Over::stream), context(Role::client, Over::stream),
      context(Role::server, Over::datagrams), context(Role::client, Over::datagrams)};
  const TlsContext& chosen = *contexts[kind % 4];
  Nothing sink;
  if (chosen.waits_for_cookies()) return chosen.accept(first, "peer", sink);
  auto engine = chosen.engine();
  Bytes nothing;
  if (kind % 2 == 1) engine->handshake(nothing, sink);
  return engine;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const Bytes all(reinterpret_cast<const std::byte*>(data) + 1, size - 1);
  const std::size_t piece = data[0] / 4U + 1U;
  const auto engine = engine_for(data[0], all);
  if (!engine) return 0;
  for (std::size_t at = 0; at < all.size(); at += piece)
    feed(*engine, all.subspan(at, std::min(piece, all.size() - at)));
  const bool failed = engine->state() == TlsEngine::State::failed;
  fuzz::require(failed != engine->fault().code.empty(), "a failure has a code, and nothing else has");
  return 0;
}
