// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/result.h>
#include <netkit/loop/loop_thread.h>
#include <netkit/socket/acceptor.h>

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>

#include "cli/handler/echo_handler.h"
#include "cli/session/listening_sockets.h"
#include "cli/session/run.h"

namespace netkit::cli {

/// A thread that serves a share of the clients, with a loop and a listening socket of its own. All is asked
/// of it in the main thread, and done when the call returns; it cuts off whoever is left when it goes.
class Worker {
 public:
  /// `on_drained` is called in the worker's thread.
  Worker(Run& whole, const ListeningSockets& listening, std::function<void()> on_drained);
  ~Worker();
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;

  Result<void> listen(BoundSocket socket);
  void set_rules(const AccessRules& rules);
  /// Accepts no more, and lets the clients finish.
  void drain();
  /// Ends the thread.
  void stop() { thread_.reset(); }

  std::size_t clients();
  TrafficCounter::Sum traffic();

 private:
  void call(std::function<void()> work);

  Loop loop_;
  Run& whole_;
  Run run_;
  std::optional<EchoHandler> clients_;
  Admission admission_;
  std::unique_ptr<Acceptor> acceptor_;
  std::optional<LoopThread> thread_;
};

}  // namespace netkit::cli
