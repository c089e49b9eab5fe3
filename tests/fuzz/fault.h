// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/addr/parse_error.h>
#include <netkit/base/utf8.h>

#include <algorithm>
#include <cstddef>
#include <string_view>

#include "require.h"

namespace netkit::fuzz {

/// What holds for every text that is refused: a character that cannot stand there is refused whatever
/// follows.
template <typename Parse>
void check_fault(std::string_view text, const ParseError& error, const Parse& parse) {
  require(error.offset <= text.size(), "a fault lies in the text or at its end");
  require(!problem_text(error.problem).empty(), "a fault has a name");
  const bool ends =
      error.problem == ParseProblem::incomplete || error.problem == ParseProblem::too_few_groups;
  if (ends) require(error.offset == text.size(), "what is missing is missing at the end");
  if (error.problem == ParseProblem::unexpected) {
    const std::size_t size = std::max<std::size_t>(1, utf8_character_length(text.substr(error.offset)));
    const auto cut = parse(text.substr(0, error.offset + size));
    require(!cut && cut.error() == error, "a character is refused whatever stands behind it");
  }
}

}  // namespace netkit::fuzz
