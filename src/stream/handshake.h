// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/error.h>
#include <netkit/base/export.h>
#include <netkit/stream/connection.h>

#include <expected>
#include <functional>
#include <memory>

namespace NETKIT_PUBLIC netkit {

/// What two ends of a connection agree on before its bytes are payload: takes a connection and gives one, the
/// same or one over it, or an error. Each keeps to a time and to a number of bytes of its own.
class Handshake {
 public:
  /// The connection is paused, with nothing queued; what came early is put back with Connection::unread().
  using Result = std::expected<std::unique_ptr<Connection>, Error>;
  using Done = std::move_only_function<void(Result)>;

  Handshake() = default;
  Handshake(const Handshake&) = delete;
  Handshake& operator=(const Handshake&) = delete;
  /// Closes the connection, if it still has it, and calls nothing.
  virtual ~Handshake() = default;

  /// `done` is called once, from the loop, and may destroy the handshake. On failure the connection is closed
  /// first, as the protocol wants it. May be started again after that, on a new connection.
  virtual void start(std::unique_ptr<Connection> connection, Done done) = 0;
};

// Example:
//
//     struct Nothing final : Handshake {
//       void start(std::unique_ptr<Connection> connection, Done done) override {
//         connection->pause();
//         done(std::move(connection));
//       }
//     };

}  // namespace netkit
