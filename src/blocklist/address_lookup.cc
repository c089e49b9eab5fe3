// SPDX-License-Identifier: MIT
#include <netkit/blocklist/address_lookup.h>

namespace netkit {

AddressLookup::AddressLookup(const AddressSet& set) : v4_(set.v4()), v6_(set.v6()) {}

}  // namespace netkit
