// SPDX-License-Identifier: MIT
#include <netkit/loop/stop_token_watcher.h>

#include <utility>

namespace netkit {

StopTokenWatcher::StopTokenWatcher(Loop& loop, const std::stop_token& token, Once<> on_stop)
    : on_stop_(std::move(on_stop)), wakeup_(loop, [this] { on_stop_(); }) {
  wakeup_.unref();
  callback_.emplace(token, Wake{&wakeup_});
}

}  // namespace netkit
