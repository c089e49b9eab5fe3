// SPDX-License-Identifier: MIT
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cstdlib>

#include "cli/help/help.h"
#include "cli/option/values.h"

namespace netkit::cli {
namespace {

constexpr std::size_t narrowest = 60;
constexpr std::size_t usual = 80;
constexpr std::size_t widest = 100;
constexpr std::size_t most_columns = 10'000;

std::size_t columns_of_terminal() {
  const char* const columns = std::getenv("COLUMNS");
  if (const auto wanted = parse_count(columns == nullptr ? "" : columns, most_columns)) return *wanted;
  winsize size{};
  return ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

}  // namespace

std::size_t help_width() {
  if (::isatty(STDOUT_FILENO) == 0) return usual;
  const std::size_t columns = columns_of_terminal();
  return columns == 0 ? usual : std::clamp(columns, narrowest, widest);
}

}  // namespace netkit::cli
