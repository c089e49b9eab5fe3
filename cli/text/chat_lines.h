// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/bytes.h>
#include <netkit/base/text_decoder.h>

#include <cstddef>
#include <string>
#include <vector>

namespace netkit::cli {

/// Makes lines, without their ends, of what one user of a chat sends. What is no UTF-8 becomes U+FFFD;
/// control characters but the tab are taken out (below U+0020, U+007F to U+009F), and empty lines. A longer
/// line is cut into several, between characters.
class ChatLines {
 public:
  static constexpr std::size_t longest = 4096;  ///< bytes of one line

  /// The lines that are whole with these bytes.
  std::vector<std::string> add(Bytes bytes);
  /// Nothing follows: the last line, if it had no end.
  std::vector<std::string> finish();

 private:
  void take(const std::string& text, std::vector<std::string>& lines);
  void end_line(std::vector<std::string>& lines);

  TextDecoder decoder_{Encoding::utf8};
  std::string line_;
};

}  // namespace netkit::cli
