// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>

namespace netkit::test {

/// The number of calls of operator new so far, in all its forms.
std::size_t allocations();

}  // namespace netkit::test
