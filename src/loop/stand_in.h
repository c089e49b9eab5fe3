// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/export.h>

namespace NETKIT_PUBLIC netkit {

/// Puts something in the place of a standard descriptor (0, 1 or 2), open or not, so that nothing else gets
/// its number: /dev/null or, where that cannot be opened, one end of a pipe without another end. A read then
/// finds the end. 0 and 1 cannot be written; what is written to 2 is lost.
void put_stand_in(int fd);

// Example:
//
//     put_stand_in(0);
//     char byte;
//     assert(::read(0, &byte, 1) == 0);

}  // namespace netkit
