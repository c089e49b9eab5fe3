// SPDX-License-Identifier: MIT
#include <algorithm>
#include <optional>
#include <vector>

#include "cli/option/suggest.h"
#include "require.h"

namespace netkit::fuzz {
namespace {

std::vector<std::string_view> lines(std::string_view text) {
  std::vector<std::string_view> all;
  while (true) {
    const std::size_t end = text.find('\n');
    all.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return all;
    text.remove_prefix(end + 1);
  }
}

void check(std::string_view typed, const std::vector<std::string_view>& known) {
  const auto found = cli::nearest(typed, known);
  const bool is_known = std::ranges::find(known, typed) != known.end();
  if (!typed.empty() && is_known) require(found && found->starts_with(typed), "a known word suggests itself");
  if (!found) return;
  require(!typed.empty(), "nothing suggests nothing");
  require(std::ranges::find(known, *found) != known.end(), "what is suggested is known");
  const bool is_beginning = found->size() >= 3 && typed.starts_with(*found);
  if (found->starts_with(typed) || is_beginning) return;
  const std::size_t limit = std::max<std::size_t>(1, typed.size() / 3);
  const auto [shorter, longer] = std::minmax({typed.size(), found->size()});
  require(longer - shorter <= limit, "what is suggested is about as long as what was typed");
  const std::vector<std::string_view> swapped{typed};
  const bool symmetric = found->size() < typed.size() || cli::nearest(*found, swapped).has_value();
  require(symmetric, "what is near from one side is near from the other");
}

}  // namespace
}  // namespace netkit::fuzz

/// The first line is what was typed; the others are known.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  auto words = netkit::fuzz::lines(netkit::fuzz::as_text(data, size));
  const std::string_view typed = words.front();
  words.erase(words.begin());
  netkit::fuzz::check(typed, words);
  return 0;
}
