// SPDX-License-Identifier: MIT
#include "cli/option/option_rows.h"

#include <fmt/core.h>

#include "cli/option/suggest.h"
#include "cli/option/values.h"
#include "cli/report/usage_error.h"

namespace netkit::cli {

using Takes = OptionRow::Takes;

OptionRow flag(std::string names, std::string_view help, bool& target) {
  return {std::move(names), Takes::nothing, "", help, [&target](std::string_view) { target = true; }};
}

OptionRow action(std::string names, std::string_view help, std::function<void()> apply) {
  return {std::move(names), Takes::nothing, "", help,
          [apply = std::move(apply)](std::string_view) { apply(); }};
}

OptionRow duration(std::string names, std::string_view help, std::optional<Duration>& target) {
  const std::string option = names.substr(names.find("--"));
  return {std::move(names), Takes::value, "DURATION", help,
          [&target, option](std::string_view value) { target = duration_value(option, value); }};
}

OptionRow text(std::string names, std::string metavar, std::string_view help, OptionRow::Apply apply) {
  return {std::move(names), Takes::value, std::move(metavar), help, std::move(apply)};
}

OptionRow help_row() {
  // Looked for before anything else is parsed; stands here to be known.
  return action("-h,--help", "this text", [] {});
}

OptionRow repeatable(OptionRow row) {
  row.repeatable = true;
  return row;
}

OptionRow noted(OptionRow row, std::vector<std::string>& given) {
  row.apply = [apply = std::move(row.apply), &given, name = row.long_name()](std::string_view value) {
    given.push_back(name);
    apply(value);
  };
  return row;
}

OptionRow for_new_socket(OptionRow row, CommonSettings& common) {
  return noted(std::move(row), common.new_socket_only);
}

OptionRow for_new_tcp_socket(OptionRow row, CommonSettings& common) {
  return for_new_socket(noted(std::move(row), common.tcp_only), common);
}

Duration duration_value(std::string_view option, std::string_view value) {
  const auto duration = parse_duration(value);
  if (duration) return *duration;
  throw UsageError(fmt::format(
      "{}: '{}' is not a duration; write 250ms, 5s, 2m or 1h (a bare number is seconds)", option, value));
}

std::uint64_t count_value(std::string_view option, std::string_view value, std::uint64_t least,
                          std::uint64_t most) {
  const auto count = parse_count(value, most);
  if (count && *count >= least) return *count;
  throw UsageError(fmt::format("{}: '{}' is not a number in {}..{}", option, value, least, most));
}

std::uint64_t size_value(std::string_view option, std::string_view value, std::uint64_t least,
                         std::uint64_t most) {
  const auto size = parse_size(value);
  if (size && *size >= least && *size <= most) return *size;
  throw UsageError(fmt::format("{}: '{}' is not a size in {}..{} bytes; write 65536, 64k or 1M", option,
                               value, least, most));
}

std::string suggestion(std::string_view value, std::span<const std::string_view> words) {
  const auto close = nearest(value, words);
  return close ? fmt::format("; did you mean {}?", *close) : "";
}

void refuse_choice(std::string_view option, std::string_view value,
                   const std::vector<std::string_view>& words) {
  throw UsageError(
      fmt::format("{}: '{}' is none of {}{}", option, value, joined(words, ", "), suggestion(value, words)));
}

}  // namespace netkit::cli
