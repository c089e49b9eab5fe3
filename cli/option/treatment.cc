// SPDX-License-Identifier: MIT
#include <fmt/core.h>

#include <algorithm>
#include <cstdint>
#include <string>

#include "cli/option/groups.h"
#include "cli/option/option_values.h"
#include "cli/option/settings.h"
#include "cli/report/usage_error.h"

namespace netkit::cli {
namespace {

using Takes = Option::Takes;

// The shell's > takes every name, and so does `-o ./-`.
std::string file_value(const Option& option, std::string_view value) {
  if (value.empty()) throw UsageError(fmt::format("{}: the name of the file is empty", option.name));
  if (value == "-")
    throw UsageError(
        fmt::format("{}: '-' is not a file; write /dev/stdout, or ./- for a file of that name", option.name));
  return std::string(value);
}

constexpr Option rows[] = {
    {.name = "--crlf",
     .letter = "-C",
     .help = "send each LF as CRLF",
     .apply = [](Settings& s, const Option&, std::string_view) { s.treatment.crlf = true; },
     .joined = Joined::console | Joined::program | Joined::broker},
    {.name = "--telnet",
     .letter = "-t",
     .help = "answer telnet negotiation and take it out of what arrives",
     .apply = [](Settings& s, const Option&, std::string_view) { s.treatment.telnet = true; },
     .needs = Needs::stream,
     .joined = Joined::console | Joined::program},
    {.name = "--delay",
     .letter = "-d",
     .takes = Takes::value,
     .metavar = "DURATION",
     .help = "wait DURATION after each line of stdin before the next is sent",
     .apply = [](Settings& s, const Option& option,
                 std::string_view value) { s.treatment.delay = duration_value(option, value); },
     .joined = Joined::console},
    {.name = "--output",
     .letter = "-o",
     .takes = Takes::value,
     .metavar = "FILE",
     .help = "write a copy of all bytes, sent and received, to FILE",
     .apply = [](Settings& s, const Option& option,
                 std::string_view value) { s.treatment.output = file_value(option, value); },
     .joined = Joined::console | Joined::forwarding | Joined::program | Joined::broker},
    {.name = "--hex-dump",
     .letter = "-x",
     .takes = Takes::value,
     .metavar = "FILE",
     .help = "write a hex dump of all bytes, with times and directions, to FILE",
     .apply = [](Settings& s, const Option& option,
                 std::string_view value) { s.treatment.hex_dump = file_value(option, value); },
     .joined = Joined::console | Joined::forwarding | Joined::program | Joined::broker},
    {.name = "--append",
     .help = "with -o or -x, write to the end of FILE",
     .apply = [](Settings& s, const Option&, std::string_view) { s.treatment.append = true; },
     .joined = Joined::console | Joined::forwarding | Joined::program | Joined::broker},
};

// Small reads, so that none brings more than the rate allows for a moment.
void set_rate(Settings& s, const Option& option, std::string_view value) {
  constexpr std::uint64_t highest = std::uint64_t{1} << 30, reads_per_second = 20;
  const std::uint64_t rate = size_value(option, value, 1, highest);
  s.treatment.rate = rate;
  auto& read_buffer = s.common.socket.read_buffer;
  read_buffer = std::min<std::size_t>(read_buffer, std::max<std::uint64_t>(1, rate / reads_per_second));
}

constexpr Option rates[] = {
    {.name = "--rate",
     .takes = Takes::value,
     .metavar = "SIZE",
     .help = "send and receive at most SIZE bytes a second on each connection (default: no limit)",
     .apply = set_rate,
     .joined = Joined::console | Joined::forwarding | Joined::program | Joined::broker},
};

}  // namespace

constinit const std::span<const Option> rate_options = rates;
constinit const std::span<const Option> treatment_options = rows;

}  // namespace netkit::cli
