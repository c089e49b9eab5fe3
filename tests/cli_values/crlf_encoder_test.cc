// SPDX-License-Identifier: MIT
#include "cli/filter/crlf_encoder.h"

#include <gtest/gtest.h>

#include <string>

namespace netkit::cli {
namespace {

TEST(CrlfEncoder, CompletesLineEndsWhereverTheyAreCut) {
  const std::string text = "\na\nb\r\n\r\r\n\n\rc\n";
  for (std::size_t cut = 0; cut <= text.size(); ++cut) {
    CrlfEncoder encoder;
    std::string encoded = encoder.encode(as_bytes(text.substr(0, cut)));
    encoded += encoder.encode(as_bytes(text.substr(cut)));
    EXPECT_EQ(encoded, "\r\na\r\nb\r\n\r\r\n\r\n\rc\r\n") << cut;
  }
}

}  // namespace
}  // namespace netkit::cli
