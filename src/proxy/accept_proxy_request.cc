// SPDX-License-Identifier: MIT
#include <netkit/proxy/accept_proxy_request.h>

#include <netkit/loop/loop.h>
#include <netkit/loop/uv_error.h>

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
    : DialogueHandshake(loop, options.timeout),
      loop_(loop),
      options_(std::move(options)),
      since_(loop.now()),
      closing_(loop) {}

void AcceptProxyRequest::begin() {
  dialogue_.reset();
  input_.clear();
  const auto left = since_ + timeout() - loop_.now();
  if (timeout().count() > 0) limit_time(std::max(left, std::chrono::milliseconds(1)));
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
    if (step.state == State::asked) return agree(input_);
    if (step.send.empty()) return;
    connection().write(as_bytes(step.send));
  }
}

void AcceptProxyRequest::on_end() {
  refuse({}, request_error(errno_error(ECONNRESET), "ECONNRESET", "the client ended before it had asked"));
}

void AcceptProxyRequest::on_close(std::error_code cause) {
  fail(request_error(cause ? cause : errno_error(ECONNRESET), "ECONNRESET",
                     "the client ended before it had asked"));
}

void AcceptProxyRequest::on_timeout() {
  refuse(dialogue_ ? dialogue_->time_out() : std::string(),
         request_error(errno_error(ETIMEDOUT), "ETIMEDOUT", "the client asked for nothing in time"));
}

void AcceptProxyRequest::refuse(const std::string& last_words, Error error) {
  limit_time({});
  closing_.start(connection(), as_bytes(last_words),
                 [this, failure = std::move(error)]() mutable { fail(std::move(failure)); });
}

}  // namespace netkit
