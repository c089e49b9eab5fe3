// SPDX-License-Identifier: MIT
#include "data.h"

#include <algorithm>
#include <cstring>
#include <random>

namespace netkit::test {

std::string random_bytes(std::size_t size, std::uint64_t seed) {
  std::mt19937_64 generator(seed);
  std::string bytes(size, '\0');
  for (std::size_t at = 0; at < size; at += sizeof(std::uint64_t)) {
    const std::uint64_t word = generator();
    std::memcpy(bytes.data() + at, &word, std::min(sizeof word, size - at));
  }
  return bytes;
}

testing::AssertionResult same_bytes(std::string_view expected, std::string_view actual) {
  if (expected == actual) return testing::AssertionSuccess();
  const auto common = std::min(expected.size(), actual.size());
  const auto differ =
      std::mismatch(expected.begin(), expected.begin() + static_cast<std::ptrdiff_t>(common), actual.begin());
  return testing::AssertionFailure() << "expected " << expected.size() << " bytes, got " << actual.size()
                                     << ", the same up to byte " << (differ.first - expected.begin());
}

testing::AssertionResult begins(std::string_view whole, std::string_view actual) {
  return same_bytes(whole.substr(0, actual.size()), actual);
}

}  // namespace netkit::test
