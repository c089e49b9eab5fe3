// SPDX-License-Identifier: MIT
#include "latencies.h"

#include <algorithm>
#include <cmath>

namespace netkit::bench {

void Latencies::add(double seconds) {
  const double step = std::log2(std::max(seconds * 1e9, 1.0)) * steps;
  ++counts_[std::min(static_cast<std::size_t>(step), counts_.size() - 1)];
  ++count_;
}

double Latencies::quantile(double part) const {
  const double wanted = part * static_cast<double>(count_);
  double seen = 0;
  for (std::size_t i = 0; i < counts_.size(); ++i) {
    seen += counts_[i];
    if (seen > 0 && seen >= wanted) return std::exp2(static_cast<double>(i + 1) / steps) * 1e-9;
  }
  return 0;
}

}  // namespace netkit::bench
