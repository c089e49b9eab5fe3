// SPDX-License-Identifier: MIT
#include "cli/filter/delayed_start_filter.h"

namespace netkit::cli {

void HeldStream::start(Stream::Listener& listener) {
  behind().pause();
  StreamFilter::start(listener);
  timer_.start(hold_);
}

void HeldStream::pause() {
  paused_ = true;
  behind().pause();
}

void HeldStream::resume() {
  paused_ = false;
  if (!held_) behind().resume();
}

void HeldStream::let_go() {
  held_ = false;
  if (!paused_) behind().resume();
}

}  // namespace netkit::cli
