// SPDX-License-Identifier: MIT
#include <netkit/tls/start_tls.h>

#include <netkit/stream/continued_connection.h>
#include <netkit/tls/tls_error.h>

#include <utility>

namespace netkit {

StartTls::StartTls(Loop& loop, Options options)
    : options_(std::move(options)), too_late_(loop, [this] { on_timeout(); }) {}

void StartTls::start(std::unique_ptr<Connection> connection, Done done) {
  connection_ = std::move(connection);
  done_ = std::move(done);
  dialogue_ = StartTlsDialogue::make(options_.protocol);
  if (options_.timeout.count() > 0) too_late_.start(options_.timeout);
  connection_->start(*this);
  take("");
}

void StartTls::on_data(Bytes bytes) {
  take(as_text(bytes));
}

void StartTls::take(std::string_view bytes) {
  const auto step = dialogue_->take(bytes);
  if (!step) return settle(std::unexpected(tls_error({"ERR_STARTTLS", step.error()}, options_.peer)));
  if (!step->send.empty()) connection_->write(as_bytes(step->send));
  if (step->state != StartTlsDialogue::State::agreed) return;
  connection_->pause();
  const ContinuedConnection::Before before{connection_->bytes_read(), connection_->bytes_written()};
  settle(std::make_unique<ContinuedConnection>(std::move(connection_), before));
}

void StartTls::on_end() {
  settle(std::unexpected(tls_broken_off(options_.peer)));
}

void StartTls::on_timeout() {
  settle(std::unexpected(tls_timeout(options_.timeout, options_.peer)));
}

void StartTls::settle(Handshake::Result result) {
  too_late_.stop();
  connection_.reset();
  auto done = std::move(done_);
  done(std::move(result));
}

}  // namespace netkit
