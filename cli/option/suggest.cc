// SPDX-License-Identifier: MIT
#include "cli/option/suggest.h"

#include <algorithm>
#include <cstddef>
#include <utility>
#include <vector>

namespace netkit::cli {
namespace {

/// Slips between two words: Damerau and Levenshtein's, no letter touched twice (optimal string alignment).
std::size_t distance(std::string_view a, std::string_view b) {
  // Row i, column j: the distance of the first i letters of a from the first j of b.
  std::vector<std::size_t> row_before_last(b.size() + 1);
  std::vector<std::size_t> last_row(b.size() + 1);
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = j;

  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::swap(row_before_last, last_row);
    std::swap(last_row, row);
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t replaced = last_row[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
      row[j] = std::min({last_row[j] + 1, row[j - 1] + 1, replaced});
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
        row[j] = std::min(row[j], row_before_last[j - 2] + 1);
      }
    }
  }
  return row[b.size()];
}

std::size_t difference(std::size_t a, std::size_t b) {
  return a < b ? b - a : a - b;
}

}  // namespace

std::optional<std::string_view> nearest(std::string_view typed, std::span<const std::string_view> known) {
  if (typed.empty()) return std::nullopt;
  const auto begins_as_typed = [typed](std::string_view word) { return word.starts_with(typed); };
  if (typed.size() >= 2 && std::ranges::count_if(known, begins_as_typed) == 1) {
    return *std::ranges::find_if(known, begins_as_typed);
  }

  std::optional<std::string_view> best;
  std::size_t limit = std::max<std::size_t>(1, typed.size() / 3);
  for (const std::string_view word : known) {
    if (difference(typed.size(), word.size()) > limit) continue;
    const std::size_t slips = distance(typed, word);
    if (slips > limit || (best && slips == limit)) continue;
    best = word;
    limit = slips;
  }
  if (best && limit <= 1) return best;
  const auto is_beginning = [typed](std::string_view word) {
    return word.size() >= 3 && typed.starts_with(word);
  };
  const auto beginning = std::ranges::find_if(known, is_beginning);
  if (beginning != known.end()) return *beginning;
  return best;
}

}  // namespace netkit::cli
