// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/alive.h>
#include <netkit/proxy/machine/response_head.h>

#include <functional>
#include <string>

#include "cli/filter/stream_filter.h"

namespace netkit::cli {

/// What the target of a proxy answers to a request: the head as ResponseHead passes it, then the body. If
/// there is no head, another answer takes its place.
class ResponseHeadFilter final : public StreamFilter {
 public:
  using OnHead = std::function<void(int status)>;
  using MakeAnswer = std::function<std::string()>;

  /// Calls one of the two: `on_head` just before the head passes, or `in_place` for the other answer.
  ResponseHeadFilter(Stream& behind, OnHead on_head, MakeAnswer in_place)
      : StreamFilter(behind), on_head_(std::move(on_head)), in_place_(std::move(in_place)) {}

  bool has_passed() const { return head_.status() != 0; }
  PumpSource* pump_source() override { return has_passed() ? behind().pump_source() : nullptr; }

 private:
  void on_data(Bytes bytes) override;
  void on_end() override;
  void on_close(std::error_code cause) override;
  void replace();

  ResponseHead head_;
  OnHead on_head_;
  MakeAnswer in_place_;
  bool is_replaced_ = false;
  Alive alive_;
};

}  // namespace netkit::cli
