// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>

#include "peers.h"
#include "transfer_ends.h"

namespace netkit::bench {

/// `size` bytes through both programs, from the sender's start to the end of the later one: GiB/s, and
/// seconds of processor time for each GiB. Throws unless all arrive.
Sample transfer(const Movers& movers, const test::Where& where, std::size_t size, TransferEnd from,
                TransferEnd to);

}  // namespace netkit::bench
