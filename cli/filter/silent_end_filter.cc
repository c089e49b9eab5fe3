// SPDX-License-Identifier: MIT
#include "cli/filter/silent_end_filter.h"

namespace netkit::cli {

void SilentEndFilter::end() {
  if (!ended_) ended_ = Clock::now();
  StreamFilter::end();
}

void SilentEndFilter::on_data(Bytes bytes) {
  heard_ = true;
  StreamFilter::on_data(bytes);
}

void SilentEndFilter::on_end() {
  if (ended_ && !heard_ && Clock::now() - *ended_ < std::chrono::seconds(1))
    report_.say(0,
                "the server ended when stdin did, and sent nothing; if it needs stdin to stay open, add "
                "--no-shutdown");
  StreamFilter::on_end();
}

}  // namespace netkit::cli
