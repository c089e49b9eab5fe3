// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

namespace netkit::test {

/// What a C++ file includes that its place in the tree does not allow, one message each. The rules are those
/// of the map in README.md. The path is relative to the root.
std::vector<std::string> forbidden_includes(const std::string& path, const std::string& text);

}  // namespace netkit::test
