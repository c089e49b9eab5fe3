// SPDX-License-Identifier: MIT
#include <netkit/blocklist/internal/ipv4_lookup.h>

#include <sys/mman.h>

#include <new>
#include <utility>

namespace netkit {
namespace {

constexpr std::size_t bytes_of_bits = (std::size_t{1} << 24) / 8;

std::uint32_t first_of_block(std::uint32_t value) {
  return value & ~0xffU;
}

std::uint32_t last_of_block(std::uint32_t value) {
  return value | 0xffU;
}

/// The intervals without the blocks that they cover completely.
std::vector<Interval<std::uint32_t>> pieces_of(const IntervalSet<std::uint32_t>& set) {
  std::vector<Interval<std::uint32_t>> pieces;
  for (const auto& [first, last] : set) {
    const bool one_block = first >> 8 == last >> 8;
    const bool begins_whole = first == first_of_block(first);
    const bool ends_whole = last == last_of_block(last);
    if (one_block && !(begins_whole && ends_whole)) pieces.push_back({first, last});
    if (!one_block && !begins_whole) pieces.push_back({first, last_of_block(first)});
    if (!one_block && !ends_whole) pieces.push_back({first_of_block(last), last});
  }
  return pieces;
}

}  // namespace

// calloc() may return memory that was used before, and clear it, which makes every page resident.
BlockBits::BlockBits() {
  void* const memory =
      ::mmap(nullptr, bytes_of_bits, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) throw std::bad_alloc();
  words_.reset(static_cast<std::uint64_t*>(memory));
}

void BlockBits::Unmap::operator()(std::uint64_t* words) const noexcept {
  ::munmap(words, bytes_of_bits);
}

void BlockBits::set(std::uint32_t first, std::uint32_t last) noexcept {
  constexpr std::uint64_t all = ~std::uint64_t{0};
  std::uint64_t* const words = words_.get();
  const std::uint64_t from_first = all << first % 64;
  const std::uint64_t to_last = all >> (63 - last % 64);
  if (first / 64 == last / 64) {
    words[first / 64] |= from_first & to_last;
    return;
  }
  words[first / 64] |= from_first;
  for (std::uint32_t i = first / 64 + 1; i < last / 64; ++i) words[i] = all;
  words[last / 64] |= to_last;
}

Ipv4Lookup::Ipv4Lookup(const IntervalSet<std::uint32_t>& set) : pieces_(pieces_of(set)) {
  for (const auto& [first, last] : set) {
    touched_.set(first >> 8, last >> 8);
    // In 64 bits, so that the block after the last one has a number.
    const auto first_whole = static_cast<std::uint32_t>((std::uint64_t{first} + 0xff) >> 8);
    const auto behind_whole = static_cast<std::uint32_t>((std::uint64_t{last} + 1) >> 8);
    if (first_whole < behind_whole) whole_.set(first_whole, behind_whole - 1);
  }
}

}  // namespace netkit
