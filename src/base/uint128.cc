// SPDX-License-Identifier: MIT
#include <netkit/base/uint128.h>

#include <algorithm>

namespace netkit {

std::string to_decimal(Uint128 value) {
  std::string text;
  do {
    text += static_cast<char>('0' + static_cast<int>(value % 10));
    value /= 10;
  } while (value != 0);
  std::ranges::reverse(text);
  return text;
}

}  // namespace netkit
