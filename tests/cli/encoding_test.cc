// SPDX-License-Identifier: MIT
// --encoding: what arrives is written as text.
#include <gtest/gtest.h>

#include "support/fd_io.h"
#include "support/name_of.h"
#include "support/netkit.h"
#include "support/raw_socket.h"

namespace netkit::test {
namespace {

class EncodingOption : public testing::TestWithParam<Role> {
 protected:
  /// What netkit writes for these bytes.
  static std::string decoded(const std::string& encoding, const std::string& bytes) {
    Joined joined = join(GetParam(), Transport::tcp4, {"--encoding", encoding});
    write_all(joined.peer.get(), bytes);
    send_end(joined.peer.get());
    joined.netkit->close_stdin();
    EXPECT_EQ(joined.netkit->wait(), 0);
    return joined.netkit->read_stdout_until_eof();
  }
};

TEST_P(EncodingOption, WritesTextInUtf8OrDigits) {
  EXPECT_EQ(decoded("utf8", "a\xc3\xa4\xff"), "a\xc3\xa4\xef\xbf\xbd");
  EXPECT_EQ(decoded("hex", std::string("\x00\xff", 2)), "00ff");
  EXPECT_EQ(decoded("base64", "abcd\xff"), "YWJjZP8=");
  EXPECT_EQ(decoded("base64url", "abcd\xff"), "YWJjZP8");
  EXPECT_EQ(decoded("latin1", "\xe4"), "\xc3\xa4");
  EXPECT_EQ(decoded("ascii", "\xe1"), "a");
  EXPECT_EQ(decoded("utf16le", std::string("a\0\xe4\0", 4)), "a\xc3\xa4");
}

TEST_P(EncodingOption, WritesWhatIsLeftAtThePeersEnd) {
  EXPECT_EQ(decoded("utf8", "a\xe2\x82"), "a\xef\xbf\xbd");
  EXPECT_EQ(decoded("base64", "a"), "YQ==");
}

TEST_P(EncodingOption, ACharacterMayComeInPieces) {
  Joined joined = join(GetParam(), Transport::tcp4, {"--encoding=utf8"});
  write_all(joined.peer.get(), "x\xe2\x82");
  EXPECT_EQ(joined.netkit->wait_for_stdout(1), "x");
  write_all(joined.peer.get(), "\xac");
  EXPECT_EQ(joined.netkit->wait_for_stdout(4), "x\xe2\x82\xac");
}

TEST_P(EncodingOption, WhatIsSentStaysAsItIs) {
  Joined joined = join(GetParam(), Transport::tcp4, {"--encoding=hex"});
  joined.netkit->write_stdin("\xff\x00x");
  EXPECT_EQ(read_exactly(joined.peer.get(), 1).bytes, "\xff");
}

INSTANTIATE_TEST_SUITE_P(, EncodingOption, testing::Values(Role::connect, Role::listen), NameOf());

TEST(EncodingOfMany, EachConnectionHasADecoderOfItsOwn) {
  const Server server = start_server("listen", Transport::tcp4, {"-k", "--encoding=utf8"});
  const UniqueFd first = connect_to(server.where), second = connect_to(server.where);
  write_all(first.get(), "1\xe2\x82");
  EXPECT_EQ(server.process->wait_for_stdout(1), "1");
  write_all(second.get(), "2");
  EXPECT_EQ(server.process->wait_for_stdout(2), "12");
  write_all(first.get(), "\xac");
  EXPECT_EQ(server.process->wait_for_stdout(5), "12\xe2\x82\xac");
}

}  // namespace
}  // namespace netkit::test
