// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace netkit::internal {

/// For execve(2); the texts must outlive what is returned.
std::vector<char*> pointers_to(const std::vector<std::string>& texts);

/// Gives a program what a process has at its start: default signals, none of them blocked, and this soft
/// limit on descriptors. Makes system calls only.
void make_fresh(std::uint64_t descriptor_limit);

}  // namespace netkit::internal
