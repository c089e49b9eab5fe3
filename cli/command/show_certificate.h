// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/socket/resolver.h>

#include "cli/option/location.h"
#include "cli/session/dialer.h"
#include "cli/session/run.h"

namespace netkit::cli {

/// connect --show-cert: dials, prints the server's certificates whether they are good or not, and ends as a
/// probe does.
class ShowCertificate final : public Command {
 public:
  ShowCertificate(Run& run, Location where);

  void start() override { dialer_.start(); }
  void on_signal(int number) override { run_.finish({ExitStatus::signal, {}, number}); }

 private:
  void dialled(Dialer::Result result);
  Exit show(const TlsFacts& facts, Exit exit) const;

  Run& run_;
  Resolver resolver_;
  Dialer dialer_;
};

}  // namespace netkit::cli
