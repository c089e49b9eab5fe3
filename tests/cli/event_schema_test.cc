// SPDX-License-Identifier: MIT
// Every line of --events is valid by man/netkit-events.schema.json, whatever happens; the last is the exit
// event.
#include <gtest/gtest.h>

#include <csignal>
#include <stdexcept>

#include "event_lines.h"
#include "support/data.h"
#include "support/json_schema.h"
#include "support/netkit.h"
#include "support/peers.h"
#include "support/raw_socket.h"
#include "support/temp_dir.h"

namespace netkit::test {
namespace {

using nlohmann::json;

const json& schema() {
  static const json read = json::parse(contents(NETKIT_EVENTS_SCHEMA));
  return read;
}

std::vector<json> valid_events(const std::string& text) {
  auto events = event_lines(text);
  for (const json& event : events) {
    for (const std::string& complaint : violations(schema(), event)) {
      ADD_FAILURE() << complaint << "\n" << event;
    }
  }
  if (events.empty()) throw std::runtime_error("no event in: " + text);
  EXPECT_EQ(events.back().at("event"), "exit");
  return events;
}

std::vector<json> events_of(const Words& arguments) {
  const Outcome outcome = run_netkit(arguments);
  auto events = valid_events(outcome.err);
  EXPECT_EQ(events.back().at("status"), outcome.status);
  return events;
}

std::vector<json> events_of(Process& process) {
  return valid_events(process.read_stderr_until_eof());
}

std::string free_port() {
  return std::to_string(unused_where(Transport::tcp4).port);
}

TEST(EventSchema, RefusesWhatIsNotAnEvent) {
  json event = {{"time", "2026-01-02T03:04:05.000006Z"}, {"event", "ready"}, {"id", 1}};
  EXPECT_EQ(violations(schema(), event), std::vector<std::string>{});
  for (const json& wrong : {json{{"id", 0}}, json{{"id", "1"}}, json{{"more", 1}}, json{{"event", "Ready"}},
                            json{{"time", "2026-01-02 03:04:05"}}}) {
    json changed = event;
    changed.update(wrong);
    EXPECT_FALSE(violations(schema(), changed).empty()) << changed;
  }
  event.erase("id");
  EXPECT_FALSE(violations(schema(), event).empty());
}

class EventsOfBoth : public testing::TestWithParam<Transport> {};

TEST_P(EventsOfBoth, ClientAndServerAreValid) {
  NETKIT_NEEDS(GetParam());
  Server server = start_server("listen", GetParam(), {"--events", "-vv"});
  Process client(netkit(Words{"connect", "--events", "-vv"} + server.where.netkit_words()));
  client.write_stdin("to the server");
  server.process->write_stdin("to the client");
  client.wait_for_stdout(13);
  server.process->wait_for_stdout(13);
  client.close_stdin();
  server.process->close_stdin();
  EXPECT_EQ(client.wait(), 0);
  EXPECT_EQ(server.process->wait(), 0);
  EXPECT_EQ(names_of(events_of(*server.process)), "listening connection data end close exit");
  const std::string attempt = is_tcp(GetParam()) ? "connectionAttempt " : "";
  EXPECT_EQ(names_of(events_of(client)), attempt + "connect ready data end close exit");
}

TEST_P(EventsOfBoth, DropsAreValid) {
  NETKIT_NEEDS(GetParam());
  const Server server = start_server("echo", GetParam(), {"--events", "-m", "0"});
  EXPECT_EQ(read_to_end(connect_to(server.where).get()).bytes, "");
  server.process->wait_for_stderr("\"event\":\"drop\"");
  server.process->signal(SIGTERM);
  EXPECT_EQ(server.process->wait(), 0);
  EXPECT_EQ(names_of(events_of(*server.process)), "listening drop exit");
}

TEST(EventSchema, TlsIsValid) {
  Server server = start_server("listen", Transport::tcp4, {"--tls", "--events"});
  Process client(netkit(Words{"connect", "--tls", "--insecure", "--events"} + server.where.netkit_words()));
  client.close_stdin();
  server.process->close_stdin();
  EXPECT_EQ(client.wait(), 0);
  EXPECT_EQ(server.process->wait(), 0);
  EXPECT_EQ(names_of(events_of(*server.process)), "listening connection secureConnection end close exit");
  EXPECT_EQ(names_of(events_of(client)), "connectionAttempt connect secureConnect ready end close exit");

  const Server lasting = start_server("echo", Transport::tcp4, {"--tls", "--events"});
  EXPECT_EQ(names_of(events_of(Words{"connect", "--tls", "--events"} + lasting.where.netkit_words())),
            "connectionAttempt error close exit");
  lasting.process->wait_for_stderr("\"event\":\"close\"");
  lasting.process->signal(SIGTERM);
  EXPECT_EQ(lasting.process->wait(), 0);
  EXPECT_EQ(names_of(events_of(*lasting.process)), "listening connection tlsClientError close exit");
}

TEST(EventSchema, BlocksAndReloadsAreValid) {
  const TempDir dir;
  const std::string list = dir.write("list.txt", "127.0.0.1\n");
  const Server server = start_server("echo", Transport::tcp4, {"--events", "--block-list", list});
  EXPECT_EQ(read_to_end(connect_to(server.where).get()).bytes, "");
  server.process->wait_for_stderr("\"event\":\"blocked\"");
  server.process->signal(SIGHUP);
  server.process->wait_for_stderr("\"rules\":1}");
  dir.write("list.txt", "nonsense\n");
  server.process->signal(SIGHUP);
  server.process->wait_for_stderr("\"error\":\"");
  server.process->signal(SIGTERM);
  EXPECT_EQ(server.process->wait(), 0);
  EXPECT_EQ(names_of(events_of(*server.process)), "listening blocked reload reload exit");
  const auto events = events_of({"connect", "--events", "--deny=127.0.0.1", "127.0.0.1", "1"});
  EXPECT_EQ(names_of(events), "connectionAttempt error close exit");
  EXPECT_EQ(events.back().at("cause"), "blocked");
}

INSTANTIATE_TEST_SUITE_P(, EventsOfBoth,
                         testing::Values(Transport::tcp4, Transport::tcp6, Transport::unix_path,
                                         Transport::abstract_name),
                         [](const auto& transport) { return name_of(transport.param); });

TEST(EventSchema, FailuresAreValid) {
  const std::string port = free_port();
  EXPECT_EQ(names_of(events_of({"connect", "--events", "127.0.0.1", port})),
            "connectionAttempt connectionAttemptFailed error close exit");
  EXPECT_EQ(names_of(events_of({"connect", "--events", "-U", "/no/such/socket"})), "error close exit");
  EXPECT_EQ(names_of(events_of({"connect", "--events", "no-such-host.invalid", port})),
            "lookup error close exit");
  const auto several = events_of({"connect", "--events", "--resolve", "h=127.0.0.1,127.0.0.2", "h", port});
  EXPECT_EQ(several.back().at("cause"), "refused");
  RawListener taken(Transport::tcp4);
  const auto in_use = events_of(Words{"listen", "--events"} + taken.where().netkit_words());
  EXPECT_EQ(names_of(in_use), "error exit");
  EXPECT_EQ(in_use.back().at("cause"), "listen");
}

TEST(EventSchema, ForwardingIsValid) {
  RawListener target(Transport::tcp4);
  const Server broken = start_server(
      "listen", Transport::tcp4,
      {"--events", "--resolve", "name=127.0.0.1", "--to", "name:" + std::to_string(target.where().port)});
  const UniqueFd client = connect_to(broken.where);
  UniqueFd there = target.accept();
  broken.process->wait_for_stderr("\"event\":\"connect\"");
  reset(std::move(there));
  EXPECT_EQ(broken.process->wait(), 7);
  EXPECT_EQ(names_of(events_of(*broken.process)),
            "listening connection lookup connectionAttempt connect error close exit");

  const Server refused =
      start_server("listen", Transport::tcp4, {"--events", "--to", "127.0.0.1:" + free_port()});
  connect_error(refused.where);
  EXPECT_EQ(refused.process->wait(), 4);
  EXPECT_EQ(names_of(events_of(*refused.process)),
            "listening connection connectionAttempt connectionAttemptFailed error close exit");
}

TEST(EventSchema, UsageErrorsAreValid) {
  const auto events = events_of({"connect", "--events", "-4", "-6", "80"});
  EXPECT_EQ(names_of(events), "exit");
  EXPECT_EQ(events.back().at("cause"), "usage");
  EXPECT_EQ(events.back().at("message"), "-4 and -6 exclude each other");
  EXPECT_EQ(names_of(events_of({"connect", "--events", "nonsense"})), "exit");
  EXPECT_EQ(names_of(events_of({"listen", "--no-such-option", "--events"})), "exit");
}

TEST(EventSchema, TimeoutsAreValid) {
  Joined idle = join(Role::connect, Transport::tcp4, {"--events", "-i", "50ms"});
  EXPECT_EQ(read_to_end(idle.peer.get()).bytes, "");
  EXPECT_EQ(idle.netkit->wait(), 6);
  const auto events = events_of(*idle.netkit);
  EXPECT_EQ(names_of(events), "connectionAttempt connect ready timeout close exit");
  EXPECT_EQ(events.back().at("cause"), "idle-timeout");
  Joined limited = join(Role::listen, Transport::tcp4, {"--events", "--max-time", "50ms"});
  EXPECT_EQ(limited.netkit->wait(), 124);
  EXPECT_EQ(events_of(*limited.netkit).back().at("cause"), "max-time");
}

TEST(EventSchema, ResetsAndSignalsAreValid) {
  Joined reset_by_peer = join(Role::listen, Transport::tcp4, {"--events"});
  reset(std::move(reset_by_peer.peer));
  EXPECT_EQ(reset_by_peer.netkit->wait(), 7);
  EXPECT_EQ(names_of(events_of(*reset_by_peer.netkit)), "listening connection error close exit");
  for (const int number : {SIGINT, SIGTERM, SIGHUP}) {
    Joined joined = join(Role::listen, Transport::tcp4, {"--events"});
    joined.netkit->wait_for_stderr("\"event\":\"connection\"");
    joined.netkit->signal(number);
    EXPECT_EQ(joined.netkit->wait(), 128 + number);
    EXPECT_EQ(events_of(*joined.netkit).back().at("status"), 128 + number);
  }
}

TEST(EventSchema, DrainsAreValid) {
  const std::string much(8 * MiB, 'x');
  Joined joined = join(Role::connect, Transport::tcp4, {"--events"});
  joined.netkit->write_stdin(much);
  joined.netkit->close_stdin();
  EXPECT_EQ(read_exactly(joined.peer.get(), much.size()).bytes.size(), much.size());
  send_end(joined.peer.get());
  EXPECT_EQ(joined.netkit->wait(), 0);
  valid_events(joined.netkit->read_stderr_until_eof());
}

TEST(EventSchema, NamesAndPathsMayHoldAnyBytes) {
  const TempDir dir;
  // No newline: --ready-fd writes lines.
  for (const std::string& name : {"@" + unused_name() + "\xff\xfe\"\\\t\x01", dir / "a\"b\t\xff"}) {
    const Server server = start_server(netkit({"echo", "--events", "-U", name}));
    const UniqueFd client = connect_to(server.where);
    write_all(client.get(), "x");
    EXPECT_EQ(read_exactly(client.get(), 1).bytes, "x");
    server.process->signal(SIGTERM);
    send_end(client.get());
    EXPECT_EQ(server.process->wait(), 0);
    EXPECT_EQ(names_of(events_of(*server.process)), "listening connection end close exit");
  }
  for (const std::string name : {"\xc3(", "line\nbreak", "\xf0\x9f"}) {
    EXPECT_EQ(names_of(events_of({"connect", "--events", "-U", dir / name})), "error close exit");
  }
  events_of({"connect", "--events", "h\xff\x01", "1"});
}

}  // namespace
}  // namespace netkit::test
