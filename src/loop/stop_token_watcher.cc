// SPDX-License-Identifier: MIT
#include <netkit/loop/stop_token_watcher.h>

#include <utility>

namespace netkit {

StopTokenWatcher::StopTokenWatcher(Loop& loop, const std::stop_token& token,
                                   std::move_only_function<void()> on_stop)
    : on_stop_(std::move(on_stop)), nudge_(loop, [this] { stopped(); }) {
  nudge_.unref();
  callback_.emplace(token, Wake{&nudge_});
}

void StopTokenWatcher::stopped() {
  auto tell = std::exchange(on_stop_, nullptr);  // it may destroy us
  if (tell) tell();
}

}  // namespace netkit
