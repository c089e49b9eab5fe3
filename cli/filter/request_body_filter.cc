// SPDX-License-Identifier: MIT
#include "cli/filter/request_body_filter.h"

#include <algorithm>
#include <cstddef>

namespace netkit::cli {

void RequestBodyFilter::on_data(Bytes bytes) {
  const auto passed = static_cast<std::size_t>(std::min<std::uint64_t>(left_, bytes.size()));
  left_ -= passed;
  if (passed > 0) listener().on_data(bytes.first(passed));
}

void RequestBodyFilter::on_end() {
  if (left_ > 0) listener().on_end();
}

}  // namespace netkit::cli
