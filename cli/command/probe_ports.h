// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/socket/resolver.h>

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/option/location.h"
#include "cli/option/settings.h"
#include "cli/report/output.h"
#include "cli/session/dialer.h"
#include "cli/session/run.h"

namespace netkit::cli {

/// connect --probe of several ports: prints those that answer, in the order given. The name is looked up
/// once.
class ProbePorts final : public Command {
 public:
  /// `where` has the ports.
  ProbePorts(Run& run, Location where);

  void start() override;
  void on_signal(int number) override { run_.finish({ExitStatus::signal, {}, number}); }

 private:
  struct Probe {
    std::unique_ptr<Dialer> dialer;  // while it runs
    std::chrono::steady_clock::time_point since;
    std::string address, family;               // tried last
    std::string error;                         // the code of the last failure
    std::optional<SocketAddress> remote = {};  // it answers, or does not refuse datagrams
    bool is_silent = false;
    std::optional<Exit> failure = {};  // it does not
    bool settled() const { return remote || failure; }
  };

  void look_up(const std::string& name);
  void looked_up(const std::string& name, const Result<Lookup::Addresses>& found);
  void probe_more();
  void probe(std::size_t index);
  void settle(std::size_t index, Dialer::Result result);
  void report(std::size_t index);
  static std::string_view state_of(const Probe& probe);
  void print_settled();
  Exit result() const;

  Run& run_;
  Location where_;
  Settings settings_;  // of one probe
  Resolver resolver_;
  std::unique_ptr<Lookup> lookup_;
  std::vector<Probe> probes_;  // in the order of the ports
  std::size_t begun_ = 0, running_ = 0, printed_ = 0;
  Output output_;
};

}  // namespace netkit::cli
