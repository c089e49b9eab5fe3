// SPDX-License-Identifier: MIT
// The value of Proxy-Authenticate.
#include <netkit/proxy/machine/authorization.h>

#include "require.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace netkit;
  const std::string challenge(fuzz::as_text(data, size));
  const HashFunction hash = [](std::string_view, std::string_view text) {
    return std::to_string(text.size());
  };
  const auto answer = answer_challenges({challenge}, {"me", "word"}, {.uri = "h:1", .cnonce = "c"}, hash);
  if (!answer) return 0;
  fuzz::require(answer->value.starts_with("Basic ") || answer->value.starts_with("Digest "),
                "it has a scheme");
  return 0;
}
