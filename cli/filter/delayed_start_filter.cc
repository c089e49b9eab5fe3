// SPDX-License-Identifier: MIT
#include "cli/filter/delayed_start_filter.h"

namespace netkit::cli {

void DelayedStartFilter::start(Stream::Listener& listener) {
  behind().pause();
  StreamFilter::start(listener);
  timer_.start(hold_);
}

void DelayedStartFilter::pause() {
  paused_ = true;
  behind().pause();
}

void DelayedStartFilter::resume() {
  paused_ = false;
  if (!held_) behind().resume();
}

void DelayedStartFilter::let_go() {
  held_ = false;
  if (!paused_) behind().resume();
}

}  // namespace netkit::cli
