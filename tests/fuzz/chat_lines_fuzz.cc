// SPDX-License-Identifier: MIT
#include <netkit/base/utf8.h>

#include <algorithm>
#include <string>
#include <vector>

#include "cli/text/chat_lines.h"
#include "require.h"

namespace netkit::fuzz {
namespace {

/// The lines of the whole in chunks of this size.
std::vector<std::string> lines_of(std::string_view bytes, std::size_t size) {
  cli::ChatLines lines;
  std::vector<std::string> all;
  for (; !bytes.empty(); bytes.remove_prefix(std::min(size, bytes.size()))) {
    for (std::string& line : lines.add(as_bytes(bytes.substr(0, size)))) all.push_back(std::move(line));
  }
  for (std::string& line : lines.finish()) all.push_back(std::move(line));
  return all;
}

}  // namespace
}  // namespace netkit::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace netkit;
  const std::string_view bytes = fuzz::as_text(data, size);
  const auto whole = fuzz::lines_of(bytes, size);
  for (const std::string& line : whole) {
    fuzz::require(!line.empty() && line.size() <= cli::ChatLines::longest,
                  "a line is neither empty nor too long");
    fuzz::require(well_formed_utf8(line) == line, "a line is well-formed");
    fuzz::require(std::ranges::none_of(line, [](char c) { return c >= 0 && c < 0x20 && c != '\t'; }),
                  "a line has no control characters");
  }
  for (std::size_t at = 1; at < std::min<std::size_t>(size, 8); ++at)
    fuzz::require(fuzz::lines_of(bytes, at) == whole, "cuts change nothing");
  return 0;
}
