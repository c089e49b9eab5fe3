// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/addr/ip_address.h>

#include <string>
#include <vector>

namespace netkit::test {

/// IPv6 addresses in which zero groups, runs of them and 0xffff are common; the same ones every time.
std::vector<IpAddress> generated_addresses(std::size_t count);

/// Texts that are addresses, almost addresses, and heaps of what addresses are made of; the same every time.
std::vector<std::string> generated_texts(std::size_t count);

}  // namespace netkit::test
