// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

/// What libFuzzer and the replay of the kept corpus call with each input; always returns 0.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

namespace netkit::fuzz {

/// Ends the process, saying what should have been true, unless it is.
inline void require(bool holds, const char* claim) {
  if (holds) return;
  std::fprintf(stderr, "Not true: %s\n", claim);
  std::abort();
}

inline std::string_view as_text(const std::uint8_t* data, std::size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

}  // namespace netkit::fuzz
