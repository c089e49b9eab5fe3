// SPDX-License-Identifier: MIT
// --events: one JSON object a line, in the order of a connection's life, `exit` always last.
#include <gtest/gtest.h>

#include <csignal>

#include "event_lines.h"
#include "support/data.h"
#include "support/netkit.h"
#include "support/raw_socket.h"
#include "support/temp_dir.h"

namespace netkit::test {
namespace {

using Json = nlohmann::json;

TEST(Events, OfAClientComeInOrder) {
  RawListener listener(Transport::tcp4);
  const std::string port = std::to_string(listener.where().port);
  Process client(netkit({"connect", "--events", "--resolve", "host=127.0.0.1", "host", port}));
  const UniqueFd peer = listener.accept();
  write_all(peer.get(), "abc");
  send_end(peer.get());
  client.close_stdin();
  ASSERT_EQ(client.wait(), 0);
  const auto events = event_lines(client.read_stderr_until_eof());
  EXPECT_EQ(names_of(events), "lookup connectionAttempt connect ready end close exit");
  for (const Json& event : events) EXPECT_EQ(event.at("time").get<std::string>().size(), 27U);
  EXPECT_EQ(events[0].at("host"), "host");
  EXPECT_EQ(events[0].at("family"), "IPv4");
  EXPECT_EQ(events[2].at("remoteAddress"), "127.0.0.1");
  EXPECT_EQ(events[2].at("remotePort"), listener.where().port);
  EXPECT_EQ(events[5].at("remotePort"), listener.where().port);
  EXPECT_EQ(events[5].at("localPort"), events[2].at("localPort"));
  EXPECT_EQ(events[5].at("hadError"), false);
  EXPECT_EQ(events[5].at("bytesRead"), 3);
  EXPECT_EQ(events[6].at("status"), 0);
  EXPECT_EQ(events[6].at("cause"), "ok");
}

TEST(Events, OfAServerComeInOrder) {
  const Server server = start_server("listen", Transport::tcp4, {"--events", "-vv"});
  const UniqueFd client = connect_to(server.where);
  server.process->write_stdin("hello");
  server.process->close_stdin();
  write_all(client.get(), "abc");
  send_end(client.get());
  EXPECT_EQ(read_to_end(client.get()).bytes, "hello");
  ASSERT_EQ(server.process->wait(), 0);
  const auto events = event_lines(server.process->read_stderr_until_eof());
  EXPECT_EQ(names_of(events), "listening connection data end close exit");
  EXPECT_EQ(events[0].at("address"), "127.0.0.1");
  EXPECT_EQ(events[1].at("localPort"), server.where.port);
  EXPECT_EQ(events[2].at("bytes"), 3);
  EXPECT_EQ(events[4].at("bytesWritten"), 5);
}

TEST(Events, AnErrorComesRightBeforeClose) {
  const Server server = start_server("echo", Transport::tcp4, {"--events"});
  UniqueFd client = connect_to(server.where);
  write_all(client.get(), "x");
  EXPECT_EQ(read_exactly(client.get(), 1).bytes, "x");
  reset(std::move(client));
  server.process->wait_for_stderr("\"event\":\"close\"");
  server.process->signal(SIGTERM);
  ASSERT_EQ(server.process->wait(), 0);
  const auto events = event_lines(server.process->read_stderr_until_eof());
  EXPECT_EQ(names_of(events), "listening connection error close exit");
  EXPECT_EQ(events[2].at("code"), "ECONNRESET");
  EXPECT_EQ(events[2].at("message"), "read ECONNRESET");
  EXPECT_EQ(events[3].at("hadError"), true);
}

TEST(Events, AConnectThatFailsIsClosedWithAnError) {
  const std::string port = std::to_string(unused_where(Transport::tcp4).port);
  const std::vector<std::pair<Words, std::string>> failures{
      {{"127.0.0.1", port}, "connectionAttempt connectionAttemptFailed error close exit"},
      {{"no-such-host.invalid", "80"}, "lookup error close exit"},
      {{"--deny=127.0.0.1", "127.0.0.1", "80"}, "connectionAttempt error close exit"},
      {{"-U", "/no/such"}, "error close exit"},
      {{"--retry=1", "--retry-delay=0", "-U", "/no/such"}, "error close error close exit"},
  };
  for (const auto& [words, names] : failures) {
    const auto events = event_lines(run_netkit(Words{"connect", "--events"} + words).err);
    EXPECT_EQ(names_of(events), names);
    const auto& close = events[events.size() - 2];
    EXPECT_EQ(close.at("hadError"), true);
    EXPECT_EQ(close.at("bytesRead"), 0);
    EXPECT_FALSE(close.contains("id"));
  }
}

TEST(Events, ExitIsLastWhateverEndsTheProgram) {
  Joined joined = join(Role::connect, Transport::tcp4, {"--events"});
  joined.netkit->wait_for_stderr("\"event\":\"ready\"");
  joined.netkit->signal(SIGTERM);
  EXPECT_EQ(joined.netkit->wait(), 128 + SIGTERM);
  const auto events = event_lines(joined.netkit->read_stderr_until_eof());
  EXPECT_EQ(events.back().at("event"), "exit");
  EXPECT_EQ(events.back().at("status"), 128 + SIGTERM);
  EXPECT_EQ(events.back().at("cause"), "signal");
}

TEST(Events, HoldAllFailuresOfSeveralAttempts) {
  const std::string port = std::to_string(unused_where(Transport::tcp4).port);
  const Outcome outcome =
      run_netkit({"connect", "--events", "--resolve", "h=127.0.0.1,127.0.0.2", "h", port});
  const auto events = event_lines(outcome.err);
  EXPECT_EQ(names_of(events),
            "lookup lookup connectionAttempt connectionAttemptFailed connectionAttempt "
            "connectionAttemptFailed error close "
            "exit");
  EXPECT_EQ(events[6].at("errors").size(), 2U);
  EXPECT_EQ(events[7].at("hadError"), true);
  EXPECT_EQ(events[8].at("cause"), "refused");
  EXPECT_EQ(events[8].at("message"),
            "connect ECONNREFUSED 127.0.0.1:" + port + "; connect ECONNREFUSED 127.0.0.2:" + port);
}

TEST(Events, AreValidJsonWhateverBytesAPathHolds) {
  const TempDir dir;
  const std::string path = dir / "a\"b\n\xff";
  const Outcome outcome = run_netkit({"connect", "--events", "-U", path});
  const auto events = event_lines(outcome.err);
  EXPECT_EQ(events.back().at("event"), "exit");
}

TEST(Events, GoToAFileOrADescriptorAndLeaveStderrAlone) {
  const TempDir dir;
  const std::string port = std::to_string(unused_where(Transport::tcp4).port);
  const Outcome to_file = run_netkit({"connect", "--events=" + (dir / "log"), "127.0.0.1", port});
  EXPECT_EQ(to_file.err, "netkit: connect ECONNREFUSED 127.0.0.1:" + port + "\n");
  EXPECT_EQ(event_lines(contents(dir / "log")).back().at("event"), "exit");
  const Outcome to_descriptor = run_netkit({"connect", "--events=fd:1", "127.0.0.1", port});
  EXPECT_EQ(event_lines(to_descriptor.out).back().at("event"), "exit");
}

}  // namespace
}  // namespace netkit::test
