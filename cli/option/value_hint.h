// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace netkit::cli {

/// What may stand where --help has a name for something: alternatives with '|' between them. Those in small
/// letters are words, to be typed as they are; with ',' between them any number of them may be. FILE and
/// PATH, INTERFACE and HOST are what a shell can list; of the rest nothing is known.
struct ValueHint {
  enum class Kind : std::uint8_t { nothing, files, interfaces, hosts };

  Kind kind = Kind::nothing;
  std::vector<std::string> words;
  bool is_list = false;  ///< of the words, with ',' between them

  bool operator==(const ValueHint&) const = default;
};

/// "end|destroy|report", "FILE|fd:N", "addrconfig,v4mapped,all", "DURATION".
ValueHint hint_for(std::string_view name);

/// The words with this between them.
std::string joined(const std::vector<std::string_view>& words, std::string_view separator);

}  // namespace netkit::cli
