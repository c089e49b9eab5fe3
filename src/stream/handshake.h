// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/error.h>
#include <netkit/base/export.h>
#include <netkit/stream/connection.h>

#include <expected>
#include <functional>
#include <memory>

namespace NETKIT_PUBLIC netkit {

/// A protocol that runs on a connection before its payload: takes a connection and returns one (the same, or
/// a layer over it) or an Error. Each implementation limits its duration and the number of bytes it reads.
class Handshake {
 public:
  /// The connection reads nothing before start() is called on it. Payload that was already read has been put
  /// back with Connection::unread().
  using Result = std::expected<std::unique_ptr<Connection>, Error>;
  using Done = std::move_only_function<void(Result)>;

  Handshake() = default;
  Handshake(const Handshake&) = delete;
  Handshake& operator=(const Handshake&) = delete;
  /// Closes the connection if the handshake still owns it. Does not call `done`.
  virtual ~Handshake() = default;

  /// Calls `done` once, from the loop; `done` may destroy the handshake. On failure the connection is first
  /// closed as the protocol requires, and the handshake may be started again on a new connection.
  virtual void start(std::unique_ptr<Connection> connection, Done done) = 0;
};

// Example:
//
//     struct Nothing final : Handshake {
//       void start(std::unique_ptr<Connection> connection, Done done) override {
//         done(std::move(connection));
//       }
//     };

}  // namespace netkit
