// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

namespace netkit::test {

/// Where the manual pages are, as the build has assembled them.
std::string manual_dir();

/// The names of their files in order: "netkit-connect.1", "netkit.7".
std::vector<std::string> manual_pages();

/// The text of one of them.
std::string manual_page(const std::string& name);

}  // namespace netkit::test
