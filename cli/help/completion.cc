// SPDX-License-Identifier: MIT
#include "cli/help/completion.h"

#include <algorithm>

namespace netkit::cli {

ValueOffer operands_of(const CommandInfo& command) {
  for (std::string_view rest = command.usage; !rest.empty();) {
    const std::string_view word = rest.substr(0, rest.find(' '));
    rest.remove_prefix(std::min(rest.size(), word.size() + 1));
    const auto first = word.find_first_not_of('[');
    if (first == std::string_view::npos) continue;
    const ValueOffer offer = offer_for(word.substr(first, word.find_first_of("].", first) - first));
    if (offer.kind != ValueOffer::Kind::nothing) return offer;
  }
  return {};
}

}  // namespace netkit::cli
