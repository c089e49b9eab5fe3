// SPDX-License-Identifier: MIT
#pragma once

#include <stdexcept>
#include <string>
#include <vector>

#include "bench/figures/report.h"
#include "child.h"

namespace netkit::bench {

enum class Extent { quick, full };

/// What all jobs are given.
struct Setting {
  std::string build;  ///< where everything was built
  std::string files;  ///< an empty directory with room, removed afterwards
  Extent extent = Extent::full;

  std::string netkit() const { return build + "/cli/netkit"; }
  std::string limit(const std::string& name) const { return build + "/tests/bench/" + name; }
  Rounds rounds() const { return {1, pick(3, 5)}; }

  template <typename Value>
  Value pick(Value quick, Value full) const {
    return extent == Extent::quick ? quick : full;
  }
};

/// Thrown by a job of which nothing can be run here, with the reason.
class CannotRun : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

struct Job {
  std::string name;
  std::string what;
  void (*run)(const Setting& setting, Report& report);
};

/// Whether the help of netkit's command mentions this word. False if there is no such command.
bool netkit_has(const Setting& setting, const Words& command, const std::string& word);

/// Whether a program is in PATH; otherwise the report says that it is missing.
bool is_there(const std::string& program, Report& report);

// The jobs there are; those of a kind share a file.
void transfer_tcp(const Setting& setting, Report& report);
void transfer_unix(const Setting& setting, Report& report);
void echo_pingpong(const Setting& setting, Report& report);
void connect_churn(const Setting& setting, Report& report);
void echo_blocked(const Setting& setting, Report& report);
void forward(const Setting& setting, Report& report);
void forward_long(const Setting& setting, Report& report);
void exec(const Setting& setting, Report& report);
void datagrams(const Setting& setting, Report& report);
void broker(const Setting& setting, Report& report);
void probe(const Setting& setting, Report& report);
void treatment(const Setting& setting, Report& report);
void tls_transfer(const Setting& setting, Report& report);
void workers(const Setting& setting, Report& report);
void idle(const Setting& setting, Report& report);
void start_up(const Setting& setting, Report& report);
void hanging_address(const Setting& setting, Report& report);
void relay_memory(const Setting& setting, Report& report);
void check_ip(const Setting& setting, Report& report);
void block_merge(const Setting& setting, Report& report);
void block_filter(const Setting& setting, Report& report);
void in_process(const Setting& setting, Report& report);

}  // namespace netkit::bench
