// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/loop/wakeup.h>

#include <cstddef>
#include <exception>
#include <memory>
#include <mutex>
#include <vector>

#include "cli/option/location.h"
#include "cli/session/drain_timer.h"
#include "cli/session/listening_sockets.h"
#include "cli/session/run.h"
#include "cli/session/worker.h"
#include "cli/session/worker_thread.h"

namespace netkit::cli {

/// Serves many clients at a time until a signal arrives; the connected ones may then finish (--drain). The
/// main thread is the first worker; --workers adds others.
class ServeMany final : public Command, private Worker::Events {
 public:
  ServeMany(Run& run, Location location, const MakeHandler& make);

  void start() override { sockets_.start(); }
  void on_signal(int number) override;
  TrafficCounter traffic_elsewhere() override;

 private:
  /// Receives the events of the other threads' workers.
  class ElsewhereEvents final : public Worker::Events {
   public:
    ElsewhereEvents(Report& report, Wakeup& main) : report_(report), main_(main) {}
    void on_over(const Session& session, const Exit& exit) override;
    void on_empty() override { main_.send(); }
    void on_failure(std::exception_ptr failure);
    /// In the main thread: throws what has ended a worker.
    void rethrow_failure();

   private:
    Report& report_;
    Wakeup& main_;
    std::mutex mutex_;  // guards failure_
    std::exception_ptr failure_;
  };

  void on_over(const Session& session, const Exit& exit) override;
  void on_empty() override { finish_if_drained(); }
  void listen_in_others(const Acceptor& first);
  bool reload();
  std::size_t clients();
  void on_news_from_others();
  void finish_if_drained();
  void end_drain();

  Run& run_;
  bool draining_ = false;
  Worker main_;
  DrainTimer drain_timer_;
  ListeningSockets sockets_;
  Wakeup news_from_others_;
  ElsewhereEvents elsewhere_;
  std::vector<std::unique_ptr<WorkerThread>> others_;
};

}  // namespace netkit::cli
