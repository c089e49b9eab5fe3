// SPDX-License-Identifier: MIT
#include <netkit/proxy/machine/proxy_url.h>

#include <algorithm>

#include "require.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace netkit;
  const auto url = parse_proxy_url(fuzz::as_text(data, size));
  if (!url) {
    fuzz::require(!url.error().empty(), "a refusal has a reason");
    return 0;
  }
  fuzz::require(url->port != 0, "a proxy has a port");
  if (!url->credentials) return 0;
  const std::string text = url->credentials->user + url->credentials->password.value_or("");
  fuzz::require(std::ranges::none_of(text, [](char c) { return c >= 0 && c < 0x20; }),
                "no control character is in the credentials");
  return 0;
}
