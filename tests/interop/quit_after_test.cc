// SPDX-License-Identifier: MIT
// -Q: how long to wait for the peer after the end of stdin has been sent.
#include "role_test.h"

namespace netkit::test {
namespace {

class QuitAfter : public RoleTest {};

TEST_P(QuitAfter, EndsWithStatus0AlthoughThePeerDoesNotEnd) {
  Joined joined = join({"-Q", "300ms"});
  joined.netkit->write_stdin("all");
  joined.netkit->close_stdin();
  EXPECT_EQ(read_to_end(joined.peer.get()).bytes, "all");
  EXPECT_TRUE(ends_with(*joined.netkit, 0));
}

TEST_P(QuitAfter, DoesNotCountBeforeStdinHasEnded) {
  Joined joined = join({"-Q", "50ms"});
  joined.netkit->write_stdin("some");
  EXPECT_EQ(read_exactly(joined.peer.get(), 4).bytes, "some");
  EXPECT_FALSE(joined.netkit->wait_at_most(Duration(500)));
  joined.netkit->close_stdin();
  EXPECT_EQ(read_to_end(joined.peer.get()).bytes, "");
  EXPECT_TRUE(ends_with(*joined.netkit, 0));
}

TEST_P(QuitAfter, PassesOnWhatComesMeanwhile) {
  Joined joined = join({"-Q", "30s"});
  joined.netkit->close_stdin();
  EXPECT_EQ(read_to_end(joined.peer.get()).bytes, "");
  write_all(joined.peer.get(), "answer");
  send_end(joined.peer.get());
  EXPECT_TRUE(ends_with(*joined.netkit, 0)) << "the peer's end ends the wait";
  EXPECT_EQ(joined.netkit->read_stdout_until_eof(), "answer");
}

TEST_P(QuitAfter, DoesNotMakeASuccessOfWhatIsStillQueued) {
  for (const Transport transport : {Transport::tcp4, Transport::unix_path}) {
    SCOPED_TRACE(name_of(transport));
    const UniqueFd file = memory_file(random_bytes(40 * MiB));
    Joined joined = join(transport, {"-Q", "100ms"}, {Stdio::descriptor(file), {}, {}});
    // FIN cannot be sent while the peer reads nothing, so netkit need not end at all.
    EXPECT_EQ(joined.netkit->wait_at_most(Duration(1000)).value_or(7), 7);
  }
}

/// The first number in a message such as "...: 12345 bytes ..."; 0 if there is none.
std::size_t number_in(const std::string& text) {
  const auto start = text.find_first_of("0123456789");
  return start == std::string::npos ? 0 : std::stoul(text.substr(start));
}

/// The kernel takes a megabyte, but the peer has room only for a fraction of it.
TEST_P(QuitAfter, IsStatus7WithTheNumberOfBytesStillUnsent) {
  const UniqueFd file = memory_file(random_bytes(MiB));
  Joined joined = join({"-Q", "500ms"}, {Stdio::descriptor(file), {}, {}});
  EXPECT_TRUE(ends_with(*joined.netkit, 7));
  const std::string err = messages(*joined.netkit);
  EXPECT_GT(number_in(err), 0U) << err;
  EXPECT_LE(number_in(err), MiB) << err;
}

NETKIT_FOR_BOTH_ROLES(QuitAfter);

}  // namespace
}  // namespace netkit::test
