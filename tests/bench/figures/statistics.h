// SPDX-License-Identifier: MIT
#pragma once

#include <vector>

namespace netkit::bench {

/// Where measurements lie.
struct Spread {
  double median = 0;
  double least = 0;
  double most = 0;
};

/// Of at least one value. With an even number of them the median lies halfway between the middle two.
Spread spread_of(std::vector<double> values);

/// Element by element: numerators[i] / denominators[i]. Both are of the same length.
std::vector<double> ratios(const std::vector<double>& numerators, const std::vector<double>& denominators);

}  // namespace netkit::bench
