// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>

namespace netkit::test {

/// How often this program has called operator new so far, in all its forms.
std::size_t allocations();

}  // namespace netkit::test
