// SPDX-License-Identifier: MIT
#include <netkit/console/console.h>

#include <utility>

namespace netkit {

Console::Console(Loop& loop, const ConsoleOptions& options)
    : input_(loop, options.input, options.read_at_most,
             [this](Bytes bytes, std::error_code cause) { on_input(bytes, cause); }),
      output_(loop, options.output, *this),
      high_water_mark_(options.high_water_mark),
      watch_reader_(options.watch_reader),
      closing_(loop, [this] { listener_->on_close(failure_); }) {
  if (same_socket(options.input, options.output)) output_.end_with_shutdown();
}

void Console::start(Stream::Listener& listener) {
  listener_ = &listener;
  if (watch_reader_) output_.watch_reader();
  if (!paused_) input_.resume();
}

void Console::pause() {
  paused_ = true;
  input_.pause();
}

void Console::resume() {
  paused_ = false;
  if (listener_ != nullptr) input_.resume();
}

void Console::destroy_soon() {
  soon_ = true;
  end();
  if (output_over_) closing_.schedule();
}

bool Console::write(Bytes bytes) {
  if (output_.ending()) return true;
  output_.write(bytes);
  wants_drain_ = wants_drain_ || output_.queued() >= high_water_mark_;
  return !wants_drain_;
}

void Console::on_input(Bytes bytes, std::error_code cause) {
  if (cause) return listener_->on_close(cause);
  if (!bytes.empty()) return listener_->on_data(bytes);
  input_over_ = true;
  if (output_over_) closing_.schedule();
  listener_->on_end();
}

void Console::on_output_drain() {
  if (std::exchange(wants_drain_, false)) listener_->on_drain();
}

void Console::on_output_finish(std::error_code cause) {
  output_over_ = true;
  failure_ = cause;
  if (input_over_ || soon_) closing_.schedule();
  listener_->on_finish(cause);
}

}  // namespace netkit
