// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/relay/echo.h>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <unordered_map>

#include "cli/session/run.h"
#include "cli/session/sessions.h"

namespace netkit::cli {

/// The clients of one loop that get their bytes back.
class EchoHandler {
 public:
  /// `on_drained`: draining was asked for and the last one has gone.
  EchoHandler(Run& run, std::function<void()> on_drained);

  void accepted(std::unique_ptr<StreamSocket> socket);
  void drain() { clients_.drain(); }
  std::size_t size() const { return clients_.size(); }

 private:
  Run& run_;
  Sessions clients_;
  std::unordered_map<std::int64_t, std::unique_ptr<Echo>> echoes_;
};

}  // namespace netkit::cli
