// SPDX-License-Identifier: MIT
#include "cli/filter/response_head_filter.h"

namespace netkit::cli {

void ResponseHeadFilter::on_data(Bytes bytes) {
  if (has_passed()) return listener().on_data(bytes);
  if (is_replaced_) return;
  const auto passed = head_.take(as_text(bytes));
  if (!passed) return replace();
  if (has_passed()) on_head_(head_.status());
  if (!passed->empty()) listener().on_data(as_bytes(*passed));
}

void ResponseHeadFilter::on_end() {
  if (is_replaced_) return;
  has_passed() ? listener().on_end() : replace();
}

void ResponseHeadFilter::on_close(std::error_code cause) {
  if (has_passed()) return listener().on_close(cause);
  const auto watch = alive_.watch();
  if (!is_replaced_) replace();
  if (!watch.gone()) listener().on_close({});
}

void ResponseHeadFilter::replace() {
  is_replaced_ = true;
  const std::string answer = in_place_();
  const auto watch = alive_.watch();
  listener().on_data(as_bytes(answer));
  if (!watch.gone()) listener().on_end();
}

}  // namespace netkit::cli
