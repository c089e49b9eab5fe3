// SPDX-License-Identifier: MIT
#pragma once

#include "child.h"
#include "support/where.h"

namespace netkit::bench {

/// An address that nobody listens on.
test::Where unused_tcp();
test::Where unused_unix();

/// Waits until somebody listens there; no connection is made. Throws if the program ends instead.
void wait_until_listening(Child& program, const test::Where& where);

/// The same for a UDP socket.
void wait_until_bound(Child& program, const test::Where& where);

/// Raises our limit on descriptors, which our children inherit, as far as it goes. Answers it.
std::size_t use_all_descriptors();

}  // namespace netkit::bench
