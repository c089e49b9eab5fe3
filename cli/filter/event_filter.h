// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#include "cli/filter/stream_filter.h"
#include "cli/report/report.h"

namespace netkit::cli {

/// Reports a stream's data, drain, end and error events. Present only if events are written.
class EventFilter final : public StreamFilter {
 public:
  EventFilter(Stream& behind, Report& report, std::int64_t id)
      : StreamFilter(behind), report_(report), id_(id) {}

 private:
  void on_data(Bytes bytes) override;
  void on_moved(std::size_t bytes) override;
  void on_end() override;
  void on_drain() override;
  void on_finish(std::error_code cause) override;
  void on_close(std::error_code cause) override;

  void report_data(std::size_t bytes);

  Report& report_;
  std::int64_t id_;
  bool write_failed_ = false;
};

}  // namespace netkit::cli
