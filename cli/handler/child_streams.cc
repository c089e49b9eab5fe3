// SPDX-License-Identifier: MIT
#include "cli/handler/child_streams.h"

#include <utility>

#include "cli/option/datagrams.h"

namespace netkit::cli {
namespace {

template <typename Adopted>
Adopted or_throw(Result<Adopted> adopted) {
  if (!adopted) throw std::system_error(adopted.error().code, "open");
  return std::move(*adopted);
}

}  // namespace

ChildStreams::ChildStreams(Run& run, UniqueFd input, UniqueFd output)
    : input_events_(*this),
      output_events_(*this),
      input_(or_throw(StreamSocket::adopt(run.loop(), std::move(input), run.settings().common.socket))),
      output_(or_throw(
          DatagramConnection::adopt(run.loop(), std::move(output), datagram_options(run.settings())))) {}

void ChildStreams::start(Listener& listener) {
  listener_ = &listener;
  input_->start(input_events_);
  output_->start(output_events_);
}

void ChildStreams::destroy_soon() {
  input_->destroy_soon();
  output_->destroy_soon();
}

// The child reads nothing from its stdout, so that is over as well.
void ChildStreams::Output::on_end() {
  owner.output_->destroy_soon();
  owner.listener_->on_end();
}

void ChildStreams::closed(std::error_code cause) {
  if (!cause_) cause_ = cause;
  if (--open_ == 0) listener_->on_close(cause_);
}

}  // namespace netkit::cli
