// SPDX-License-Identifier: MIT
#include "cli/filter/event_filter.h"

#include <netkit/loop/uv_error.h>

namespace netkit::cli {

void EventFilter::on_data(Bytes bytes) {
  report_data(bytes.size());
  listener().on_data(bytes);
}

void EventFilter::on_moved(std::size_t bytes) {
  report_data(bytes);
  listener().on_moved(bytes);
}

void EventFilter::report_data(std::size_t bytes) {
  if (report_.verbosity() < 2) return;
  report_.event("data", {{"id", id_}, {"bytes", static_cast<std::int64_t>(bytes)}});
}

void EventFilter::on_end() {
  report_.event("end", {{"id", id_}});
  listener().on_end();
}

void EventFilter::on_drain() {
  report_.event("drain", {{"id", id_}});
  listener().on_drain();
}

void EventFilter::on_finish(std::error_code cause) {
  write_failed_ = static_cast<bool>(cause);
  listener().on_finish(cause);
}

void EventFilter::on_close(std::error_code cause) {
  if (cause) {
    EventFields fields{{"id", id_}};
    for (auto& field : error_fields(step_error(cause, write_failed_ ? "write" : "read"))) {
      fields.push_back(std::move(field));
    }
    report_.event("error", fields);
  }
  listener().on_close(cause);
}

}  // namespace netkit::cli
