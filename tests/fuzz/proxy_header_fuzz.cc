// SPDX-License-Identifier: MIT
#include <netkit/proxy/read_proxy_header.h>

#include <variant>

#include "require.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace netkit;
  const std::string_view bytes = fuzz::as_text(data, size);
  const auto result = read_proxy_header(bytes);
  if (const auto* const none = std::get_if<NoProxyHeader>(&result)) {
    if (*none == NoProxyHeader::incomplete)
      fuzz::require(size < longest_proxy_header, "what is incomplete is shorter than the longest header");
    return 0;
  }
  const auto& header = std::get<ReadProxyHeader>(result);
  fuzz::require(header.size <= size && header.size <= longest_proxy_header, "the header is in the bytes");
  const auto again = read_proxy_header(bytes.substr(0, header.size));
  fuzz::require(std::holds_alternative<ReadProxyHeader>(again), "it does not depend on what follows");
  const auto less = read_proxy_header(bytes.substr(0, header.size - 1));
  const auto* const why = std::get_if<NoProxyHeader>(&less);
  fuzz::require(why != nullptr && *why == NoProxyHeader::incomplete, "less of it is incomplete");
  if (!header.ends) return 0;
  for (const ProxyVersion version : {ProxyVersion::text, ProxyVersion::binary}) {
    const std::string written = proxy_header(version, header.ends);
    const auto read_back = read_proxy_header(written);
    fuzz::require(std::holds_alternative<ReadProxyHeader>(read_back), "what is written is read");
    fuzz::require(std::get<ReadProxyHeader>(read_back).size == written.size(), "to its end");
  }
  return 0;
}
