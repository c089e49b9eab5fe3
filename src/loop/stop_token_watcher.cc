// SPDX-License-Identifier: MIT
#include <netkit/loop/stop_token_watcher.h>

#include <utility>

namespace netkit {

StopTokenWatcher::StopTokenWatcher(Loop& loop, const std::stop_token& token, Once<> on_stop)
    : on_stop_(std::move(on_stop)), nudge_(loop, [this] { on_stop_(); }) {
  nudge_.unref();
  callback_.emplace(token, Wake{&nudge_});
}

}  // namespace netkit
