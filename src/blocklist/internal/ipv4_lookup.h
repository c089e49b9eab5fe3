// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/export.h>
#include <netkit/blocklist/internal/interval_index.h>
#include <netkit/blocklist/internal/interval_set.h>

#include <cstddef>
#include <cstdint>
#include <memory>

namespace NETKIT_PUBLIC netkit {

/// A bit for each block of 256 IPv4 addresses. Only pages that contain a set bit take memory.
class BlockBits {
 public:
  BlockBits();

  /// `block` is an address without its last eight bits.
  bool has(std::uint32_t block) const noexcept { return (words_.get()[block / 64] >> block % 64 & 1) != 0; }
  void set(std::uint32_t first, std::uint32_t last) noexcept;

 private:
  struct Unmap {
    void operator()(std::uint64_t* words) const noexcept;
  };

  std::unique_ptr<std::uint64_t, Unmap> words_;
};

/// Finds out whether an IPv4 address is in a set. For most addresses it is enough to know whether all or none
/// of their block is in the set; the others are searched for.
class Ipv4Lookup {
 public:
  explicit Ipv4Lookup(const IntervalSet<std::uint32_t>& set);

  bool contains(std::uint32_t value) const noexcept {
    const std::uint32_t block = value >> 8;
    return touched_.has(block) && (whole_.has(block) || pieces_.contains(value));
  }

 private:
  BlockBits touched_;
  BlockBits whole_;
  IntervalIndex<std::uint32_t> pieces_;  // in blocks that are not whole
};

}  // namespace netkit
