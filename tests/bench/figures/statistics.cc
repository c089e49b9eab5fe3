// SPDX-License-Identifier: MIT
#include "statistics.h"

#include <algorithm>
#include <functional>
#include <iterator>

namespace netkit::bench {

Spread spread_of(std::vector<double> values) {
  std::ranges::sort(values);
  const std::size_t middle = values.size() / 2;
  const double median = values.size() % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
  return {median, values.front(), values.back()};
}

std::vector<double> ratios(const std::vector<double>& numerators, const std::vector<double>& denominators) {
  std::vector<double> made;
  std::ranges::transform(numerators, denominators, std::back_inserter(made), std::divides<>());
  return made;
}

}  // namespace netkit::bench
