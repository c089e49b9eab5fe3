// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/tls/engine/load_tls.h>

#include <memory>
#include <string>

#include "support/certificates.h"
#include "support/temp_dir.h"

namespace netkit::test {

/// Throws if the module cannot be loaded.
const TlsModule& tls_module();

/// Throws if it cannot be made.
std::shared_ptr<const TlsContext> context_of(const TlsOptions& options);

/// A client and a server that trust each other: the client verifies the server's own certificate.
struct TlsSides {
  std::unique_ptr<TempDir> dir = std::make_unique<TempDir>();
  TlsOptions client, server;

  TlsSides();
  explicit TlsSides(const Certificate& of_server);
};

/// One side of a connection in memory.
struct Side final : TlsEngine::Sink {
  explicit Side(const TlsOptions& options) : engine(context_of(options)->engine()) {}

  void send(Bytes bytes) noexcept override { sent += as_text(bytes); }
  /// Gives the engine all of `wire`, in pieces of this size, and reads what there is to read.
  void take(std::string& wire, std::size_t piece = 1 << 20);

  std::unique_ptr<TlsEngine> engine;
  std::string sent;      ///< and not yet taken
  std::string received;  ///< plain text
};

/// What has come on a socket.
std::string read_available(int fd);

/// Both sides take what the other has sent until neither has anything left.
void exchange(Side& client, Side& server, std::size_t piece = 1 << 20);

}  // namespace netkit::test
