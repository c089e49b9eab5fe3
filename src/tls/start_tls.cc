// SPDX-License-Identifier: MIT
#include <netkit/tls/start_tls.h>

#include <netkit/tls/tls_error.h>

#include <utility>

namespace netkit {

StartTls::StartTls(Loop& loop, Options options)
    : DialogueHandshake(loop, options.timeout), options_(std::move(options)) {}

void StartTls::begin() {
  dialogue_ = StartTlsDialogue::make(options_.protocol);
  take("");
}

void StartTls::take(std::string_view bytes) {
  const auto step = dialogue_->take(bytes);
  if (!step) return fail(tls_error({"ERR_STARTTLS", step.error()}, options_.peer));
  if (!step->send.empty()) connection().write(as_bytes(step->send));
  if (step->state == StartTlsDialogue::State::agreed) agree({});
}

void StartTls::on_end() {
  fail(tls_broken_off(options_.peer));
}

void StartTls::on_timeout() {
  fail(tls_timeout(timeout(), options_.peer));
}

}  // namespace netkit
