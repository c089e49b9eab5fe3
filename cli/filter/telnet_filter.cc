// SPDX-License-Identifier: MIT
#include "cli/filter/telnet_filter.h"

#include <utility>

namespace netkit::cli {

bool TelnetFilter::write(Bytes bytes) {
  const bool has_room = behind().write(as_bytes(telnet_encoded(bytes)));
  writer_waits_ = writer_waits_ || !has_room;
  return has_room;
}

void TelnetFilter::pause() {
  paused_ = true;
  behind().pause();
}

void TelnetFilter::resume() {
  paused_ = false;
  if (!answers_wait_) behind().resume();
}

void TelnetFilter::on_data(Bytes bytes) {
  const auto [data, answer] = decoder_.decode(bytes);
  if (!answer.empty() && !behind().write(as_bytes(answer))) {
    answers_wait_ = true;
    behind().pause();
  }
  if (!data.empty()) listener().on_data(as_bytes(data));
}

void TelnetFilter::answers_taken() {
  if (std::exchange(answers_wait_, false) && !paused_) behind().resume();
}

void TelnetFilter::on_drain() {
  answers_taken();
  if (std::exchange(writer_waits_, false)) listener().on_drain();
}

// If sending failed there is no on_drain(), and what still arrives is read.
void TelnetFilter::on_finish(std::error_code cause) {
  answers_taken();
  listener().on_finish(cause);
}

}  // namespace netkit::cli
