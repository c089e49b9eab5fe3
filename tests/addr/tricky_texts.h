// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

namespace netkit::test {

/// Texts on which others have stumbled, and every shape near an address: each octet that can be written with
/// up to four digits in each place, each number of groups with each place for a gap, with and without four
/// octets and a zone behind them.
std::vector<std::string> tricky_texts();

}  // namespace netkit::test
