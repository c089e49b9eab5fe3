// SPDX-License-Identifier: MIT
#include <netkit/tls/tls_verdict.h>

#include <netkit/base/net_errc.h>
#include <netkit/loop/uv_error.h>

#include <utility>

namespace netkit {

TlsVerdict::TlsVerdict(Loop& loop, Patience patience)
    : patience_(std::move(patience)), silence_(loop, [this] { succeed(); }) {}

void TlsVerdict::start(std::unique_ptr<Connection> connection, Done done) {
  connection_ = std::move(connection);
  done_ = std::move(done);
  silence_.start(patience_());
  connection_->start(*this);
  connection_->end();
}

void TlsVerdict::succeed() {
  if (!connection_) return;
  silence_.stop();
  connection_->pause();
  auto done = std::move(done_);
  done(std::move(connection_));
}

// An end is an end, with close_notify or without.
void TlsVerdict::on_close(std::error_code cause) {
  if (!cause || cause == NetErrc::truncated) return succeed();
  silence_.stop();
  const std::unique_ptr<Connection> closed = std::move(connection_);
  Error error = closed->failure() ? *closed->failure() : step_error(cause, "read");
  auto done = std::move(done_);
  done(std::unexpected(std::move(error)));
}

}  // namespace netkit
