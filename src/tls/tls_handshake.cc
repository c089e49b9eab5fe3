// SPDX-License-Identifier: MIT
#include <netkit/tls/tls_handshake.h>

#include <netkit/tls/tls_connection.h>
#include <netkit/tls/tls_error.h>

#include <utility>

namespace netkit {
namespace {

using State = TlsEngine::State;

}  // namespace

TlsHandshake::TlsHandshake(Loop& loop, std::shared_ptr<const TlsContext> context, Options options,
                           OnFacts on_facts)
    : loop_(loop),
      context_(std::move(context)),
      options_(std::move(options)),
      on_facts_(std::move(on_facts)),
      too_late_(loop, [this] { on_timeout(); }) {}

void TlsHandshake::start(std::unique_ptr<Connection> connection, Done done) {
  connection_ = std::move(connection);
  done_ = std::move(done);
  failure_.reset();
  engine_ = context_->engine();
  if (options_.timeout.count() > 0) too_late_.start(options_.timeout);
  connection_->start(*this);
  Bytes nothing;
  engine_->handshake(nothing, *this);  // a client's first words
}

void TlsHandshake::on_data(Bytes bytes) {
  if (!failure_) take_step(bytes);
}

void TlsHandshake::take_step(Bytes input) {
  switch (engine_->handshake(input, *this)) {
    case State::handshaking:
      return;
    case State::open:
    case State::ended:
      return complete(input);
    case State::failed:
      return fail(tls_error(engine_->fault(), options_.peer));
  }
}

void TlsHandshake::send(Bytes bytes) noexcept {
  connection_->write(bytes);
}

void TlsHandshake::complete(Bytes rest) {
  too_late_.stop();
  connection_->pause();
  connection_->unread(rest);
  on_facts_(engine_->facts());
  auto done = std::move(done_);
  done(std::make_unique<TlsConnection>(loop_, std::move(connection_), std::move(engine_),
                                       TlsConnection::Options{options_.allow_truncation, options_.peer}));
}

void TlsHandshake::on_end() {
  if (failure_) return;
  failure_ = tls_broken_off(options_.peer);
  report_failure();
}

void TlsHandshake::on_close(std::error_code cause) {
  failure_ ? report_failure() : on_end();
  static_cast<void>(cause);
}

void TlsHandshake::on_timeout() {
  if (!failure_) failure_ = tls_timeout(options_.timeout, options_.peer);
  report_failure();
}

// The peer reads the alert before the connection is closed.
void TlsHandshake::fail(Error error) {
  failure_ = std::move(error);
  connection_->destroy_soon();
}

void TlsHandshake::report_failure() {
  too_late_.stop();
  on_facts_(engine_->facts());
  connection_.reset();
  auto done = std::move(done_);
  done(std::unexpected(*std::exchange(failure_, std::nullopt)));
}

}  // namespace netkit
