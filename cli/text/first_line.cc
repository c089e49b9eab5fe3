// SPDX-License-Identifier: MIT
#include "cli/text/first_line.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <netkit/loop/unique_fd.h>
#include <unistd.h>

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

}  // namespace

bool is_descriptor(std::string_view source) {
  return source.starts_with(prefix);
}

std::string first_line(std::string_view option, const std::string& source) {
  const UniqueFd file = open_source(option, source);
  std::array<char, 4096> text{};
  std::size_t size = 0;
  while (size < text.size()) {
    const ssize_t count = ::read(file.get(), text.data() + size, text.size() - size);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) refuse(option, source);
    if (count == 0) break;
    size += static_cast<std::size_t>(count);
    if (std::string_view(text.data(), size).contains('\n')) break;
  }
  std::string line(text.data(), size);
  line.resize(std::min(line.find('\n'), line.size()));
  if (line.ends_with('\r')) line.pop_back();
  return line;
}

}  // namespace netkit::cli
