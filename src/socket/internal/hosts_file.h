// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/addr/ip_address.h>

#include <istream>
#include <optional>
#include <string>

namespace netkit::internal {

/// Whether a file in the format of hosts(5) has an address for this name, of this family if one is given.
bool has_host(std::istream& file, const std::string& name, std::optional<Family> family);

}  // namespace netkit::internal
