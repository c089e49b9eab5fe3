// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>

// Hashes of values that consist of numbers.

namespace netkit::internal {

/// The 64-bit finalizer of MurmurHash3 applied to all parts, so that neighbouring values do not always get
/// neighbouring buckets.
constexpr std::size_t hash_of(std::initializer_list<std::uint64_t> parts) noexcept {
  std::uint64_t hash = 0;
  for (const std::uint64_t part : parts) {
    hash += part;
    hash = (hash ^ hash >> 33) * 0xff51'afd7'ed55'8ccd;
    hash = (hash ^ hash >> 33) * 0xc4ce'b9fe'1a85'ec53;
    hash ^= hash >> 33;
  }
  return hash;
}

}  // namespace netkit::internal
