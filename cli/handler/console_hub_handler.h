// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/console/console.h>
#include <netkit/relay/hub.h>

#include <functional>
#include <memory>
#include <system_error>

#include "cli/session/handler.h"
#include "cli/session/run.h"

namespace netkit::cli {

/// Joins many clients to stdin and stdout: sends stdin to all of them, writes what any of them sends to
/// stdout.
class ConsoleHubHandler final : public Handler {
 public:
  explicit ConsoleHubHandler(Run& run);

  std::unique_ptr<Task> serve(Session& session) override;
  void drain() override;
  void flush(std::function<void()> on_flushed) override;
  /// Clients sent something that has not been written to stdout.
  bool output_lost() const { return failed_ || console_.unsent() > 0; }

 private:
  void console_over(std::error_code cause);

  Run& run_;
  Console console_;
  Hub hub_;
  std::function<void()> on_flushed_;
  bool failed_ = false;      // stdin or stdout
  bool input_left_ = false;  // drain() left input unread while there were clients to send it to
};

}  // namespace netkit::cli
