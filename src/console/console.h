// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/export.h>
#include <netkit/console/console_input.h>
#include <netkit/console/console_output.h>
#include <netkit/loop/deferred.h>
#include <netkit/loop/loop.h>
#include <netkit/stream/pump_ends.h>
#include <netkit/stream/stream.h>

#include <memory>

namespace NETKIT_PUBLIC netkit {

/// The descriptors of a Console, and how much it queues.
struct ConsoleOptions {
  int input = 0;                            ///< descriptor that is read
  int output = 1;                           ///< descriptor that is written
  std::size_t high_water_mark = 64 * 1024;  ///< bytes queued for the output from which write() returns false
  bool watch_reader = true;  ///< fail when the output's reader has gone, even if nothing is written
  std::size_t read_at_most = Loop::buffer_size;  ///< bytes of the input that one read takes
};

/// Standard input and output, or any two inherited descriptors, as one stream: terminals, pipes, files,
/// sockets, devices. end() closes the output once everything is written; the input is never closed.
class Console final : public Stream, private ConsoleOutput::Listener, private PumpSource, private PumpSink {
 public:
  Console(Loop& loop, const ConsoleOptions& options);

  void start(Stream::Listener& listener) override;
  bool write(Bytes bytes) override;
  void end() override { output_.end(); }
  void destroy_soon() override;
  void pause() override;
  void resume() override;
  std::size_t unsent() const override { return output_.queued(); }
  bool input_waits() const override { return input_.has_input(); }
  PumpSource* pump_source() override { return input_.can_pump() ? this : nullptr; }
  PumpSink* pump_sink() override { return output_.can_pump() ? this : nullptr; }

 private:
  int source_descriptor() const override { return input_.descriptor(); }
  void moved_out(std::size_t bytes) override { listener_->on_moved(bytes); }
  void defer_read_error(std::error_code cause) override { input_.defer_error(cause); }
  int sink_descriptor() const override { return output_.descriptor(); }
  void moved_in(std::size_t) override {}
  void defer_write_error(std::error_code) override {}  // the next write to such an output fails again

  void on_input(Bytes bytes, std::error_code cause);
  void on_output_drain() override;
  void on_output_finish(std::error_code cause) override;

  ConsoleInput input_;
  ConsoleOutput output_;
  Stream::Listener* listener_ = nullptr;
  std::size_t high_water_mark_;
  bool watch_reader_;
  bool paused_ = false, wants_drain_ = false;
  bool input_over_ = false, output_over_ = false, soon_ = false;
  std::error_code failure_;
  Deferred closing_;
};

// Example:
//
//     // Copy the input to the output, as cat(1) does.
//     int in[2], out[2];
//     assert(::pipe(in) == 0 && ::pipe(out) == 0 && ::write(in[1], "hello", 5) == 5 && ::close(in[1]) == 0);
//     Loop loop;
//     Console console(loop, {.input = in[0], .output = out[1]});
//     Echo cat(console, [](std::error_code cause) { assert(!cause); });
//     cat.start({});
//     loop.run();
//     std::array<char, 8> text{};
//     assert(::read(out[0], text.data(), text.size()) == 5);

}  // namespace netkit
