// SPDX-License-Identifier: MIT
#include "cli/help/completion.h"

#include <algorithm>

namespace netkit::cli {

ValueHint operands_of(const CommandRow& command) {
  for (std::string_view rest = command.usage; !rest.empty();) {
    const std::string_view word = rest.substr(0, rest.find(' '));
    rest.remove_prefix(std::min(rest.size(), word.size() + 1));
    const auto first = word.find_first_not_of('[');
    if (first == std::string_view::npos) continue;
    const ValueHint offer = hint_for(word.substr(first, word.find_first_of("].", first) - first));
    if (offer.kind != ValueHint::Kind::nothing) return offer;
  }
  return {};
}

std::string completion_script(Shell shell, std::span<const CommandRow> commands) {
  switch (shell) {
    case Shell::bash:
      return bash_completion(commands);
    case Shell::zsh:
      return zsh_completion(commands);
    case Shell::fish:
      return fish_completion(commands);
  }
  return {};
}

}  // namespace netkit::cli
