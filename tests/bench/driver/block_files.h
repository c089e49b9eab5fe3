// SPDX-License-Identifier: MIT
#pragma once

#include <string>

#include "job.h"

namespace netkit::bench {

enum class Family { ipv4, ipv6, both };

// Files for the jobs about addresses: the same in each run, made in the setting's directory. Each answers the
// path.

/// 1 M prefixes (quick: 100 000), one a line, IPv4 from /16 to /32 and IPv6 from /32 to /64, none with
/// 127.0.0.1.
std::string make_prefixes(const Setting& setting, Family family);
std::size_t prefixes_in_file(const Setting& setting);

/// 5 M lines (quick: 500 000) as a web server writes them, each from an IPv4 address.
std::string make_log(const Setting& setting);

/// 5 M addresses (quick: 500 000), one a line, IPv4 and IPv6 in turn.
std::string make_addresses(const Setting& setting);
std::size_t addresses_in_file(const Setting& setting);

}  // namespace netkit::bench
