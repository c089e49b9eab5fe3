// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/loop/unique_fd.h>

#include <string>
#include <string_view>

#include "cli/report/report.h"

namespace netkit::cli {

/// The service manager that started us and wants to hear how we are (sd_notify(3)), if there is one. That it
/// does not listen ends nothing; it is said to those who asked with -v.
class ServiceManager {
 public:
  /// Takes NOTIFY_SOCKET out of the environment: it is not for our children.
  explicit ServiceManager(const Report& report);

  /// Clients can connect, or the lists have been read again.
  void ready() const { tell("READY=1"); }
  /// The lists are about to be read again.
  void reloading() const;
  /// No more clients are let in; those that are there may finish.
  void stopping() const { tell("STOPPING=1"); }

 private:
  void tell(std::string_view state) const;
  void complain() const;

  const Report& report_;
  std::string name_;
  UniqueFd socket_;  // none if nobody wants to hear
};

}  // namespace netkit::cli
