// SPDX-License-Identifier: MIT
#pragma once

#include "cli/option/location.h"
#include "cli/session/listening_sockets.h"
#include "cli/session/run.h"
#include "cli/session/worker.h"

namespace netkit::cli {

/// Listens until one connection is let in, and finishes the run when its session has ended.
class ServeOnce final : public Command, private Worker::Events {
 public:
  ServeOnce(Run& run, Location location, const MakeHandler& make);

  void start() override { sockets_.start(); }
  void on_signal(int number) override;

 private:
  void on_connection() override {
    sockets_.stop();
    worker_.admission().stop();
  }
  void on_over(const Session& session, const Exit& exit) override;

  Run& run_;
  Worker worker_;
  ListeningSockets sockets_;
};

}  // namespace netkit::cli
