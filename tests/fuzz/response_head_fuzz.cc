// SPDX-License-Identifier: MIT
// What a target answers, in one piece and cut in two.
#include <netkit/proxy/machine/response_head.h>

#include "require.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view words = netkit::fuzz::as_text(data, size);
  netkit::ResponseHead whole, cut;
  const auto passed = whole.take(words);
  const auto first = cut.take(words.substr(0, size / 2));
  if (!passed || !first) return 0;
  const auto second = cut.take(words.substr(size / 2));
  netkit::fuzz::require(second && *first + *second == *passed, "a cut changes nothing");
  netkit::fuzz::require(whole.status() == 0 || passed->find("Connection: close\r\n\r\n") != passed->npos,
                        "a head says that the connection ends");
  return 0;
}
