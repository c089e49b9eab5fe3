// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/loop/unique_fd.h>

#include <optional>
#include <string>
#include <string_view>
#include <system_error>

#include "cli/report/line_writer.h"
#include "cli/report/report.h"

namespace netkit::cli {

/// Notifies the service manager of this process, if it has one, of its state (sd_notify(3)). The process does
/// not wait for a manager that does not read. If notifying fails the process goes on, and -v reports it.
class ServiceManager {
 public:
  /// Removes NOTIFY_SOCKET from the environment, since it is not meant for children.
  explicit ServiceManager(const Report& report);

  /// Clients can connect; also after the lists have been read again.
  void ready() { notify("READY=1"); }
  /// The lists are about to be read again.
  void reloading();
  /// No more clients are let in; those that are there may finish.
  void stopping() { notify("STOPPING=1"); }

  /// What notifications are written with; null without a service manager.
  LineWriter* writer() { return writer_ ? &*writer_ : nullptr; }

 private:
  void notify(std::string_view state);
  void report_failure(std::error_code cause) const;

  const Report& report_;
  std::string name_;
  UniqueFd socket_;
  std::optional<LineWriter> writer_;
};

}  // namespace netkit::cli
