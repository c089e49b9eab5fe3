// SPDX-License-Identifier: MIT
#include <netkit/tls/tls_handshake.h>

#include <netkit/tls/datagram_tls.h>
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
      too_late_(loop, [this] { on_timeout(); }),
      again_(loop, [this] { retransmit(); }) {}

void TlsHandshake::start(std::unique_ptr<Connection> connection, Done done) {
  connection_ = std::move(connection);
  done_ = std::move(done);
  failure_.reset();
  engine_ = context_->waits_for_cookies() ? nullptr : context_->engine();
  if (options_.timeout.count() > 0) too_late_.start(options_.timeout);
  connection_->start(*this);
  if (engine_) take_step({});  // a client's first words
}

void TlsHandshake::on_data(Bytes bytes) {
  if (!failure_ && has_engine_for(bytes)) take_step(bytes);
}

// A server of DTLS has one for a peer that has returned its cookie.
bool TlsHandshake::has_engine_for(Bytes datagram) {
  if (!engine_) engine_ = context_->accept(datagram, options_.peer, *this);
  return engine_ != nullptr;
}

void TlsHandshake::retransmit() {
  if (engine_->retransmit(*this) == State::failed) return fail(tls_error(engine_->fault(), options_.peer));
  if (const auto wait = engine_->retransmit_in()) again_.start(*wait);
}

void TlsHandshake::take_step(Bytes input) {
  switch (engine_->handshake(input, *this)) {
    case State::handshaking:
      if (const auto wait = engine_->retransmit_in()) again_.start(*wait);
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
  again_.stop();
  connection_->pause();
  if (!rest.empty()) connection_->unread(rest);
  on_facts_(engine_->facts());
  auto done = std::move(done_);
  done(secured());
}

std::unique_ptr<Connection> TlsHandshake::secured() {
  if (connection_->datagrams())
    return std::make_unique<DatagramTls>(loop_, std::move(connection_), std::move(engine_),
                                         DatagramTls::Options{options_.quiet, options_.peer});
  return std::make_unique<TlsConnection>(loop_, std::move(connection_), std::move(engine_),
                                         TlsConnection::Options{options_.allow_truncation, options_.peer});
}

void TlsHandshake::on_end() {
  if (failure_) return;
  failure_ = tls_broken_off(options_.peer);
  report_failure();
}

// A refusal of datagrams says more than that there was no handshake.
void TlsHandshake::on_close(std::error_code /*cause*/) {
  if (!failure_ && connection_->datagrams()) failure_ = connection_->failure();
  failure_ ? report_failure() : on_end();
}

void TlsHandshake::on_timeout() {
  if (!failure_) failure_ = tls_timeout(options_.timeout, options_.peer);
  report_failure();
}

// The peer reads the alert before the connection is closed.
void TlsHandshake::fail(Error error) {
  failure_ = std::move(error);
  again_.stop();
  connection_->destroy_soon();
}

void TlsHandshake::report_failure() {
  too_late_.stop();
  again_.stop();
  if (engine_) on_facts_(engine_->facts());
  connection_.reset();
  auto done = std::move(done_);
  done(std::unexpected(*std::exchange(failure_, std::nullopt)));
}

}  // namespace netkit
