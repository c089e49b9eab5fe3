// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/export.h>

namespace NETKIT_PUBLIC netkit {

/// The values from first to last, both included.
template <typename Value>
struct Interval {
  static constexpr Value most = static_cast<Value>(~Value{0});

  Value first;
  Value last;
  bool operator==(const Interval&) const = default;
};

}  // namespace netkit
