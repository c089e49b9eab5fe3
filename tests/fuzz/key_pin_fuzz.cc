// SPDX-License-Identifier: MIT
#include <algorithm>

#include "cli/text/key_pin.h"
#include "require.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace netkit;
  const std::string_view text = fuzz::as_text(data, size);
  if (!cli::parse_key_pin(text)) return 0;
  fuzz::require(text.starts_with("sha256//"), "a pin says what it is");
  fuzz::require(text.size() == 8 + 44, "a pin has 44 characters of base64");
  return 0;
}
