// SPDX-License-Identifier: MIT
#include <netkit/connect/datagram_probe.h>

#include <netkit/loop/uv_error.h>

#include <array>
#include <utility>

namespace netkit {

DatagramProbe::DatagramProbe(Loop& loop, std::chrono::milliseconds patience)
    : patience_(patience), silence_(loop, [this] { succeed(); }) {}

void DatagramProbe::start(std::unique_ptr<Connection> connection, Done done) {
  connection_ = std::move(connection);
  done_ = std::move(done);
  silence_.start(patience_);
  connection_->start(*this);
  constexpr std::array<std::byte, 1> nothing{};
  connection_->write(nothing);
}

void DatagramProbe::succeed() {
  silence_.stop();
  connection_->pause();
  auto done = std::move(done_);
  done(std::move(connection_));
}

void DatagramProbe::on_data(Bytes bytes) {
  connection_->pause();
  connection_->unread(bytes);
  succeed();
}

void DatagramProbe::on_close(std::error_code cause) {
  silence_.stop();
  const std::unique_ptr<Connection> closed = std::move(connection_);
  Error error = closed->failure() ? *closed->failure() : step_error(cause, "read");
  auto done = std::move(done_);
  done(std::unexpected(std::move(error)));
}

}  // namespace netkit
