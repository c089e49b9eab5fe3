// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/addr/ip_address.h>
#include <netkit/base/export.h>
#include <netkit/blocklist/block_list.h>

#include <memory>

namespace NETKIT_PUBLIC netkit {

/// What lists say of an address.
enum class Access {
  granted,
  blocked,     ///< the block list has it
  not_listed,  ///< there is an allow list, and it has it not
};

/// Who may connect, or be connected to. The lists may be shared by servers, sockets and threads; they do not
/// change: who wants others hands those out.
struct AccessLists {
  std::shared_ptr<const BlockList> block = {};  ///< null: nobody is blocked
  std::shared_ptr<const BlockList> allow = {};  ///< null: everybody else is let in; empty: nobody

  /// A mapped address is asked for as the IPv4 address that it is.
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
