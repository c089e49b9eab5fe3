// SPDX-License-Identifier: MIT
#include <algorithm>
#include <string>

#include "cli/filter/telnet_decoder.h"
#include "require.h"

namespace netkit::fuzz {
namespace {

/// What the whole decodes to in chunks: one that ends at `first`, then of `size` each.
cli::TelnetDecoder::Decoded decoded(std::string_view bytes, std::size_t first, std::size_t size) {
  cli::TelnetDecoder decoder;
  cli::TelnetDecoder::Decoded all;
  for (std::size_t end = first; !bytes.empty(); end = size) {
    const std::string_view chunk = bytes.substr(0, end);
    const auto piece = decoder.decode(as_bytes(chunk));
    all.data += piece.data;
    all.answer += piece.answer;
    bytes.remove_prefix(chunk.size());
  }
  return all;
}

}  // namespace
}  // namespace netkit::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace netkit;
  const std::string_view bytes = fuzz::as_text(data, size);
  const auto whole = fuzz::decoded(bytes, bytes.size(), bytes.size());
  fuzz::require(whole.data.size() <= size, "data does not grow");
  fuzz::require(whole.answer.size() % 3 == 0 && whole.answer.size() <= size,
                "an answer is as long as its question");
  for (std::size_t at = 1; at < std::min<std::size_t>(size, 16); ++at) {
    const auto cut = fuzz::decoded(bytes, at, at);
    fuzz::require(cut.data == whole.data && cut.answer == whole.answer, "cuts change nothing");
  }
  const std::string sent = cli::telnet_encoded(as_bytes(bytes));
  if (!bytes.contains('\r'))
    fuzz::require(fuzz::decoded(sent, sent.size(), 1).data == bytes, "what is sent is read back");
  return 0;
}
