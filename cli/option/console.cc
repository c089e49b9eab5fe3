// SPDX-License-Identifier: MIT
#include <fmt/core.h>
#include <fmt/ranges.h>

#include <array>

#include "cli/option/groups.h"
#include "cli/option/option_values.h"
#include "cli/option/settings.h"
#include "cli/option/values.h"
#include "cli/report/usage_error.h"

namespace netkit::cli {
namespace {

using Takes = Option::Takes;

/// Those of the manual; parse_encoding() knows more spellings.
constexpr Choice<Encoding> encodings[] = {{"utf8", Encoding::utf8},      {"hex", Encoding::hex},
                                          {"base64", Encoding::base64},  {"base64url", Encoding::base64url},
                                          {"latin1", Encoding::latin1},  {"ascii", Encoding::ascii},
                                          {"utf16le", Encoding::utf16le}};

void set_half_open(Settings& s, const Option& option, std::string_view value) {
  using HalfOpen = ConsoleSettings::HalfOpen;
  ConsoleSettings& console = s.console;
  console.silence.reset();
  if (value.empty() || value == "on") {
    console.half_open = HalfOpen::on;
  } else if (value == "off") {
    console.half_open = HalfOpen::off;
  } else if (const auto silence = parse_duration(value)) {
    console.half_open = HalfOpen::by_rule;
    console.silence = *silence;
  } else {
    throw UsageError(fmt::format("{}: '{}' is not on, off or {}{}", option.name, value, duration_text({}),
                                 suggestion(value, std::array<std::string_view, 2>{"on", "off"})));
  }
}

void set_encoding(Settings& s, const Option& option, std::string_view value) {
  s.console.encoding = parse_encoding(value);
  if (s.console.encoding) return;
  std::vector<std::string_view> known;
  for (const auto& encoding : encodings) known.push_back(encoding.word);
  throw UsageError(fmt::format("{}: Unknown encoding: {} ({}){}", option.name, value, fmt::join(known, ", "),
                               suggestion(value, known)));
}

constexpr Option rows[] = {
    {.name = "--half-open",
     .takes = Takes::optional_value,
     .metavar = "on|off|DURATION",
     .help = "after the peer's FIN, send the rest of stdin (on), nothing more (off), or what comes until "
             "stdin has been silent for DURATION",
     .apply = set_half_open,
     .needs = Needs::stream,
     .joined = Joined::console},
    {.name = "--no-shutdown",
     .help = "do not send FIN when stdin ends",
     .apply = [](Settings& s, const Option&, std::string_view) { s.console.no_shutdown = true; },
     .joined = Joined::console},
    {.name = "--quit-after",
     .letter = "-Q",
     .takes = Takes::value,
     .metavar = "DURATION",
     .help = "after stdin ends wait at most DURATION for the peer (default: no limit)",
     .apply = [](Settings& s, const Option& option,
                 std::string_view value) { s.console.quit_after = duration_value(option, value); },
     .joined = Joined::console},
    {.name = "--send-only",
     .help = "send stdin, discard what arrives",
     .apply = [](Settings& s, const Option&, std::string_view) { s.console.send_only = true; },
     .joined = Joined::console | Joined::broker},
    {.name = "--recv-only",
     .help = "do not read stdin",
     .apply = [](Settings& s, const Option&, std::string_view) { s.console.recv_only = true; },
     .joined = Joined::console | Joined::broker},
    {.name = "--encoding",
     .takes = Takes::value,
     .metavar = metavar_of<encodings>,
     .help = "write what arrives as UTF-8 text or as digits (default: raw)",
     .apply = set_encoding,
     .joined = Joined::console},
};

}  // namespace

constinit const std::span<const Option> console_options = rows;

}  // namespace netkit::cli
