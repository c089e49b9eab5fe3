// SPDX-License-Identifier: MIT
#include "cli/report/loop_delivery.h"

#include <sys/epoll.h>

#include <cstdint>

namespace netkit::cli {

LoopDelivery::LoopDelivery(Loop& loop, const std::vector<LineWriter*>& writers)
    : loop_(loop), queued_(loop, [this] { deliver_all(); }) {
  queued_.unref();
  for (LineWriter* const writer : writers) {
    routes_.emplace_back(*writer);
    writer->start_queueing([this] { queued_.send(); });
  }
}

LoopDelivery::~LoopDelivery() {
  for (const Route& route : routes_) route.writer.forget_on_queued();
}

void LoopDelivery::deliver_all() {
  for (Route& route : routes_) deliver(route);
}

void LoopDelivery::deliver(Route& route) {
  const bool more = route.writer.write_queued();
  if (!more && !route.watcher) return;
  if (!route.watcher)
    route.watcher.emplace(loop_, route.writer.descriptor(), [this, &route] { deliver(route); });
  route.watcher->watch(more ? std::uint32_t{EPOLLOUT} : 0);
}

}  // namespace netkit::cli
