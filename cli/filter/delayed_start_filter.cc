// SPDX-License-Identifier: MIT
#include "cli/filter/delayed_start_filter.h"

namespace netkit::cli {

void DelayedStartFilter::start(Stream::Listener& listener) {
  behind().pause();
  StreamFilter::start(listener);
  timer_.start(delay_);
}

void DelayedStartFilter::pause() {
  paused_ = true;
  behind().pause();
}

void DelayedStartFilter::resume() {
  paused_ = false;
  if (!delaying_) behind().resume();
}

void DelayedStartFilter::on_delay_over() {
  delaying_ = false;
  if (!paused_) behind().resume();
}

}  // namespace netkit::cli
