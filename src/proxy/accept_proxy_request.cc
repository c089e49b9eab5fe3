// SPDX-License-Identifier: MIT
#include <netkit/proxy/accept_proxy_request.h>

#include <netkit/loop/loop.h>
#include <netkit/loop/uv_error.h>
#include <netkit/stream/continued_connection.h>

#include <algorithm>
#include <cerrno>
#include <utility>

namespace netkit {
namespace {

using State = RequestDialogue::State;

Error request_error(std::error_code code, std::string name, std::string text) {
  Error error;
  error.code = code;
  error.name = std::move(name);
  error.message = std::move(text);
  error.syscall = "proxy";
  return error;
}

Error refused_error(const RequestDialogue* dialogue) {
  std::string text = "the client's request was refused";
  if (dialogue != nullptr && dialogue->status()) text += ": " + std::to_string(*dialogue->status());
  return request_error(errno_error(EPROTO), "ERR_PROXY_REQUEST", std::move(text));
}

}  // namespace

AcceptProxyRequest::AcceptProxyRequest(Loop& loop, Options options)
    : loop_(loop),
      options_(std::move(options)),
      since_(loop.now()),
      too_late_(loop, [this] { on_timeout(); }),
      closing_(loop) {}

void AcceptProxyRequest::start(std::unique_ptr<Connection> connection, Done done) {
  connection_ = std::move(connection);
  done_ = std::move(done);
  dialogue_.reset();
  input_.clear();
  const auto left = since_ + options_.timeout - loop_.now();
  if (options_.timeout.count() > 0) too_late_.start(std::max(left, std::chrono::milliseconds(1)));
  connection_->start(*this);
}

void AcceptProxyRequest::on_data(Bytes bytes) {
  input_ += as_text(bytes);
  if (!dialogue_) {
    dialogue_ = options_.make(input_.front());
    if (!dialogue_) return refuse({}, refused_error(nullptr));
    if (options_.on_dialogue) options_.on_dialogue(dialogue_);
  }
  advance();
}

void AcceptProxyRequest::advance() {
  for (;;) {
    const auto step = dialogue_->take(input_);
    if (step.state == State::refused) return refuse(step.send, refused_error(dialogue_.get()));
    if (step.state == State::asked) return agree();
    if (step.send.empty()) return;
    connection_->write(as_bytes(step.send));
  }
}

void AcceptProxyRequest::agree() {
  connection_->pause();
  if (!input_.empty()) connection_->unread(as_bytes(input_));
  const ContinuedConnection::Before before{connection_->bytes_read() - input_.size(),
                                           connection_->bytes_written()};
  settle(std::make_unique<ContinuedConnection>(std::move(connection_), before));
}

void AcceptProxyRequest::on_end() {
  refuse({}, request_error(errno_error(ECONNRESET), "ECONNRESET", "the client ended before it had asked"));
}

void AcceptProxyRequest::on_close(std::error_code cause) {
  settle(std::unexpected(request_error(cause ? cause : errno_error(ECONNRESET), "ECONNRESET",
                                       "the client ended before it had asked")));
}

void AcceptProxyRequest::on_timeout() {
  refuse(dialogue_ ? dialogue_->time_out() : std::string(),
         request_error(errno_error(ETIMEDOUT), "ETIMEDOUT", "the client asked for nothing in time"));
}

void AcceptProxyRequest::refuse(const std::string& last_words, Error error) {
  too_late_.stop();
  closing_.start(*connection_, as_bytes(last_words), [this, failure = std::move(error)]() mutable {
    settle(std::unexpected(std::move(failure)));
  });
}

void AcceptProxyRequest::settle(Handshake::Result result) {
  too_late_.stop();
  connection_.reset();
  auto done = std::move(done_);
  done(std::move(result));
}

}  // namespace netkit
