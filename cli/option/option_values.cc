// SPDX-License-Identifier: MIT
#include "cli/option/option_values.h"

#include <fmt/core.h>
#include <fmt/ranges.h>

#include "cli/option/suggest.h"
#include "cli/option/values.h"
#include "cli/report/usage_error.h"

namespace netkit::cli {

using std::chrono::milliseconds;

milliseconds duration_value(const Option& option, std::string_view value) {
  if (const auto duration = parse_duration(value)) return *duration;
  throw UsageError(
      fmt::format("{}: '{}' is not a duration; write 250ms, 5s, 2m or 1h (a bare number is seconds)",
                  option.name, value));
}

milliseconds duration_value(const Option& option, std::string_view value, milliseconds longest) {
  const milliseconds duration = duration_value(option, value);
  if (duration <= longest) return duration;
  throw UsageError(fmt::format("{}: '{}' is longer than {}s", option.name, value, longest.count() / 1000));
}

std::uint64_t count_value(const Option& option, std::string_view value, std::uint64_t least,
                          std::uint64_t most) {
  const auto count = parse_count(value, most);
  if (count && *count >= least) return *count;
  throw UsageError(fmt::format("{}: '{}' is not a number in {}..{}", option.name, value, least, most));
}

std::uint64_t size_value(const Option& option, std::string_view value, std::uint64_t least,
                         std::uint64_t most) {
  const auto size = parse_size(value);
  if (size && *size >= least && *size <= most) return *size;
  throw UsageError(fmt::format("{}: '{}' is not a size in {}..{} bytes; write 65536, 64k or 1M", option.name,
                               value, least, most));
}

std::string alternatives(std::span<const std::string_view> words) {
  if (words.size() < 2) return std::string(words.empty() ? "" : words.front());
  return fmt::format("{} or {}", fmt::join(words.first(words.size() - 1), ", "), words.back());
}

std::string suggestion(std::string_view value, std::span<const std::string_view> words) {
  const auto close = nearest(value, words);
  return close ? fmt::format("; did you mean {}?", *close) : "";
}

void refuse_choice(const Option& option, std::string_view value, std::span<const std::string_view> words) {
  throw UsageError(fmt::format("{}: '{}' is not valid: choose {}{}", option.name, value, alternatives(words),
                               suggestion(value, words)));
}

}  // namespace netkit::cli
