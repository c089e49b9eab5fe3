// SPDX-License-Identifier: MIT
#include "cli/option/option.h"

#include <algorithm>

namespace netkit::cli {

std::vector<std::string> Option::spellings() const {
  std::vector<std::string> all;
  if (!letter.empty()) all.emplace_back(letter);
  all.emplace_back(name);
  if (takes == Takes::yes_or_no) all.push_back("--no-" + std::string(bare_name()));
  return all;
}

bool is_given(const Option& option, std::span<const GivenOption> given) {
  return std::ranges::find(given, &option, &GivenOption::option) != given.end();
}

void apply_options(Settings& settings, std::span<const OptionGroup> groups,
                   std::span<const GivenOption> given) {
  for (const Option& option : options_of(groups)) {
    for (const GivenOption& one : given) {
      if (one.option == &option) option.apply(settings, option, one.value);
    }
  }
}

}  // namespace netkit::cli
