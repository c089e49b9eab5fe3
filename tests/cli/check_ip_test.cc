// SPDX-License-Identifier: MIT
// netkit check-ip from outside: what it prints, its statuses, how it streams.
#include <fcntl.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <sstream>
#include <string_view>

#include "support/fd_io.h"
#include "support/netkit.h"
#include "support/temp_dir.h"

namespace netkit::test {
namespace {

using std::string_literals::operator""s;

Outcome check_ip(const Words& words, std::string_view input = {}) {
  return run_netkit(Words{"check-ip"} + words, input);
}

TEST(CheckIp, PrintsTextVersionAndClass) {
  const Outcome outcome = check_ip({"127.0.0.1", "::1", "8.8.8.8", "2001:DB8::1", "fe80::1%eth0"});
  EXPECT_EQ(outcome.out,
            "127.0.0.1\t4\tloopback\n"
            "::1\t6\tloopback\n"
            "8.8.8.8\t4\tglobal\n"
            "2001:DB8::1\t6\tdocumentation\n"
            "fe80::1%eth0\t6\tlink-local\n");
  EXPECT_EQ(outcome.err, "");
  EXPECT_EQ(outcome.status, 0);
}

TEST(CheckIp, PrintsZeroForWhatIsNotAnAddress) {
  for (const std::string text : {"", "localhost", "127.1", "1.2.3.4 ", " ::1", "[::1]", "1.2.3.4:80",
                                 "10.0.0.0/8", "1.2.3.4%lo", "::1%", "1.2.3.256", "01.2.3.4"}) {
    const Outcome outcome = check_ip({"--", text});
    EXPECT_EQ(outcome.out, text + "\t0\t-\n");
    EXPECT_EQ(outcome.err, "");
    EXPECT_EQ(outcome.status, 1) << text;
  }
}

TEST(CheckIp, NeedsAllToBeAddressesForStatusZero) {
  EXPECT_EQ(check_ip({"::1", "1.2.3.4"}).status, 0);
  EXPECT_EQ(check_ip({"::1", "x", "1.2.3.4"}).status, 1);
  EXPECT_EQ(check_ip({"-"}, "").status, 0);
  EXPECT_EQ(check_ip({"-"}, "\n").status, 1);
  EXPECT_EQ(check_ip({}).status, 2);
  EXPECT_EQ(check_ip({"-4", "-6", "::1"}).status, 2);
  EXPECT_EQ(check_ip({"--jsn", "::1"}).status, 2);
}

TEST(CheckIp, CountsOnlyTheVersionAskedFor) {
  EXPECT_EQ(check_ip({"-4", "1.2.3.4"}).status, 0);
  EXPECT_EQ(check_ip({"-4", "1.2.3.4", "::1"}).status, 1);
  EXPECT_EQ(check_ip({"--ipv6", "::1"}).status, 0);
  EXPECT_EQ(check_ip({"-6", "1.2.3.4"}).out, "1.2.3.4\t4\tglobal\n");
  EXPECT_EQ(check_ip({"-6v", "1.2.3.4"}).err, "netkit: 1.2.3.4 is an IPv4 address\n");
}

TEST(CheckIp, IsSilentIfAsked) {
  const Outcome outcome = check_ip({"-q", "::1", "x"});
  EXPECT_EQ(outcome.out + outcome.err, "");
  EXPECT_EQ(outcome.status, 1);
  EXPECT_EQ(check_ip({"-q", "-"}, "::1\n").status, 0);
}

TEST(CheckIp, ReadsLinesFromStdin) {
  EXPECT_EQ(check_ip({"-"}, "::1\n1.2.3.4\n").out, "::1\t6\tloopback\n1.2.3.4\t4\tglobal\n");
  EXPECT_EQ(check_ip({"-"}, "::1\n\n1.2.3.4").out, "::1\t6\tloopback\n\t0\t-\n1.2.3.4\t4\tglobal\n");
  EXPECT_EQ(check_ip({"-"}, "\xef\xbb\xbf::1\r\n::2\r\n\xef\xbb\xbf::3\r").out,
            "::1\t6\tloopback\n::2\t6\tv4-compatible\n\xef\xbb\xbf::3\t0\t-\n");
  EXPECT_EQ(check_ip({"::", "-", "::2"}, "::1\n").out,
            "::\t6\tunspecified\n::1\t6\tloopback\n::2\t6\tv4-compatible\n");
}

TEST(CheckIp, EscapesWhatIsNotText) {
  const Outcome outcome =
      check_ip({"-"}, "::1\0\n\x1b[2J\n\xff\xc3\xa9\xc3\n\xc2\x9b\n\xe2\x82\xac\n\x7f\n\xed\xa0\x80\n"s);
  EXPECT_EQ(outcome.out,
            "::1\\x00\t0\t-\n"
            "\\x1b[2J\t0\t-\n"
            "\\xff\xc3\xa9\\xc3\t0\t-\n"
            "\\xc2\\x9b\t0\t-\n"
            "\xe2\x82\xac\t0\t-\n"
            "\\x7f\t0\t-\n"
            "\\xed\\xa0\\x80\t0\t-\n");
}

TEST(CheckIp, AnswersALineBeforeTheNextOneComes) {
  Process netkit(test::netkit({"check-ip", "-"}));
  netkit.write_stdin("::1\n1.2.");
  EXPECT_EQ(netkit.wait_for_stdout(15), "::1\t6\tloopback\n");
  netkit.write_stdin("3.4\n");
  EXPECT_EQ(netkit.wait_for_stdout(32), "::1\t6\tloopback\n1.2.3.4\t4\tglobal\n");
  const Outcome outcome = finish(netkit);
  EXPECT_EQ(outcome.status, 0);
}

TEST(CheckIp, TakesLinesOfAnyLength) {
  const std::string zone = "fe80::1%" + std::string(3'000'000, 'z');
  const std::string word(1'000'000, 'a');
  const Outcome outcome = check_ip({"-"}, zone + "\n" + word + "\n::1\n" + word);
  EXPECT_EQ(outcome.out,
            zone + "\t6\tlink-local\n" + word + "\t0\t-\n::1\t6\tloopback\n" + word + "\t0\t-\n");
}

TEST(CheckIp, CutsLinesThatWouldTakeTooMuchMemory) {
  constexpr std::size_t longest = std::size_t{4} << 20;
  const std::string zone = "::%" + std::string(longest + 1000, 'z');
  const Outcome outcome = check_ip({"-"}, zone + "\n::1\n");
  EXPECT_EQ(outcome.out.size(), longest + "\u2026\t0\t-\n::1\t6\tloopback\n"s.size());
  EXPECT_TRUE(outcome.out.ends_with("zz\u2026\t0\t-\n::1\t6\tloopback\n"));
}

struct Hint {
  std::string text, line;
};

TEST(CheckIp, ExplainsWhatATextIsInsteadIfAsked) {
  for (const Hint& hint : std::vector<Hint>{
           {"192.0.2.0/24", "192.0.2.0/24 is a CIDR block"},
           {"::1-::2", "::1-::2 is a range of addresses"},
           {"1.2.3.4:80", "1.2.3.4:80 is an address with a port"},
           {"[::1]:80", "[::1]:80 is an address with a port"},
           {"[::1]", "[::1] is an IPv6 address in brackets"},
           {" ::1", "' ::1' has blanks around it"},
           {"::1\r", "'::1\\x0d' has blanks around it"},
           {"", "'' is empty"},
           {"127.1", "127.1 is read as 127.0.0.1 by some programs and is not an address to others"},
           {"010.0.0.1", "010.0.0.1 is read as 8.0.0.1 by some programs and is not an address to others"},
           {"localhost", "localhost is a host name"},
           {"1.2.3.4%lo", "1.2.3.4%lo has a zone, which only IPv6 addresses can have"},
           {"::1%", "::1% has an empty zone"},
           {"::1%a_b", "::1%a_b has a zone with a character other than letters, digits, '-', '.' and ':'"},
           {"1.2.3.256", "1.2.3.256 is not an address: an octet over 255 (byte 7)"},
           {"1:2:3", "1:2:3 is not an address: fewer than eight groups and no '::'"},
           {std::string(200, ':'),
            std::string(100, ':') + "... is not an address: a character that cannot stand there (byte 3)"}}) {
    const Outcome outcome = check_ip({"-v", "--", hint.text});
    EXPECT_EQ(outcome.err, "netkit: " + hint.line + "\n");
    EXPECT_EQ(outcome.status, 1);
  }
  EXPECT_EQ(check_ip({"-v", "::1"}).err, "");
}

nlohmann::json json_of(const std::string& text) {
  return nlohmann::json::parse(check_ip({"--json", "--", text}).out);
}

TEST(CheckIp, PrintsAllItKnowsInJson) {
  EXPECT_EQ(json_of("FE80:0::1%eth0"), nlohmann::json::parse(R"({
      "input": "FE80:0::1%eth0", "version": 6, "canonical": "fe80::1",
      "expanded": "fe80:0000:0000:0000:0000:0000:0000:0001", "zone": "eth0",
      "integer": "338288524927261089654018896841347694593",
      "reverse": "1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.e.f.ip6.arpa",
      "class": "link-local",
      "registry": {"name": "Link-Local Unicast", "block": "fe80::/10", "rfc": "RFC 4291", "source": true,
                   "destination": true, "forwardable": false, "global": false, "reserved": true},
      "embedded": null, "reason": null})"));
  EXPECT_EQ(json_of("10.1.2.3"), nlohmann::json::parse(R"({
      "input": "10.1.2.3", "version": 4, "canonical": "10.1.2.3", "expanded": "10.1.2.3", "zone": null,
      "integer": "167838211", "reverse": "3.2.1.10.in-addr.arpa", "class": "private",
      "registry": {"name": "Private-Use", "block": "10.0.0.0/8", "rfc": "RFC 1918", "source": true,
                   "destination": true, "forwardable": true, "global": false, "reserved": false},
      "embedded": null, "reason": null})"));
  EXPECT_EQ(json_of("10.0.0.0/8")["reason"], "it is a CIDR block");
  EXPECT_EQ(json_of("10.0.0.256")["reason"], "an octet over 255 (byte 8)");
  EXPECT_EQ(json_of("::ffff:127.0.0.1")["embedded"],
            nlohmann::json::parse(R"({"form": "v4-mapped", "address": "127.0.0.1", "class": "loopback"})"));
  EXPECT_EQ(json_of("8.8.8.8")["registry"], nullptr);
  EXPECT_EQ(json_of("2002::1")["registry"]["global"], nullptr);
  EXPECT_EQ(json_of("::")["integer"], "0");
  EXPECT_EQ(json_of("::1:0:0:0")["integer"], "281474976710656");
  EXPECT_EQ(json_of("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff")["integer"],
            "340282366920938463463374607431768211455");
}

TEST(CheckIp, WritesJsonWhateverTheInput) {
  std::string input;
  for (int byte = 0; byte < 256; ++byte) {
    if (byte != '\n') input += std::string(1, static_cast<char>(byte)) + "\"\\\n";
  }
  input += "::1%\"\n\xf0\x9f\x98\n";
  std::istringstream lines(check_ip({"--json", "-"}, input).out);
  int count = 0;
  for (std::string line; std::getline(lines, line); ++count) {
    EXPECT_EQ(nlohmann::json::parse(line)["version"], 0) << line;
  }
  EXPECT_EQ(count, 257);
}

TEST(CheckIp, EscapesControlCharactersInJson) {
  const std::string out = check_ip({"--json", "--", "a\x7f\xc2\x9b[2J\xc2\xa0"}).out;
  EXPECT_TRUE(out.starts_with("{\"input\":\"a\\u007f\\u009b[2J\xc2\xa0\",")) << out;
}

TEST(CheckIp, EndsWithStatus11IfStdoutFails) {
  const UniqueFd full = open_file("/dev/full", O_WRONLY);
  Launch launch = netkit({"check-ip", "::1"}, {{}, Stdio::descriptor(full), {}});
  const Outcome outcome = run(launch);
  EXPECT_EQ(outcome.status, 11);
  EXPECT_EQ(outcome.err, "netkit: write ENOSPC: no space left on device (stdout)\n");
}

TEST(CheckIp, EndsSilentlyIfTheReaderOfStdoutHasGone) {
  Pipe out = pipe_from_child();
  Process netkit(test::netkit({"check-ip", "-"}, {{}, Stdio::descriptor(out.write), {}}));
  out.write.reset();
  out.read.reset();
  netkit.write_stdin("::1\n");
  EXPECT_EQ(netkit.wait(), 11) << "immediately, though stdin goes on";
  EXPECT_EQ(netkit.stderr_so_far(), "");
}

TEST(CheckIp, EndsWithStatus11IfStdinCannotBeRead) {
  const UniqueFd folder = open_file("/", O_RDONLY);
  const Outcome outcome = run(netkit({"check-ip", "-"}, {Stdio::descriptor(folder), {}, {}}));
  EXPECT_EQ(outcome.status, 11);
  EXPECT_TRUE(outcome.err.starts_with("netkit: read EISDIR")) << outcome.err;
  EXPECT_EQ(run(netkit({"check-ip", "-"}, {Stdio::closed(), {}, {}})).status, 0);
}

TEST(CheckIp, WaitsForDescriptorsThatDoNotBlock) {
  Pipe in = pipe_from_child();
  Process netkit(test::netkit({"check-ip", "-"}, {Stdio::descriptor(in.read), {}, {}}));
  ASSERT_EQ(fcntl(in.read.get(), F_SETFL, O_NONBLOCK), 0);
  write_all(in.write.get(), "::1\n");
  EXPECT_EQ(netkit.wait_for_stdout(15), "::1\t6\tloopback\n");
  write_all(in.write.get(), "::2\n");
  in.write.reset();
  EXPECT_EQ(netkit.wait(), 0);
}

TEST(CheckIp, TakesItsOptionsFromTheEnvironment) {
  Launch launch = netkit({"check-ip", "::1"});
  launch.environment = {{"NETKIT_CHECK_IP_IPV4", "1"}, {"NETKIT_CHECK_IP_QUIET", "on"}};
  const Outcome outcome = run(launch);
  EXPECT_EQ(outcome.out, "");
  EXPECT_EQ(outcome.status, 1);
}

TEST(CheckIp, KnowsTheDateOfItsRegistry) {
  EXPECT_NE(run_netkit({"--version", "-v"}).out.find("IANA special-purpose address registries 20"),
            std::string::npos);
}

}  // namespace
}  // namespace netkit::test
