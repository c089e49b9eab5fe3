// SPDX-License-Identifier: MIT
#include "cli/observed_stream.h"

#include <netkit/io/uv_error.h>

namespace netkit::cli {

void ObservedStream::start(Stream::Listener& listener) {
  listener_ = &listener;
  socket_.start(*this);
}

void ObservedStream::on_data(Bytes bytes) {
  if (report_.verbosity() >= 2) {
    report_.event("data", {{"id", id_}, {"bytes", static_cast<std::int64_t>(bytes.size())}});
  }
  listener_->on_data(bytes);
}

void ObservedStream::on_end() {
  report_.event("end", {{"id", id_}});
  listener_->on_end();
}

void ObservedStream::on_drain() {
  report_.event("drain", {{"id", id_}});
  listener_->on_drain();
}

void ObservedStream::on_finish(std::error_code cause) {
  write_failed_ = static_cast<bool>(cause);
  listener_->on_finish(cause);
}

void ObservedStream::on_close(std::error_code cause) {
  if (cause) {
    EventFields fields{{"id", id_}};
    for (auto& field : error_fields(step_error(cause, write_failed_ ? "write" : "read"))) {
      fields.push_back(std::move(field));
    }
    report_.event("error", fields);
  }
  listener_->on_close(cause);
}

}  // namespace netkit::cli
