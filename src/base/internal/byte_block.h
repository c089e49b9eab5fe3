// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

// Operations on sixteen bytes at once.

namespace netkit::internal {

/// A set of positions: the lowest bit stands for the first.
using Positions = std::uint64_t;

using ByteBlock [[gnu::vector_size(16)]] = unsigned char;
constexpr std::size_t byte_block_size = sizeof(ByteBlock);

/// The positions where a comparison holds: the element there is all ones, and 0 elsewhere.
template <typename Comparison>
Positions positions(Comparison holds) {
#ifdef __SSE2__
  using Chars [[gnu::vector_size(16)]] = char;
  return static_cast<unsigned>(__builtin_ia32_pmovmskb128(reinterpret_cast<Chars>(holds)));
#else
  Positions found = 0;
  for (std::size_t i = 0; i < byte_block_size; ++i) found |= Positions{holds[i] != 0} << i;
  return found;
#endif
}

/// The sixteen bytes from `position` on, all of which must be in the text.
inline ByteBlock load_block(std::string_view text, std::size_t position) {
  ByteBlock block;
  std::memcpy(&block, text.data() + position, byte_block_size);
  return block;
}

}  // namespace netkit::internal
