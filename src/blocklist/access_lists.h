// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/addr/ip_address.h>
#include <netkit/base/export.h>
#include <netkit/blocklist/block_list.h>

#include <memory>

namespace NETKIT_PUBLIC netkit {

/// What AccessLists say about an address.
enum class Access {
  granted,
  blocked,     ///< it is on the block list
  not_listed,  ///< there is an allow list, and the address is not on it
};

/// Which addresses may connect, or may be connected to. Servers, sockets and threads may share the lists,
/// which are immutable; to change them, replace the pointers.
struct AccessLists {
  std::shared_ptr<const BlockList> block = {};  ///< null: no address is blocked
  /// Null: all addresses that are not blocked are allowed. An empty list: none is.
  std::shared_ptr<const BlockList> allow = {};

  /// The block list is asked first. A mapped address counts as the IPv4 address that it stands for.
  Access check(const IpAddress& address) const noexcept {
    const IpAddress one = address.unmapped();
    if (block && block->check(one)) return Access::blocked;
    return allow && !allow->check(one) ? Access::not_listed : Access::granted;
  }
};

// Example:
//
//     BlockList private_network, one_host;
//     assert(private_network.add_cidr("10.0.0.0/8"));
//     one_host.add_address(*IpAddress::parse("10.0.0.7"));
//     const AccessLists lists{std::make_shared<BlockList>(one_host),
//                             std::make_shared<BlockList>(private_network)};
//     assert(lists.check(*IpAddress::parse("::ffff:10.0.0.1")) == Access::granted);
//     assert(lists.check(*IpAddress::parse("10.0.0.7")) == Access::blocked);
//     assert(lists.check(*IpAddress::parse("192.0.2.1")) == Access::not_listed);

}  // namespace netkit
