// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/loop/fd_watcher.h>
#include <netkit/loop/wakeup.h>

#include <list>
#include <optional>
#include <vector>

#include "cli/report/line_writer.h"

namespace netkit::cli {

/// Has line writers queue what cannot be written at once, and writes their queues from the loop. After its
/// destruction they still queue.
class LoopDelivery {
 public:
  /// `writers` must outlive this object.
  LoopDelivery(Loop& loop, const std::vector<LineWriter*>& writers);
  ~LoopDelivery();
  LoopDelivery(const LoopDelivery&) = delete;
  LoopDelivery& operator=(const LoopDelivery&) = delete;

 private:
  struct Route {
    explicit Route(LineWriter& to) : writer(to) {}

    LineWriter& writer;
    std::optional<FdWatcher> watcher;  // made when first needed, since most programs are never held up
  };

  void deliver_all();
  void deliver(Route& route);

  Loop& loop_;
  Wakeup queued_;
  std::list<Route> routes_;
};

}  // namespace netkit::cli
