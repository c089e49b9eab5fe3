// SPDX-License-Identifier: MIT
#include "cli/session/serve_once.h"

#include <csignal>
#include <utility>

namespace netkit::cli {

ServeOnce::ServeOnce(Run& run, Location location, const MakeHandler& make)
    : run_(run),
      worker_(run, make, gate_of(run.settings()), *this),
      sockets_(run, std::move(location), ListeningSockets::Announce::if_system_chose,
               DatagramSocket::Peers::first, worker_.admission()) {}

void ServeOnce::on_signal(int number) {
  const auto hand_on = [this](const Prepared& prepared) { worker_.set_prepared(prepared); };
  if (number == SIGHUP && sockets_.reload(hand_on)) return;
  run_.finish({ExitStatus::signal, {}, number});
}

void ServeOnce::on_over(const Session& /*session*/, const Exit& exit) {
  run_.finish(exit);
}

}  // namespace netkit::cli
