// SPDX-License-Identifier: MIT
#include "cli/filter/hex_dump.h"

#include <gtest/gtest.h>

namespace netkit::cli {
namespace {

TEST(HexDump, CountsEachDirectionForItself) {
  HexDump dump(3);
  EXPECT_EQ(dump.piece(Direction::sent, as_bytes("hello\n"), "NOW"),
            "# NOW 3 > 6\n"
            "3 > 00000000: 6865 6c6c 6f0a                           hello.\n");
  EXPECT_EQ(dump.piece(Direction::received, as_bytes("0123456789abcdef\xff"), "NOW"),
            "# NOW 3 < 17\n"
            "3 < 00000000: 3031 3233 3435 3637 3839 6162 6364 6566  0123456789abcdef\n"
            "3 < 00000010: ff                                       .\n");
  EXPECT_EQ(dump.piece(Direction::sent, as_bytes("x"), "NOW"),
            "# NOW 3 > 1\n"
            "3 > 00000006: 78                                       x\n");
}

}  // namespace
}  // namespace netkit::cli
