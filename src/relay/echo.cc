// SPDX-License-Identifier: MIT
#include <netkit/relay/echo.h>

#include <utility>

namespace netkit {

Echo::Echo(Stream& stream, Callback on_done) : stream_(stream), on_done_(std::move(on_done)) {}

void Echo::start(Bytes greeting) {
  if (!greeting.empty() && !stream_.write(greeting)) stream_.pause();
  stream_.start(*this);
}

void Echo::on_data(Bytes bytes) {
  if (!stream_.write(bytes)) stream_.pause();
}

void Echo::on_drain() {
  stream_.resume();
}

void Echo::on_end() {
  stream_.end();
}

void Echo::on_finish(std::error_code cause) {
  // Nothing can be sent any more; the rest is read so that the end is seen.
  if (cause) stream_.resume();
}

void Echo::on_close(std::error_code cause) {
  on_done_(cause);
}

}  // namespace netkit
