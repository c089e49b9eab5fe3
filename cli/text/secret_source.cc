// SPDX-License-Identifier: MIT
#include "cli/text/secret_source.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <netkit/loop/unique_fd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

#include "cli/option/values.h"
#include "cli/report/usage_error.h"

namespace netkit::cli {
namespace {

constexpr std::string_view prefix = "fd:";
constexpr std::uint64_t highest_descriptor = 0x7fffffff;

[[noreturn]] void refuse(std::string_view option, std::string_view source) {
  throw UsageError(fmt::format("{}: {}: {}", option, source, std::strerror(errno)));
}

UniqueFd open_source(std::string_view option, const std::string& source) {
  if (is_descriptor(source)) {
    const auto number = parse_count(source.substr(prefix.size()), highest_descriptor);
    if (number) return UniqueFd(static_cast<int>(*number));
    throw UsageError(fmt::format("{}: '{}' is not fd:N", option, source));
  }
  UniqueFd file(::open(source.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file) refuse(option, source);
  return file;
}

std::string read(std::string_view option, const std::string& source, std::size_t longest,
                 bool (*is_enough)(std::string_view)) {
  const UniqueFd file = open_source(option, source);
  std::string text;
  std::array<char, 4096> part{};
  while (text.size() < longest) {
    const ssize_t count = ::read(file.get(), part.data(), std::min(part.size(), longest - text.size()));
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) refuse(option, source);
    if (count == 0) break;
    text.append(part.data(), static_cast<std::size_t>(count));
    if (is_enough(text)) break;
  }
  return text;
}

}  // namespace

bool is_descriptor(std::string_view source) {
  return source.starts_with(prefix);
}

std::string read_source(std::string_view option, const std::string& source, std::size_t longest) {
  return read(option, source, longest, [](std::string_view) { return false; });
}

std::string first_line(std::string_view option, const std::string& source) {
  constexpr std::size_t longest = 4096;
  std::string line = read(option, source, longest, [](std::string_view text) { return text.contains('\n'); });
  line.resize(std::min(line.find('\n'), line.size()));
  if (line.ends_with('\r')) line.pop_back();
  return line;
}

}  // namespace netkit::cli
