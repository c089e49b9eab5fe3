// SPDX-License-Identifier: MIT
#include "chunks.h"

namespace netkit::test {

std::vector<Chunks> chunkings(std::string_view bytes) {
  if (bytes.size() < 2) return {{std::string(bytes)}};
  std::vector<Chunks> all;
  for (const Chunks& behind : chunkings(bytes.substr(1))) {
    Chunks cut = behind;
    cut.insert(cut.begin(), std::string(1, bytes[0]));
    all.push_back(cut);
    Chunks uncut = behind;
    uncut.front().insert(0, 1, bytes[0]);
    all.push_back(uncut);
  }
  return all;
}

std::vector<std::string> pieces(Encoding encoding, const Chunks& chunks) {
  TextDecoder decoder(encoding);
  std::vector<std::string> result;
  for (const std::string& chunk : chunks) result.push_back(decoder.decode(as_bytes(chunk)));
  result.push_back(decoder.finish());
  return result;
}

std::string joined(const std::vector<std::string>& pieces) {
  std::string result;
  for (const std::string& piece : pieces) result += piece;
  return result;
}

std::string to_hex(std::string_view bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string text;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    text.append(1, digits[byte / 16]).append(1, digits[byte % 16]);
  }
  return text;
}

}  // namespace netkit::test
