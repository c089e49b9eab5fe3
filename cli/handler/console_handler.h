// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/console/console.h>
#include <netkit/relay/console_relay.h>

#include <cstdint>
#include <memory>
#include <system_error>

#include "cli/session/handler.h"
#include "cli/session/run.h"

namespace netkit::cli {

/// A client sends its stdin; so does a server, unless it is /dev/null.
enum class Role : std::uint8_t { client, server };

/// Joins one connection to stdin and stdout. Until there is one, nothing is read, and a stdout whose reader
/// has gone ends the run.
class ConsoleHandler final : public Handler, private Stream::Listener {
 public:
  ConsoleHandler(Run& run, Role role);

  std::unique_ptr<Task> serve(Session& session) override;

 private:
  void on_data(Bytes) override {}
  void on_end() override {}
  void on_drain() override {}
  void on_finish(std::error_code cause) override;
  void on_close(std::error_code) override {}

  Run& run_;
  ConsoleRelayOptions options_;  // they depend on stdin, so they are made before the console reopens it
  Console console_;
};

}  // namespace netkit::cli
