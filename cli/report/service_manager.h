// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/loop/unique_fd.h>

#include <string>
#include <string_view>

#include "cli/report/report.h"

namespace netkit::cli {

/// Notifies the service manager of this process, if it has one, of its state (sd_notify(3)). If that fails
/// the process goes on, and -v reports it.
class ServiceManager {
 public:
  /// Removes NOTIFY_SOCKET from the environment, since it is not meant for children.
  explicit ServiceManager(const Report& report);

  /// Clients can connect; also after the lists have been read again.
  void ready() const { notify("READY=1"); }
  /// The lists are about to be read again.
  void reloading() const;
  /// No more clients are let in; those that are there may finish.
  void stopping() const { notify("STOPPING=1"); }

 private:
  void notify(std::string_view state) const;
  void report_failure() const;

  const Report& report_;
  std::string name_;
  UniqueFd socket_;  // none without a service manager
};

}  // namespace netkit::cli
