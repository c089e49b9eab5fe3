// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/result.h>
#include <netkit/loop/loop_thread.h>
#include <netkit/socket/acceptor.h>

#include <cstddef>
#include <functional>
#include <memory>
#include <optional>

#include "cli/session/run.h"
#include "cli/session/worker.h"

namespace netkit::cli {

/// A worker with a thread, a loop and a listening socket of its own. All calls are made in the main thread
/// and return when they are done. Destroying it cuts the sessions that are left.
class WorkerThread {
 public:
  /// `events` and `on_failure` are called in the worker's thread.
  WorkerThread(Run& whole, const MakeHandler& make, const Gate& limits, Worker::Events& events,
               LoopThread::OnFailure on_failure);
  ~WorkerThread();
  WorkerThread(const WorkerThread&) = delete;
  WorkerThread& operator=(const WorkerThread&) = delete;

  Result<void> listen(BoundSocket socket);
  void set_prepared(const Prepared& prepared);
  /// Stops accepting; the sessions go on.
  void drain();
  /// Ends the thread.
  void stop() { thread_.reset(); }

  std::size_t clients();
  TrafficCounter traffic();

 private:
  void call(std::function<void()> work);

  Loop loop_;
  Run& whole_;
  Run run_;
  std::optional<Worker> worker_;
  std::unique_ptr<Acceptor> acceptor_;
  std::optional<LoopThread> thread_;
};

}  // namespace netkit::cli
