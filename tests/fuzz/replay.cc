// SPDX-License-Identifier: MIT
// Without libFuzzer: runs a fuzzer over its kept corpus.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "require.h"

namespace {

std::string contents(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

/// In memory of exactly this size, so that a sanitizer sees a read beyond it.
void run(std::string_view input) {
  const std::vector<std::uint8_t> bytes(input.begin(), input.end());
  LLVMFuzzerTestOneInput(bytes.data(), bytes.size());
}

TEST(NETKIT_FUZZ_SUITE, HoldsForTheKeptCorpus) {
  std::size_t files = 0;
  for (const auto& entry : std::filesystem::directory_iterator(NETKIT_FUZZ_CORPUS)) {
    SCOPED_TRACE(entry.path());
    run(contents(entry.path()));
    ++files;
  }
  EXPECT_GT(files, 0U);
}

TEST(NETKIT_FUZZ_SUITE, HoldsForTheKeptCorpusCutShortOrWithAByteLess) {
  for (const auto& entry : std::filesystem::directory_iterator(NETKIT_FUZZ_CORPUS)) {
    SCOPED_TRACE(entry.path());
    const std::string input = contents(entry.path());
    for (std::size_t at = 0; at < input.size(); ++at) {
      run(std::string_view(input).substr(0, at));
      run(std::string(input).erase(at, 1));
    }
  }
}

}  // namespace
