// SPDX-License-Identifier: MIT
#pragma once

#include "cli/option/option_table.h"
#include "cli/option/settings.h"

namespace netkit::cli {

// The options that belong together, each group under its heading of --help.

OptionGroup where_group(Settings& settings);
OptionGroup binding_group(Settings& settings);     ///< listen, echo: what is listened on
OptionGroup clients_group(Settings& settings);     ///< listen, echo: who is served
OptionRow workers_row(Settings& settings);         ///< echo
OptionGroup connecting_group(Settings& settings);  ///< connect
OptionGroup console_group(Settings& settings);     ///< listen, connect: stdin and stdout
OptionGroup connection_group(Settings& settings);
OptionGroup socket_group(Settings& settings);
OptionGroup message_group(Settings& settings);

/// What stdin is to a command: data of its own, or free to be a list.
enum class Stdin { payload, free };
OptionGroup access_group(Settings& settings, Stdin stdin_is);  ///< listen, echo, connect

/// -4 and -6. Throws UsageError for both.
void set_family(CommonSettings& common, Family family);

}  // namespace netkit::cli
