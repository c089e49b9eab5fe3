// SPDX-License-Identifier: MIT
#pragma once

#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace netkit::test {

constexpr std::size_t KiB = 1024;
constexpr std::size_t MiB = 1024 * KiB;

/// Bytes that look random and are the same for the same seed.
std::string random_bytes(std::size_t size, std::uint64_t seed = 1);

/// Passes if both are the same; otherwise reports the sizes and the first difference, not the bytes.
testing::AssertionResult same_bytes(std::string_view expected, std::string_view actual);

/// Passes if `whole` begins with `actual`, or is the same.
testing::AssertionResult begins(std::string_view whole, std::string_view actual);

}  // namespace netkit::test
