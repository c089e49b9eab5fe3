// SPDX-License-Identifier: MIT
// Refused command lines: status 2, one line that names what is wrong, and nothing is done.
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <regex>

#include "help_pages.h"
#include "support/netkit.h"
#include "support/raw_socket.h"
#include "support/temp_dir.h"

namespace netkit::test {
namespace {

struct Refused {
  Words arguments;
  std::string line;  // a part of it
};

void expect_refused(const Refused& refused) {
  std::string command;
  for (const std::string& word : refused.arguments) command += word + " ";
  SCOPED_TRACE(command);
  const Outcome outcome = run_netkit(refused.arguments);
  EXPECT_EQ(outcome.status, 2);
  EXPECT_EQ(outcome.out, "");
  EXPECT_TRUE(outcome.err.starts_with("netkit: ")) << outcome.err;
  EXPECT_EQ(std::ranges::count(outcome.err, '\n'), 1) << outcome.err;
  EXPECT_NE(outcome.err.find(refused.line), std::string::npos) << outcome.err;
}

TEST(BadInput, BadPortsAreReportedWithTheRange) {
  for (const std::string command : {"listen", "connect", "echo"}) {
    for (const std::string port :
         {"65536", "99999999999999999999", "80.5", "0x50", "1e3", " 80", "80abc", ""}) {
      expect_refused({{command, port}, "'" + port + "' is not a port: 0..65535"});
      expect_refused({{command, "127.0.0.1", port}, "'" + port + "' is not a port: 0..65535"});
    }
    expect_refused({{command, "127.0.0.1:"}, "'' is not a port: 0..65535"});
    expect_refused({{command, "--", "-1"}, "'-1' is not a port"});
    expect_refused({{command, "no-such-service"}, "'no-such-service' is not a port"});
  }
}

TEST(BadInput, InvalidHostsAreRefused) {
  for (const std::string command : {"listen", "connect", "echo"}) {
    expect_refused({{command, "", "80"}, "the host is empty"});
    expect_refused({{command, ":80"}, "the host is empty; give the port alone"});
    expect_refused({{command, "*:80"}, "the host is '*'; give the port alone"});
    for (const std::string host :
         {"127.1", "256.1.1.1", "0x7f.0.0.1", "1.2.3.04", "a b", "::1::", "h/x", "[::1"}) {
      expect_refused({{command, host, "80"}, "'" + host + "' is not a host"});
    }
    expect_refused({{command, "fe80::1%no-such-if", "80"}, "no network interface 'no-such-if'"});
  }
}

TEST(BadInput, NamesAreRefusedIfNoneIsAllowed) {
  for (const std::string command : {"listen", "connect", "echo"}) {
    expect_refused({{command, "-n", "localhost", "80"}, "'localhost' is a name, and -n allows none"});
    expect_refused({{command, "-n", "localhost:80"}, "'localhost' is a name, and -n allows none"});
    expect_refused({{command, "-n", "127.0.0.1", "http"}, "'http' is a name, and -n allows none"});
    expect_refused({{command, "-n", "[::1]:http"}, "'http' is a name, and -n allows none"});
    expect_refused({{command, "-n", "http"}, "'http' is a name, and -n allows none"});
  }
  expect_refused({{"listen", "-n", "--to", "localhost:80", "0"}, "--to: 'localhost' is a name"});
  expect_refused(
      {{"connect", "-n", "--resolve", "x=::1", "::1", "80"}, "--numeric and --resolve exclude each other"});
  expect_refused(
      {{"connect", "-n", "--hints", "all", "::1", "80"}, "--numeric and --hints exclude each other"});
}

TEST(BadInput, MisplacedZonesAreAnsweredWithWhatToWrite) {
  for (const std::string command : {"listen", "connect", "echo"}) {
    expect_refused({{command, "fe80::1%", "80"}, "there is no zone behind '%': write fe80::1%lo"});
    expect_refused({{command, "fe80::1%lo%", "80"}, "'lo%' is not a zone: write fe80::1%lo"});
    expect_refused({{command, "192.0.2.1%lo", "80"}, "write 192.0.2.1 and --interface lo"});
    for (const std::string host : {"%lo", "lo%", "name%lo"}) {
      expect_refused({{command, host, "80"}, "to use one interface write --interface NAME"});
    }
  }
}

TEST(BadInput, LinkLocalAddressesWithoutAZoneAreReportedWithTheZones) {
  const std::string needs = ": a link-local address needs a zone: write ";
  for (const std::string command : {"listen", "connect", "echo"}) {
    expect_refused({{command, "fe80::7", "80"}, "fe80::7" + needs + "fe80::7%lo"});
    expect_refused({{command, "[fe80::7]:80"}, needs});
    expect_refused({{command, "ff02::1", "80"}, needs});
  }
  expect_refused({{"connect", "-s", "fe80::7", "::1", "80"}, "-s fe80::7" + needs});
  expect_refused({{"connect", "--resolve", "h=::1,fe80::7", "h", "80"}, "--resolve h=fe80::7" + needs});
}

TEST(BadInput, BadRulesAreReportedWithTheirFault) {
  for (const std::string command : {"listen", "connect", "echo"}) {
    for (const std::string option : {"--deny", "--allow"}) {
      const std::string kinds = " is not an address, CIDR block or range FIRST-LAST: ";
      expect_refused(
          {{command, option, "10.0.0.256", "0"}, option + ": '10.0.0.256'" + kinds + "an octet over"});
      expect_refused(
          {{command, option, "10.0.0.0/33", "0"}, kinds + "a prefix longer than the address (byte 10)"});
      expect_refused(
          {{command, option, "10.0.0.9-10.0.0.1", "0"}, kinds + "the last address lies before the first"});
      expect_refused({{command, option, "10.0.0", "0"}, kinds + "it ends too early\n"});
      expect_refused({{command, option, "localhost", "0"}, "'localhost'" + kinds});
      expect_refused({{command, option, "010.0.0.1", "0"}, "(if it is decimal, write 10.0.0.1)"});
    }
  }
}

TEST(BadInput, ListsMustExistAndLookLikeLists) {
  const TempDir dir;
  const std::string page = dir.write("page", "<html>\n<p>Not found</p>\n10.0.0.1\n");
  for (const std::string command : {"listen", "connect", "echo"}) {
    for (const std::string option : {"--block-list", "--allow-list"}) {
      expect_refused({{command, option, "/no/such/list", "0"},
                      option + ": cannot read '/no/such/list': No such file or directory"});
      expect_refused({{command, option, page, "0"},
                      option + ": '" + page + "' does not look like a list: 2 of 3 lines are not rules (" +
                          page + ":1:1: "});
    }
  }
  for (const std::string command : {"listen", "connect"}) {
    expect_refused({{command, "--allow-list", "-", "0"}, "--allow-list: stdin is sent to the peer"});
  }
  expect_refused({{"connect", "--fd", "3", "--deny", "::1"}, "--deny is for a new socket"});
}

TEST(BadInput, AnAddressWithoutAPortIsNotADestination) {
  expect_refused({{"connect"}, "no address"});
  expect_refused({{"connect", "127.0.0.1"}, "127.0.0.1:PORT"});
  expect_refused({{"connect", "::1"}, "[::1]:PORT"});
  expect_refused({{"connect", "[::1]"}, "[::1]:PORT"});
  expect_refused({{"connect", "::1:8080"}, "for port 8080 of ::1 write '[::1]:8080'"});
  expect_refused({{"connect", "::1:12345"}, "for port 12345 of ::1 write '[::1]:12345'"});
  expect_refused(
      {{"connect", "2001:db8::1:80"}, "'[2001:db8::1:80]:PORT'; for port 80 of 2001:db8::1 write"});
  expect_refused({{"connect", "localhost"}, "for a host write 'localhost PORT'"});
}

TEST(BadInput, MoreThanOneAddressIsRefused) {
  for (const std::string command : {"listen", "connect", "echo"}) {
    expect_refused({{command, "-U", "/tmp/x", "80"}, "more than one address"});
    expect_refused({{command, "127.0.0.1", "80", "81"}, "too many operands: '81'"});
  }
  for (const std::string command : {"listen", "connect"}) {
    expect_refused({{command, "h:80", "h:81"}, "more than one address: 'h:80' and 'h:81'"});
    expect_refused({{command, "h:80", "81"}, "more than one port: 'h:80' and '81'"});
    expect_refused({{command, "80", "81"}, "more than one port: '80' and '81'"});
    expect_refused({{command, "80", "h"}, "the host comes first, as in 'h 80'"});
  }
  for (const std::string command : {"listen", "connect", "echo"}) {
    expect_refused({{command, "--fd", "3", "80"}, "more than one address: --fd 3 and 80"});
    expect_refused({{command, "--fd", "3", "-U", "@x"}, "more than one address: -U @x and --fd 3"});
  }
}

TEST(BadInput, BadValuesAreReportedWithTheValidOnes) {
  expect_refused(
      {{"connect", "--half-open=maybe", "80"}, "'maybe' is not on, off or a duration in 0s..3650d"});
  expect_refused({{"connect", "--on-idle", "reprot", "80"},
                  "'reprot' is not valid: choose end, destroy or report; did you mean report?"});
  for (const std::string value : {"0", "1x", "-5", "2G", "99999999999999999999"}) {
    expect_refused({{"listen", "--high-water-mark=" + value, "0"}, "is not a size in 1..1073741824"});
  }
  for (const std::string option : {"--backlog", "--max-connections"}) {
    for (const std::string value : {"-1", "1.5", "many", "2147483648"}) {
      expect_refused(
          {{"listen", option + "=" + value, "0"}, "'" + value + "' is not a number in 0..2147483647"});
    }
  }
  for (const std::string value : {"-1", "1.5", "all", "1025"}) {
    expect_refused({{"echo", "--workers=" + value, "0"}, "'" + value + "' is not a number in 0..1024"});
  }
  for (const std::string value : {"888", "1777", "rw", "-1"}) {
    expect_refused({{"listen", "--mode=" + value, "-U", "@x"}, "is not an octal number in 0..777"});
  }
  expect_refused({{"echo", "--greeting", "a\\q", "0"}, "unknown escape '\\q'"});
  expect_refused({{"listen", "--ready-fd", "77", "0"}, "77 is not an open descriptor"});
  expect_refused({{"listen", "--ready-fd", "x", "0"}, "'x' is not a number"});
  expect_refused({{"connect", "--local-address", "foobar", "80"}, "Invalid IP address: foobar"});
  expect_refused({{"connect", "--local-port", "70000", "80"}, "'70000' is not a port in 0..65535"});
  expect_refused({{"connect", "--events=fd:99", "80"}, "99 is not an open descriptor"});
  expect_refused({{"connect", "--events=/no/such/folder/x", "80"}, "cannot open '/no/such/folder/x'"});
  for (const std::string value : {"0", "128", "x"}) {
    expect_refused({{"connect", "--keep-alive-count", value, "80"}, "is not a number in 1..127"});
  }
  for (const std::string value : {"-1", "256", "0x10", ""}) {
    expect_refused({{"connect", "--tos", value, "80"}, "'" + value + "' is not a number in 0..255"});
  }
  for (const std::string value : {"0", "65537", "65k", "x"}) {
    expect_refused({{"listen", "--read-buffer", value, "0"}, "'" + value + "' is not a size in 1..65536"});
  }
  for (const std::string option : {"--send-buffer", "--receive-buffer"}) {
    for (const std::string value : {"0", "2G", "1e3"}) {
      expect_refused({{"echo", option, value, "0"}, option + ": '" + value + "' is not a size"});
    }
  }
  expect_refused({{"connect", "--interface", "no-such-if", "80"}, "'no-such-if' is not a network interface"});
  expect_refused({{"connect", "--interface", std::string(16, 'x'), "80"}, "longer than 15 bytes"});
  expect_refused({{"connect", "--encoding", "nope", "80"}, "Unknown encoding: nope"});
  expect_refused({{"connect", "--encoding", "base46", "80"}, "did you mean base64?"});
  expect_refused({{"connect", "--half-open=onn", "80"}, "did you mean on?"});
  expect_refused({{"connect", "--hints", "all,addrcofnig", "80"}, "did you mean addrconfig?"});
  expect_refused({{"connect", "--attempts", "rase", "80"}, "did you mean race?"});
  expect_refused({{"connect", "--hints", "addrconfig,none", "80"},
                  "'none' is not valid: choose addrconfig, v4mapped or all"});
  expect_refused({{"connect", "--retry", "-1", "80"}, "'-1' is not a number in 0..2147483647"});
  expect_refused({{"echo", "--max-per-address", "x", "0"}, "'x' is not a number in 0..2147483647"});
  for (const std::string value : {"name", "name=", "=1.2.3.4", "name=1.2.3", "name=1.2.3.4,,"}) {
    expect_refused({{"connect", "--resolve", value, "80"}, "--resolve: '"});
  }
}

/// An option that --help lists with DURATION, and how a value is given to it.
struct DurationOption {
  std::string command, name;
  Words arguments(const std::string& value) const {
    return {command, name + "=" + value, command == "connect" ? "1" : "0"};
  }
};

std::vector<DurationOption> duration_options() {
  static const std::regex row(R"(^ +(?:-\w, )?(--[a-z-]+)[ =\[][^ ]*DURATION.*)");
  std::vector<DurationOption> options;
  for (const HelpPage& page : help_pages()) {
    for (const std::string& line : lines_of(page.text)) {
      if (std::smatch parts; std::regex_match(line, parts, row)) options.push_back({page.command, parts[1]});
    }
  }
  return options;
}

TEST(Durations, HaveOneRuleForWhatIsNoDuration) {
  const std::vector<DurationOption> options = duration_options();
  EXPECT_GE(options.size(), 20U);
  for (const auto& option : options)
    expect_refused({option.arguments("1e99"), option.name + ": '1e99' is not "});
  for (const std::string value :
       {"1e3", "99999999999h", "-1", "infinity", "nan", "1w", "5 s", "5x", "1.2.3", "0x10", "+1"}) {
    expect_refused({{"connect", "-w", value, "80"},
                    "'" + value +
                        "' is not a duration in 0s..3650d; write 250ms, 5s, 2m, 1h or 14d (a bare number is "
                        "seconds)\n"});
  }
}

TEST(Durations, MayBeZeroUnlessThatMeansNothing) {
  const std::string port = std::to_string(unused_where(Transport::tcp4).port);
  for (const auto& [command, name] : duration_options()) {
    const bool is_client = command == "connect";
    const bool is_of_the_target = command == "listen" && (name == "--connect-timeout" ||
                                                          name == "--retry-delay" || name == "--retry-for");
    Words needed = is_of_the_target ? Words{"--to", port} : Words{};
    if (name == "--handshake-timeout") needed = {"--tls"};
    if (name == "--expires-within") needed = {"--show-cert"};
    const Words words = Words{command, name + "=0", "127.0.0.1", is_client ? port : "0"} + needed;
    if (name == "--attempt-timeout") {
      expect_refused({words, "'0' is not a duration in 1ms.."});
    } else if (name != "--max-time") {
      const Outcome outcome = run_netkit(words + Words{"--max-time=20ms"});
      EXPECT_EQ(outcome.status, is_client ? 4 : 124) << command << " " << name << ": " << outcome.err;
    }
  }
}

TEST(Durations, OfZeroAreNoLimit) {
  RawListener listener(Transport::tcp4);
  for (const std::string option : {"-w", "--max-time", "-i", "--user-timeout"}) {
    Process client(netkit(Words{"connect", option, "0"} + listener.where().netkit_words()));
    UniqueFd accepted = listener.accept();
    client.write_stdin("x");
    EXPECT_EQ(read_exactly(accepted.get(), 1).bytes, "x") << option;
    client.close_stdin();
    accepted.reset();
    EXPECT_EQ(client.wait(), 0) << option;
  }
}

TEST(BadInput, EmptyValuesAreRefused) {
  for (const std::string option : {"--keep-alive", "--half-open", "--backlog", "--mode", "--events"}) {
    expect_refused({{"listen", option + "=", "0"}, option + " has an empty value"});
  }
  expect_refused({{"listen", "0", "--backlog"}, "--backlog needs a value"});
  expect_refused({{"listen", "--keep-open=yes", "0"}, "--keep-open takes no value"});
  expect_refused({{"connect", "--no-auto-select-family=x", "1"}, "--no-auto-select-family takes no value"});
}

TEST(BadInput, OptionsThatExcludeEachOtherAreRefused) {
  expect_refused({{"connect", "-4", "-6", "80"}, "-4 and -6 exclude each other"});
  expect_refused({{"connect", "-4", "::1", "80"}, "-4 and the IPv6 address ::1 exclude each other"});
  expect_refused(
      {{"listen", "-6", "127.0.0.1", "80"}, "-6 and the IPv4 address 127.0.0.1 exclude each other"});
  expect_refused(
      {{"connect", "-s", "::1", "127.0.0.1", "80"}, "-s ::1 and the IPv4 address 127.0.0.1 exclude"});
  expect_refused(
      {{"connect", "-s", "127.0.0.1", "::1", "80"}, "-s 127.0.0.1 and the IPv6 address ::1 exclude"});
  expect_refused({{"connect", "-4", "-s", "::1", "h", "80"}, "-4 and -s ::1 exclude each other"});
  expect_refused(
      {{"listen", "--ipv6-only", "127.0.0.1"}, "--ipv6-only and the IPv4 address 127.0.0.1 exclude"});
  expect_refused({{"echo", "--ipv6-only", "-4"}, "-4 and --ipv6-only exclude each other"});
  expect_refused({{"connect", "--send-only", "--recv-only", "80"}, "exclude each other"});
  for (const std::string option :
       {"--half-open", "--no-shutdown", "--quit-after=1s", "--send-only", "--recv-only", "--encoding=hex"}) {
    expect_refused({{"connect", "-z", option, "80"}, " and --probe exclude each other"});
  }
  for (const std::string option : {"-4", "--no-delay", "--keep-alive", "--ipv6-only", "--reuse-port"}) {
    expect_refused({{"listen", option, "-U", "@x"}, "is for TCP"});
  }
  for (const std::string option : {"--local-port=1", "--local-address=::1", "--attempt-timeout=1s"}) {
    expect_refused({{"connect", option, "-U", "@x"}, "is for TCP"});
  }
  for (const std::string option :
       {"--keep-alive-count=3", "--keep-alive-interval=3s", "--tos=4", "--user-timeout=1s", "--interface=lo",
        "--auto-select-family", "--no-auto-select-family", "--attempts=race", "--hints=all"}) {
    expect_refused({{"connect", option, "-U", "@x"}, "is for TCP"});
  }
  expect_refused({{"echo", "--max-per-address=1", "-U", "@x"}, "is for TCP"});
  expect_refused({{"echo", "--workers=2", "-U", "@x"}, "--workers is for TCP"});
  expect_refused({{"echo", "--workers=2", "--fd", "3"}, "--workers is for a new socket"});
  for (const std::string command : {"listen", "connect", "echo"}) {
    expect_refused({{command, "--reset", "-U", "@x"}, "ERR_INVALID_HANDLE_TYPE"});
  }
  for (const std::string option :
       {"-4", "--local-port=1", "--connect-timeout=1s", "--retry=1", "--hints=all"}) {
    expect_refused({{"connect", option, "--fd", "3"}, "is for a new socket"});
  }
  for (const std::string option : {"-6", "--reuse-port", "--retry-in-use=1s", "--interface=lo"}) {
    expect_refused({{"listen", option, "--fd", "3"}, "is for a new socket"});
  }
  for (const std::string option : {"--unlink", "--mode=600", "--readable-all", "--writable-all"}) {
    expect_refused({{"listen", option, "0"}, "needs --unix"});
    expect_refused({{"listen", option, "-U", "@x"}, "an abstract socket has no file"});
  }
}

TEST(BadInput, UnknownCommandsAndOptionsAreAnsweredWithTheNearest) {
  expect_refused({{}, "no command"});
  expect_refused({{"lisen"}, "unknown command 'lisen': did you mean listen?"});
  expect_refused({{"xyzzy"}, "unknown command 'xyzzy' (see netkit --help)"});
  expect_refused({{"-l", "80"}, "no command: did you mean 'netkit listen 80'?"});
  expect_refused({{"--verison"}, "unknown option --verison: did you mean --version?"});
  expect_refused({{"-v", "listen", "80"}, "no command: did you mean 'netkit listen -v 80'?"});
  expect_refused({{"listen", "-p", "80"}, "'netkit listen 8124'"});
  expect_refused({{"listen", "--keep-opne", "80"}, "did you mean --keep-open?"});
  expect_refused({{"listen", "--ready-fdx=3", "80"}, "did you mean --ready-fd?"});
  expect_refused({{"listen", "-z", "80"}, "unknown option -z"});
  for (const std::string option :
       {"--half-open", "--no-shutdown", "--quit-after=1", "--send-only", "--recv-only", "--encoding=hex"}) {
    expect_refused({{"echo", option, "0"}, "unknown option"});
  }
}

TEST(BadInput, InvalidSocketPathsCreateNothing) {
  const TempDir dir;
  const std::string longest = dir / std::string(107 - dir.path().size() - 1, 'x');
  for (const std::string command : {"listen", "connect", "echo"}) {
    expect_refused({{command, "-U", longest + "y"}, "EINVAL"});
    expect_refused({{command, "-U", ""}, "EINVAL"});
    expect_refused({{command, "-U", "@"}, "EINVAL"});
    expect_refused({{command, "-U", "\\\\.\\pipe\\x"}, "Windows pipe"});
    expect_refused({{command, "-U", "\\\\?\\pipe\\x"}, "Windows pipe"});
  }
  EXPECT_TRUE(std::filesystem::is_empty(dir.path()));
}

TEST(Help, WinsOverEverythingBeforeTheSeparator) {
  for (const Words& arguments :
       {Words{"--help"}, Words{"listen", "-h"}, Words{"connect", "--nonsense", "--help"},
        Words{"echo", "1", "2", "3", "-h"}}) {
    const Outcome outcome = run_netkit(arguments);
    EXPECT_EQ(outcome.status, 0);
    EXPECT_NE(outcome.out.find("Usage:"), std::string::npos);
    EXPECT_EQ(outcome.err, "");
  }
  expect_refused({{"connect", "--", "--help"}, "'--help' is not a port"});
}

}  // namespace
}  // namespace netkit::test
