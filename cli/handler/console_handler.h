// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/console/console.h>
#include <netkit/relay/relay.h>
#include <netkit/socket/stream_socket.h>

#include <memory>

#include "cli/session/run.h"
#include "cli/session/session.h"

namespace netkit::cli {

/// How stdin and stdout are treated by default: a server whose stdin is nothing sends nothing.
enum class Role { client, server };

/// Standard input and output for a command; sizes the pipes they are, if --high-water-mark was given.
ConsoleOptions console_options(const CommonSettings& settings);

/// One connection joined to stdin and stdout. Finishes the run when both directions are done.
class ConsoleHandler {
 public:
  ConsoleHandler(Run& run, std::unique_ptr<StreamSocket> socket, Role role);

  void start();

 private:
  void part_for_idleness(CommonSettings::OnIdle what);
  void over(const RelayOutcome& outcome);

  Run& run_;
  Role role_;
  Session connection_;
  RelayOptions options_;  // before the console opens what stdin is anew
  Console console_;
  Relay relay_;
  bool idle_ = false;
};

}  // namespace netkit::cli
