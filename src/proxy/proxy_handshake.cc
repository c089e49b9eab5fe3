// SPDX-License-Identifier: MIT
#include <netkit/proxy/proxy_handshake.h>

#include <netkit/base/net_errc.h>
#include <netkit/loop/uv_error.h>

#include <cerrno>
#include <string_view>
#include <utility>

namespace netkit {
namespace {

using Kind = ProxyFault::Kind;

NetErrc code_of(Kind kind) {
  switch (kind) {
    case Kind::credentials:
    case Kind::denied:
      return NetErrc::proxy_denied;
    case Kind::unreachable:
      return NetErrc::proxy_unreachable;
    case Kind::protocol:
      break;
  }
  return NetErrc::proxy_protocol;
}

Error proxy_error(std::error_code code, std::string name, const std::string& text) {
  Error error;
  error.code = code;
  error.name = std::move(name);
  error.message = "proxy " + text;
  error.syscall = "proxy";
  return error;
}

Error proxy_error(const ProxyFault& fault, const std::string& proxy) {
  const NetErrc code = code_of(fault.kind);
  std::string name = fault.kind == Kind::credentials ? "ERR_PROXY_AUTH" : net_error(code).name;
  return proxy_error(code, std::move(name), proxy + ": " + fault.text);
}

}  // namespace

ProxyHandshake::ProxyHandshake(Loop& loop, MakeDialogue make, Options options)
    : DialogueHandshake(loop, options.timeout), make_(std::move(make)), options_(std::move(options)) {}

void ProxyHandshake::begin() {
  dialogue_ = make_();
  input_.clear();
  advance();
}

void ProxyHandshake::on_data(Bytes bytes) {
  input_ += as_text(bytes);
  advance();
}

void ProxyHandshake::advance() {
  for (;;) {
    const auto step = dialogue_->take(input_);
    if (!step) {
      if (options_.on_refused) options_.on_refused(step.error());
      return fail(proxy_error(step.error(), options_.proxy));
    }
    if (step->state == ProxyDialogue::State::agreed) {
      if (options_.on_agreed) options_.on_agreed(dialogue_->reply());
      return agree(input_);
    }
    if (step->send.empty()) return;
    connection().write(as_bytes(step->send));
  }
}

void ProxyHandshake::on_end() {
  fail(proxy_error(errno_error(ECONNRESET), "ECONNRESET", options_.proxy + ": ended before it answered"));
}

void ProxyHandshake::on_timeout() {
  const bool is_whole = timeout().count() % 1000 == 0;
  const std::string limit =
      is_whole ? std::to_string(timeout().count() / 1000) + "s" : std::to_string(timeout().count()) + "ms";
  fail(proxy_error(errno_error(ETIMEDOUT), "ETIMEDOUT",
                   "ETIMEDOUT " + options_.proxy + ": no answer within " + limit));
}

}  // namespace netkit
