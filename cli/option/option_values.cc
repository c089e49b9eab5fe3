// SPDX-License-Identifier: MIT
#include "cli/option/option_values.h"

#include <fmt/core.h>
#include <fmt/ranges.h>

#include "cli/option/suggest.h"
#include "cli/report/usage_error.h"
#include "cli/text/key_pin.h"

namespace netkit::cli {

using std::chrono::milliseconds;

std::string duration_text(const DurationRange& range) {
  return fmt::format("a duration in {}..{}; write 250ms, 5s, 2m, 1h or 14d (a bare number is seconds)",
                     format_duration(range.least), format_duration(range.most));
}

milliseconds duration_value(const Option& option, std::string_view value, const DurationRange& range) {
  const auto duration = parse_duration(value);
  if (duration && *duration >= range.least && *duration <= range.most) return *duration;
  throw UsageError(fmt::format("{}: '{}' is not {}", option.name, value, duration_text(range)));
}

std::optional<milliseconds> limit_value(const Option& option, std::string_view value,
                                        const DurationRange& range) {
  const milliseconds limit = duration_value(option, value, range);
  return limit == milliseconds::zero() ? std::nullopt : std::optional(limit);
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

void append_pins(std::vector<KeyPin>& to, const Option& option, std::string_view value) {
  for (std::size_t start = 0; start <= value.size();) {
    const std::size_t end = std::min(value.find(';', start), value.size());
    const auto pin = parse_key_pin(value.substr(start, end - start));
    if (!pin)
      throw UsageError(
          fmt::format("{}: '{}' is not sha256// and the BASE64 of 32 bytes", option.name, value));
    to.push_back(*pin);
    start = end + 1;
  }
}

}  // namespace netkit::cli
