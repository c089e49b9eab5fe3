// SPDX-License-Identifier: MIT
#include <fmt/core.h>

#include "cli/option/option_groups.h"
#include "cli/option/option_rows.h"
#include "cli/report/usage_error.h"
#include "cli/text/list_loading.h"

namespace netkit::cli {
namespace {

using Inputs = std::vector<ListInput>;

OptionRow list_row(const std::string& option, std::string_view help, Inputs& inputs, Stdin stdin_is) {
  return repeatable(text(option, "FILE", help, [=, &inputs](std::string_view value) {
    if (value == "-" && stdin_is == Stdin::payload)
      throw UsageError(fmt::format("{}: stdin is what is sent, and cannot be a list too", option));
    inputs.push_back({option, std::string(value)});
  }));
}

OptionRow rule_row(const std::string& option, std::string_view help, Inputs& inputs) {
  return repeatable(text(option, "RULE", help, [option, &inputs](std::string_view value) {
    inputs.push_back({option, rule_value(option, value)});
  }));
}

}  // namespace

OptionGroup access_group(Settings& s, Stdin stdin_is) {
  AccessSettings& access = s.common.access;
  return {"Access:",
          {list_row("--block-list", "refuse the addresses in this list, in any format of blocklist",
                    access.block, stdin_is),
           rule_row("--deny", "refuse this address, CIDR block or range FIRST-LAST", access.block),
           list_row("--allow-list", "refuse all addresses but those in this list; blocked ones stay so",
                    access.allow, stdin_is),
           rule_row("--allow", "the same, of one address, CIDR block or range", access.allow)}};
}

}  // namespace netkit::cli
