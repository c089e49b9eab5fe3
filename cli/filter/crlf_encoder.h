// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/bytes.h>

#include <string>

namespace netkit::cli {

/// Ends lines with CRLF: puts a CR before each LF that has none, wherever the bytes are cut.
class CrlfEncoder {
 public:
  std::string encode(Bytes bytes);

 private:
  bool after_cr_ = false;  // the last byte was a CR
};

}  // namespace netkit::cli
