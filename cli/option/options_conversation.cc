// SPDX-License-Identifier: MIT
#include <fmt/core.h>

#include <array>

#include "cli/option/option_groups.h"
#include "cli/option/option_rows.h"
#include "cli/option/values.h"
#include "cli/report/usage_error.h"

namespace netkit::cli {
namespace {

// Those of the manual; parse_encoding() knows more spellings.
constexpr std::array<std::string_view, 7> encodings{"utf8",   "hex",   "base64", "base64url",
                                                    "latin1", "ascii", "utf16le"};

void set_half_open(ConsoleSettings& conversation, std::string_view value) {
  using HalfOpen = ConsoleSettings::HalfOpen;
  conversation.silence.reset();
  if (value.empty() || value == "on") {
    conversation.half_open = HalfOpen::on;
  } else if (value == "off") {
    conversation.half_open = HalfOpen::off;
  } else if (const auto silence = parse_duration(value)) {
    conversation.half_open = HalfOpen::by_rule;
    conversation.silence = *silence;
  } else {
    throw UsageError(fmt::format("--half-open: '{}' is neither on, off nor a duration such as 2s{}", value,
                                 suggestion(value, std::array<std::string_view, 2>{"on", "off"})));
  }
}

void set_encoding(ConsoleSettings& conversation, std::string_view value) {
  conversation.encoding = parse_encoding(value);
  if (conversation.encoding) return;
  const std::vector<std::string_view> known(encodings.begin(), encodings.end());
  throw UsageError(fmt::format("--encoding: Unknown encoding: {} ({}){}", value, joined(known, ", "),
                               suggestion(value, known)));
}

std::string encoding_names() {
  return joined({encodings.begin(), encodings.end()}, "|");
}

}  // namespace

OptionGroup console_group(Settings& s) {
  ConsoleSettings& conversation = s.console;
  return {"Standard input and output:",
          {{"--half-open", OptionRow::Takes::optional_value, "on|off|DURATION",
            "go on sending after the peer's end: to stdin's own end, not at all, or while it is not silent "
            "so long",
            [&conversation](std::string_view value) { set_half_open(conversation, value); }},
           flag("--no-shutdown", "stdin's end does not end our side", conversation.no_shutdown),
           duration("-Q,--quit-after", "after stdin's end wait at most so long for the peer (for ever)",
                    conversation.quit_after),
           flag("--send-only", "send stdin, throw away what arrives", conversation.send_only),
           flag("--recv-only", "do not read stdin", conversation.recv_only),
           text("--encoding", encoding_names(), "what arrives, as text in UTF-8 or as digits (raw)",
                [&conversation](std::string_view value) { set_encoding(conversation, value); })}};
}

}  // namespace netkit::cli
