// SPDX-License-Identifier: MIT
#include <limits>
#include <string>

#include "cli/option/values.h"
#include "require.h"

namespace netkit::fuzz {
namespace {

using std::chrono::milliseconds;

constexpr auto largest = std::numeric_limits<std::uint64_t>::max();

void check_duration(std::string_view text) {
  const auto duration = cli::parse_duration(text);
  if (!duration) return;
  const bool has_value = text.find_first_of("123456789") != std::string_view::npos;
  require(*duration >= milliseconds::zero(), "a duration is not negative");
  require(*duration <= std::chrono::years(10), "a duration is at most ten years");
  require((*duration > milliseconds::zero()) == has_value, "only zero becomes zero");
  require(cli::parse_duration(cli::format_duration(*duration)) == duration, "a duration is read back");
  if (text.find_first_not_of("0123456789") == std::string_view::npos) {
    const std::string seconds(text);
    require(cli::parse_duration(seconds + "s") == duration, "a bare number is in seconds");
    require(cli::parse_duration(seconds + ".000") == duration, "a fraction of zero adds nothing");
    require(cli::parse_duration(seconds + "000ms") == duration, "a second is a thousand milliseconds");
  }
}

void check_numbers(std::string_view text) {
  const bool digits = !text.empty() && text.find_first_not_of("0123456789") == std::string_view::npos;
  const auto count = cli::parse_count(text, largest);
  const auto size = cli::parse_size(text);
  require(digits || !count, "a count is of digits");
  if (count) {
    require(size == count, "a count is a size");
    require(cli::parse_count(std::to_string(*count), *count) == count, "a count is read back");
    require(*count == 0 || !cli::parse_count(text, *count - 1), "a count keeps to its limit");
    const auto kibibytes = cli::parse_size(std::string(text) + 'k');
    require(kibibytes.has_value() == (*count <= largest / 1024), "a size that does not fit is refused");
    require(!kibibytes || *kibibytes / 1024 == *count, "k is 1024");
  }
  if (size) require(cli::parse_count(std::to_string(*size), largest) == size, "a size is a count of bytes");
  if (const auto mode = cli::parse_mode(text)) {
    require(digits && text.size() <= 4 && *mode <= 0777, "a mode has its bounds");
    require(std::stoul(std::string(text), nullptr, 8) == *mode, "a mode is octal");
  }
}

/// The bytes, all of them as \xHH.
std::string escaped(std::string_view bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    text.append("\\x").append(1, digits[byte / 16]).append(1, digits[byte % 16]);
  }
  return text;
}

void check_escapes(std::string_view text) {
  const auto bytes = cli::unescape(text);
  require(cli::unescape(escaped(text)) == text, "every byte can be written as an escape");
  if (bytes) {
    require(bytes->size() <= text.size(), "no escape is shorter than what it means");
    if (text.find('\\') == std::string_view::npos) require(*bytes == text, "other bytes are left alone");
  } else {
    require(bytes.error() < text.size() && text[bytes.error()] == '\\',
            "a bad escape begins with a backslash");
    require(cli::unescape(text.substr(0, bytes.error())).has_value(), "there is none before the first");
  }
}

}  // namespace
}  // namespace netkit::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = netkit::fuzz::as_text(data, size);
  netkit::fuzz::check_duration(text);
  netkit::fuzz::check_numbers(text);
  netkit::fuzz::check_escapes(text);
  return 0;
}
