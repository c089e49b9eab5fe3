// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>

#include "cli/filter/stream_filter.h"

namespace netkit::cli {

/// What a client of a proxy sends behind the head of its request: passes the body, and drops what follows.
/// An end before the body is whole is passed on; one behind it is not, for some servers then give up the
/// request.
class RequestBodyFilter final : public StreamFilter {
 public:
  RequestBodyFilter(Stream& behind, std::uint64_t size) : StreamFilter(behind), left_(size) {}

  PumpSource* pump_source() override { return nullptr; }  // the filter has to see what is received

 private:
  void on_data(Bytes bytes) override;
  void on_end() override;

  std::uint64_t left_;
};

}  // namespace netkit::cli
