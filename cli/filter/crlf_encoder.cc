// SPDX-License-Identifier: MIT
#include "cli/filter/crlf_encoder.h"

namespace netkit::cli {

std::string CrlfEncoder::encode(Bytes bytes) {
  std::string encoded;
  encoded.reserve(bytes.size() + bytes.size() / 16);
  for (const char c : as_text(bytes)) {
    if (c == '\n' && !after_cr_) encoded += '\r';
    encoded += c;
    after_cr_ = c == '\r';
  }
  return encoded;
}

}  // namespace netkit::cli
