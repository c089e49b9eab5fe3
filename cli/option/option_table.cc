// SPDX-License-Identifier: MIT
#include "cli/option/option_table.h"

namespace netkit::cli {

std::vector<std::string> OptionRow::spellings() const {
  std::vector<std::string> all;
  if (!names.starts_with("--")) all.push_back(names.substr(0, names.find(',')));
  all.push_back(long_name());
  if (takes == Takes::yes_or_no) all.push_back("--no-" + long_name().substr(2));
  return all;
}

}  // namespace netkit::cli
