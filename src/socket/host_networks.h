// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/addr/cidr.h>
#include <netkit/base/export.h>

#include <vector>

namespace NETKIT_PUBLIC netkit {

/// The networks that the interfaces of this machine stand in, each with the interface's own address
/// (getifaddrs(3)). Empty if the system does not say.
std::vector<Cidr> host_networks();

// Example:
//
//     for (const Cidr& network : host_networks()) assert(network.contains(network.address()));

}  // namespace netkit
