// SPDX-License-Identifier: MIT
#include "cli/option/groups.h"
#include "cli/option/option_values.h"
#include "cli/option/settings.h"

namespace netkit::cli {
namespace {

using Takes = Option::Takes;
using OnIdle = CommonSettings::OnIdle;

constexpr std::uint64_t highest_mark = std::uint64_t{1} << 30;
constexpr std::uint64_t largest_chunk = 64 * 1024;

constexpr Choice<OnIdle> idle_actions[] = {
    {"end", OnIdle::end}, {"destroy", OnIdle::destroy}, {"report", OnIdle::report}};

void set_high_water_mark(Settings& s, const Option& option, std::string_view value) {
  s.common.socket.high_water_mark = size_value(option, value, 1, highest_mark);
  s.common.size_pipes = true;
}

constexpr Option rows[] = {
    {.name = "--high-water-mark",
     .takes = Takes::value,
     .metavar = "SIZE",
     .help = "stop reading from one side while SIZE bytes are queued to the other (default: 64k)",
     .apply = set_high_water_mark},
    {.name = "--read-buffer",
     .takes = Takes::value,
     .metavar = "SIZE",
     .help = "largest chunk read at once (default: 64k)",
     .apply =
         [](Settings& s, const Option& option, std::string_view value) {
           s.common.socket.read_buffer = size_value(option, value, 1, largest_chunk);
         }},
    {.name = "--idle-timeout",
     .letter = "-i",
     .takes = Takes::value,
     .metavar = "DURATION",
     .help = "close after DURATION without traffic in either direction (default: never)",
     .apply = [](Settings& s, const Option& option,
                 std::string_view value) { s.common.idle_timeout = limit_value(option, value); }},
    {.name = "--on-idle",
     .takes = Takes::value,
     .metavar = metavar_of<idle_actions>,
     .help = "on idle timeout: end = flush and close, destroy = close immediately, report = only report "
             "(default: end)",
     .apply =
         [](Settings& s, const Option& option, std::string_view value) {
           s.common.on_idle = choice_value<OnIdle>(option, value, idle_actions);
         }},
    {.name = "--reset",
     .help = "close with RST instead of FIN, after all data has been acknowledged",
     .apply = [](Settings& s, const Option&, std::string_view) { s.common.socket.reset = true; },
     .needs = Needs::stream},
    {.name = "--max-time",
     .takes = Takes::value,
     .metavar = "DURATION",
     .help = "exit with status 124 after DURATION (default: no limit)",
     .apply = [](Settings& s, const Option& option,
                 std::string_view value) { s.common.max_time = limit_value(option, value); }},
};

}  // namespace

constinit const std::span<const Option> connection_options = rows;

}  // namespace netkit::cli
