// SPDX-License-Identifier: MIT
// One direction works whatever the other does: ten small messages arrive, then their end.
#include <gtest/gtest.h>

#include <vector>

#include "support/data.h"
#include "support/name_of.h"
#include "support/netkit.h"

namespace netkit::test {
namespace {

enum class Direction { socket_to_stdout, stdin_to_socket };
enum class Other { quiet, blocked, done_just_now, done_long_ago };
enum class Kind { pipe, socket, terminal };

struct Cell {
  Role role;
  Direction direction;
  Other other;
  Kind kind;  ///< of netkit's stdin and stdout
  Transport transport;
};

std::string name_of(const Cell& cell) {
  const char* const others[] = {"Quiet", "Blocked", "DoneJustNow", "DoneLongAgo"};
  const char* const kinds[] = {"Pipe", "Socket", "Terminal"};
  return name_of(cell.role) + (cell.direction == Direction::socket_to_stdout ? "ToStdout" : "ToSocket") +
         "Other" + others[static_cast<int>(cell.other)] + kinds[static_cast<int>(cell.kind)] +
         name_of(cell.transport);
}
void PrintTo(const Cell& cell, std::ostream* out) {
  *out << name_of(cell);
}

/// Blocking a direction takes megabytes, which are not typed, so stdin is not a terminal then.
bool makes_sense(const Cell& cell) {
  return cell.kind != Kind::terminal || cell.other != Other::blocked ||
         cell.direction == Direction::stdin_to_socket;
}

std::vector<Cell> cells() {
  std::vector<Cell> all;
  for (const Role role : {Role::connect, Role::listen}) {
    for (const Direction direction : {Direction::socket_to_stdout, Direction::stdin_to_socket}) {
      for (const Other other : {Other::quiet, Other::blocked, Other::done_just_now, Other::done_long_ago}) {
        for (const Kind kind : {Kind::pipe, Kind::socket, Kind::terminal}) {
          all.push_back({role, direction, other, kind, Transport::tcp4});
        }
        all.push_back({role, direction, other, Kind::pipe, Transport::unix_path});
      }
    }
  }
  std::erase_if(all, [](const Cell& cell) { return !makes_sense(cell); });
  return all;
}

/// The test's ends of netkit's stdin and stdout.
struct Ends {
  UniqueFd to_stdin;
  UniqueFd from_stdout;
};

class EofMatrix : public testing::TestWithParam<Cell> {
 protected:
  void SetUp() override {
    const Cell& cell = GetParam();
    UniqueFd in;
    UniqueFd out;
    make_stdio(in, out);
    joined_ = join(cell.role, cell.transport, {"--half-open"},
                   {Stdio::descriptor(in), Stdio::descriptor(out), Stdio::pumped()});
  }

  void make_stdio(UniqueFd& in, UniqueFd& out) {
    if (GetParam().kind == Kind::pipe) {
      Pipe to = pipe_to_child();
      Pipe from = pipe_from_child();
      in = std::move(to.read);
      out = std::move(from.write);
      ends_ = {std::move(to.write), std::move(from.read)};
    } else if (GetParam().kind == Kind::socket) {
      SocketPair to = socket_pair();
      SocketPair from = socket_pair();
      in = std::move(to.childs);
      out = std::move(from.childs);
      ends_ = {std::move(to.ours), std::move(from.ours)};
    } else {
      Terminal to = terminal();
      Terminal from = raw_terminal();
      in = std::move(to.slave);
      out = std::move(from.slave);
      ends_ = {std::move(to.master), std::move(from.master)};
    }
  }

  /// Ends stdin in the way of its kind.
  void end_stdin() {
    if (GetParam().kind == Kind::terminal) {
      ASSERT_EQ(write_all(ends_.to_stdin.get(), "\x04"), 0);
    } else {
      ends_.to_stdin.reset();
    }
  }

  /// Puts the other direction, which is not tested, into its state.
  void set_other() {
    const bool is_towards_socket = GetParam().direction == Direction::socket_to_stdout;
    const int source = is_towards_socket ? ends_.to_stdin.get() : joined_.peer.get();
    switch (GetParam().other) {
      case Other::quiet:
        return;
      case Other::blocked: {
        const std::string flood = random_bytes(40 * MiB);
        ASSERT_LT(write_until_blocked(source, flood), flood.size());
        return;
      }
      case Other::done_just_now:
      case Other::done_long_ago:
        if (is_towards_socket) {
          end_stdin();
          ASSERT_EQ(read_to_end(joined_.peer.get()).bytes, "");
        } else {
          send_end(joined_.peer.get());
          ASSERT_EQ(read_to_end(ends_.from_stdout.get()).bytes, "");
        }
        elapse(Duration(GetParam().other == Other::done_just_now ? 300 : 1500));
    }
  }

  static void expect_messages(int from, int to) {
    const Deadline deadline(stretched(Duration(1500)));
    for (int i = 0; i < 10; ++i) {
      const std::string message = "message " + std::to_string(i) + "\n";
      ASSERT_EQ(write_all(from, message, deadline), 0);
      ASSERT_EQ(read_exactly(to, message.size(), deadline).bytes, message);
    }
  }

  Ends ends_;
  Joined joined_;
};

TEST_P(EofMatrix, TenMessagesArriveAndTheirEnd) {
  set_other();
  if (HasFatalFailure()) return;
  const int peer = joined_.peer.get();
  const bool is_from_socket = GetParam().direction == Direction::socket_to_stdout;
  const int from = is_from_socket ? peer : ends_.to_stdin.get();
  const int to = is_from_socket ? ends_.from_stdout.get() : peer;
  expect_messages(from, to);
  if (HasFatalFailure()) return;
  if (is_from_socket) {
    send_end(peer);
  } else {
    end_stdin();
  }
  const Read rest = read_to_end(to);
  EXPECT_EQ(rest.bytes, "");
  EXPECT_EQ(rest.error, 0);
}

INSTANTIATE_TEST_SUITE_P(Interop, EofMatrix, testing::ValuesIn(cells()), NameOf());

}  // namespace
}  // namespace netkit::test
