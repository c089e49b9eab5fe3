// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "cli/option/option.h"

namespace netkit::cli {

// What users of netcat are used to typing, and what netkit has instead.

/// What to say of an option of netcat's that a command does not have; nothing for an option that netcat does
/// not have either. "--udp", "-u": "netkit has no UDP yet".
std::optional<std::string_view> answer_to_habit(std::string_view option);

/// A command line of netcat's in netkit's words: {"listen", "-k", "8124"} for "-lk -p 8124". Without a
/// command it is listen or connect.
std::vector<std::string> read_as_netcat(std::span<const std::string> arguments,
                                        std::string_view command = "");

/// Throws UsageError for a word with netcat's -q and a time: "-q4", "-vq1" (but not "-w4q").
void refuse_quit_time(std::string_view word, std::span<const OptionGroup> groups);

/// The first option in this word that is not one of these: "-l" of "-kl", "--udp" of "--udp=1". Nothing if
/// they all are, or the word is not an option.
std::optional<std::string> unknown_option(std::string_view word, std::span<const OptionGroup> groups);

}  // namespace netkit::cli
