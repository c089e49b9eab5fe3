// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/stream/stream.h>

namespace netkit::test {

/// A stream past which nobody gets: all its bytes take the plain way.
class PlainStream final : public Stream {
 public:
  /// The stream behind outlives this.
  explicit PlainStream(Stream& behind) : behind_(behind) {}

  void start(Listener& listener) override { behind_.start(listener); }
  bool write(Bytes bytes) override { return behind_.write(bytes); }
  void end() override { behind_.end(); }
  void destroy_soon() override { behind_.destroy_soon(); }
  void pause() override { behind_.pause(); }
  void resume() override { behind_.resume(); }
  std::size_t unsent() const override { return behind_.unsent(); }
  bool hung_up() const override { return behind_.hung_up(); }
  bool input_waits() const override { return behind_.input_waits(); }

 private:
  Stream& behind_;
};

}  // namespace netkit::test
