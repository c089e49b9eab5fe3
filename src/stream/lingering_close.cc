// SPDX-License-Identifier: MIT
#include <netkit/stream/lingering_close.h>

#include <utility>

namespace netkit {

LingeringClose::LingeringClose(Loop& loop) : too_late_(loop, [this] { finish(); }) {}

void LingeringClose::start(Stream& stream, Bytes last, std::function<void()> done) {
  done_ = std::move(done);
  too_late_.start(patience);
  stream.start(*this);
  stream.write(last);
  stream.end();
  stream.resume();
}

void LingeringClose::finish() {
  too_late_.stop();
  const auto done = std::move(done_);
  done();
}

}  // namespace netkit
