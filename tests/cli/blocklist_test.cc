// SPDX-License-Identifier: MIT
// netkit blocklist from outside: what its verbs print, their statuses, what they refuse.
#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "support/netkit.h"
#include "support/temp_dir.h"

namespace netkit::test {
namespace {

/// Runs a verb in a folder of its own, so that files have short names in what is printed.
class Blocklist : public testing::Test {
 protected:
  void write(const std::string& name, std::string_view text) const { folder_.write(name, text); }
  std::string text_of(const std::string& name) const { return contents(folder_ / name); }

  Outcome blocklist(const Words& words, std::string_view input = {}) const {
    Launch launch = netkit(Words{"blocklist"} + words);
    launch.directory = folder_.path();
    return run(launch, input);
  }
  /// What it writes to stdout; stderr has to be empty.
  std::string output(const Words& words, std::string_view input = {}) const {
    const Outcome outcome = blocklist(words, input);
    EXPECT_EQ(outcome.err, "");
    return outcome.out;
  }

  TempDir folder_;
};

TEST_F(Blocklist, CheckPrintsTheNarrowestRuleAndItsPlace) {
  write("bad.txt", "# neighbours\n10.0.0.0/8 ; SBL1\n10.1.0.0/16 ; SBL2\n::1\n");
  const Outcome outcome = blocklist(
      {"check", "-f", "bad.txt", "--rule", "10.1.2.0/24", "10.9.9.9", "10.1.1.1", "10.1.2.3", "::1", "::2"});
  EXPECT_EQ(outcome.out,
            "10.9.9.9\tblocked\t10.0.0.0/8\tbad.txt:2\n"
            "10.1.1.1\tblocked\t10.1.0.0/16\tbad.txt:3\n"
            "10.1.2.3\tblocked\t10.1.2.0/24\t--rule\n"
            "::1\tblocked\t::1\tbad.txt:4\n"
            "::2\tallowed\t-\t-\n");
  EXPECT_EQ(outcome.err, "");
  EXPECT_EQ(outcome.status, 0);
}

TEST_F(Blocklist, CheckPrintsTheLabelIfAsked) {
  write("bad.txt", "10.0.0.0/8 ; SBL1\n11.0.0.0/8\n");
  EXPECT_EQ(output({"check", "-v", "-f", "bad.txt", "10.0.0.1", "11.0.0.1", "12.0.0.1"}),
            "10.0.0.1\tblocked\t10.0.0.0/8\tbad.txt:1\tSBL1\n"
            "11.0.0.1\tblocked\t11.0.0.0/8\tbad.txt:2\t\n"
            "12.0.0.1\tallowed\t-\t-\t\n");
}

TEST_F(Blocklist, CheckAnswersByItsStatus) {
  const Words list{"check", "-q", "--rule", "10.0.0.0/8"};
  EXPECT_EQ(blocklist(list + Words{"10.0.0.1"}).status, 0);
  EXPECT_EQ(blocklist(list + Words{"11.0.0.1"}).status, 1);
  EXPECT_EQ(blocklist(list + Words{"11.0.0.1", "10.0.0.1"}).status, 0);
  EXPECT_EQ(blocklist(list + Words{"-a", "11.0.0.1", "10.0.0.1"}).status, 1);
  EXPECT_EQ(blocklist(list + Words{"--all", "10.0.0.2", "10.0.0.1"}).status, 0);
  EXPECT_EQ(output(list + Words{"10.0.0.1", "11.0.0.1"}), "");
}

TEST_F(Blocklist, CheckTreatsMappedAddressesAsIpv4AndIgnoresZones) {
  EXPECT_EQ(
      output({"check", "--rule", "10.0.0.0/8", "--rule", "fe80::/10", "::ffff:10.0.0.1", "fe80::1%eth0"}),
      "::ffff:10.0.0.1\tblocked\t10.0.0.0/8\t--rule\n"
      "fe80::1%eth0\tblocked\tfe80::/10\t--rule\n");
  EXPECT_EQ(blocklist({"check", "--rule", "::-ffff::", "1.2.3.4"}).status, 1);
  EXPECT_EQ(blocklist({"check", "--rule", "::/0", "1.2.3.4"}).status, 0);
}

TEST_F(Blocklist, CheckCallsWhatIsNotAnAddressInvalid) {
  const Words list{"check", "--rule", "10.0.0.0/8", "--"};
  const Outcome outcome = blocklist(list + Words{"10.0.0.0/24", "-x", "a\tb", "10.0.0.256"});
  EXPECT_EQ(outcome.out,
            "10.0.0.0/24\tinvalid\t-\t-\n-x\tinvalid\t-\t-\na\\x09b\tinvalid\t-\t-\n"
            "10.0.0.256\tinvalid\t-\t-\n");
  EXPECT_EQ(outcome.err,
            "netkit: '10.0.0.0/24' is not an IP address: it is a CIDR block\n"
            "netkit: '-x' is not an IP address: it is a host name\n"
            "netkit: 'a\\x09b' is not an IP address: a character that cannot stand there (byte 1)\n"
            "netkit: '10.0.0.256' is not an IP address: an octet over 255 (byte 8)\n");
  EXPECT_EQ(outcome.status, 2) << "nothing could be asked";
  EXPECT_EQ(blocklist(list + Words{"x", "11.0.0.1"}).status, 1);
  EXPECT_EQ(blocklist(list + Words{"x", "10.0.0.1"}).status, 0);
  EXPECT_EQ(
      blocklist(Words{"check", "-a"} + Words(list.begin() + 1, list.end()) + Words{"x", "10.0.0.1"}).status,
      1);
  EXPECT_EQ(blocklist(Words{"check", "-qv", "--rule", "::1", "x"}).status, 2);
  EXPECT_EQ(blocklist({"check", "--rule", "10.0.0.0/8", "-"}, "").status, 1);
}

TEST_F(Blocklist, CheckTakesNothingElseForAnAddress) {
  for (const std::string text : {"10.0.0.1.", "[::1]", "10.0.0.1:80", "user@10.0.0.1", "010.0.0.1", "10.1",
                                 "0xa.1", "10.0.0.1 ", "::1%", "10.0.0.1%lo", ""}) {
    const Outcome outcome = blocklist({"check", "--rule", "0.0.0.0/0", "--rule", "::/0", "--", text});
    EXPECT_EQ(outcome.out, text + "\tinvalid\t-\t-\n");
    EXPECT_EQ(outcome.status, 2) << text;
  }
}

TEST_F(Blocklist, ReadsLinesWithoutTheirEndsAndMarks) {
  const std::string input =
      "\xef\xbb\xbf"
      "10.0.0.1\r\n10.0.0.2\r\n11.0.0.1\r";
  EXPECT_EQ(output({"check", "--rule", "10.0.0.0/8", "-"}, input),
            "10.0.0.1\tblocked\t10.0.0.0/8\t--rule\n10.0.0.2\tblocked\t10.0.0.0/8\t--rule\n"
            "11.0.0.1\tallowed\t-\t-\n");
  EXPECT_EQ(output({"filter", "-o", "--rule", "10.0.0.0/8"}, input), "10.0.0.1\n10.0.0.2\n");
  Launch launch = netkit({"blocklist", "merge"});
  launch.environment.emplace_back("NETKIT_BLOCKLIST_MERGE_RULE", "10.0.0.0/8\r\n1.2.3.0/24\r\n");
  EXPECT_EQ(run(launch).out, "1.2.3.0/24\n10.0.0.0/8\n");
}

TEST_F(Blocklist, IgnoresZonesInRulesAndQueries) {
  EXPECT_EQ(output({"check", "--rule", "fe80::1%lo", "--", "fe80::1", "fe80::1%eth0"}),
            "fe80::1\tblocked\tfe80::1\t--rule\nfe80::1%eth0\tblocked\tfe80::1\t--rule\n");
}

TEST_F(Blocklist, IsNoAnswerIfTheListIsBad) {
  write("number.json", R"({"cidr":"10.9.0.0/16","x":1e999})");
  EXPECT_EQ(blocklist({"check", "-f", "number.json", "10.9.0.1"}).status, 0);
  write("cut.json", "[\"10.9.0.0/16\",\n");
  const Outcome cut = blocklist({"check", "-f", "cut.json", "10.9.0.1"});
  EXPECT_EQ(cut.status, 2);
  EXPECT_EQ(
      cut.err,
      "netkit: --file: 'cut.json' is damaged or incomplete (cut.json:2:1: the JSON text ends too early)\n");
  write("cut.gz", "\x1f\x8b\x08");
  EXPECT_TRUE(
      blocklist({"check", "-f", "cut.gz", "10.9.0.1"}).err.contains("'cut.gz' is damaged or incomplete"));
}

TEST_F(Blocklist, WarnsOfAListWithoutARule) {
  write("e", "# nothing yet\n");
  const Outcome merged = blocklist({"merge", "-f", "e"});
  EXPECT_EQ(merged.err, "netkit: 'e' has no rules\n");
  EXPECT_EQ(merged.status, 0);
  EXPECT_EQ(blocklist({"merge", "-q", "-f", "e"}).err, "");
  EXPECT_EQ(blocklist({"diff", "e", "/dev/null"}).err, "netkit: 'e' has no rules\n");
  const Outcome strict = blocklist({"merge", "--strict", "-f", "e"});
  EXPECT_EQ(strict.err, "netkit: --file: 'e' has no rules\n");
  EXPECT_EQ(strict.status, 2);
  EXPECT_EQ(blocklist({"merge", "--strict", "-f", "/dev/null"}).status, 0);
}

TEST_F(Blocklist, AdvisesDecimalOctetsForRulesToo) {
  const Outcome strict = blocklist({"check", "--rule", "010.0.0.1", "--", "10.0.0.1"});
  EXPECT_EQ(strict.status, 2);
  EXPECT_TRUE(strict.err.contains("(--octets decimal reads it as 10.0.0.1)")) << strict.err;
  const Words decimal{"--octets", "decimal"};
  const Words rule{"--rule", "010.0.0.1", "10.0.0.1"};
  EXPECT_EQ(blocklist(Words{"check"} + decimal + rule).status, 0);
  EXPECT_EQ(blocklist(Words{"check"} + rule + decimal).status, 0);
  EXPECT_TRUE(blocklist({"add", "new", "010.0.0.1"}).err.contains("--octets decimal"));
}

TEST_F(Blocklist, SaysThatMemoryIsNotEnough) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
  GTEST_SKIP() << "sanitizers need memory of their own";
#endif
  std::string many;
  for (int i = 0; i < 2'000'000; ++i) many += "::1\n";
  Launch launch;
  launch.directory = folder_.path();
  launch.argv = {"sh", "-c", "ulimit -v 60000; exec \"$0\" blocklist check -f - 10.0.0.1", netkit_program()};
  const Outcome outcome = run(launch, many);
  EXPECT_EQ(outcome.status, 11);
  EXPECT_EQ(outcome.err, "netkit: ENOMEM: not enough memory\n");
}

TEST_F(Blocklist, CheckAnswersALineBeforeTheNextOneComes) {
  Process process(netkit({"blocklist", "check", "--rule", "10.0.0.0/8", "-"}));
  const std::string answer = "10.0.0.1\tblocked\t10.0.0.0/8\t--rule\n";
  process.write_stdin("10.0.0.1\n10.0.");
  EXPECT_EQ(process.wait_for_stdout(answer.size()), answer);
  process.write_stdin("0.1\n");
  const Outcome outcome = finish(process);
  EXPECT_EQ(outcome.out, answer + answer);
  EXPECT_EQ(outcome.status, 0);
}

TEST_F(Blocklist, FilterWritesTheLinesThatHoldABlockedAddress) {
  write("log", "10.0.0.1 GET /\nnothing\n[::1]:80 closed\r\n11.0.0.1\n10.9.9.9");
  const Words rules{"filter", "--rule", "10.0.0.0/8", "--rule", "::1"};
  EXPECT_EQ(output(rules + Words{"log"}), "10.0.0.1 GET /\n[::1]:80 closed\r\n10.9.9.9\n");
  EXPECT_EQ(output(rules + Words{"-v", "log"}), "nothing\n11.0.0.1\n");
  EXPECT_EQ(output(rules + Words{"-o"}, text_of("log")), "10.0.0.1\n::1\n10.9.9.9\n");
  EXPECT_EQ(output(rules + Words{"-", "log"}, "x 10.1.1.1\n"),
            "x 10.1.1.1\n10.0.0.1 GET /\n[::1]:80 closed\r\n10.9.9.9\n");
  EXPECT_EQ(blocklist(rules, "1.2.3.4\n").status, 1);
  EXPECT_EQ(blocklist(rules, "10.2.3.4\n").status, 0);
}

TEST_F(Blocklist, FilterGoesOnAfterAFileThatCannotBeRead) {
  write("log", "10.0.0.1\n");
  const Outcome outcome = blocklist({"filter", "--rule", "10.0.0.0/8", "nowhere", ".", "log"});
  EXPECT_EQ(outcome.out, "10.0.0.1\n");
  EXPECT_EQ(outcome.err,
            "netkit: open ENOENT: no such file or directory (nowhere)\n"
            "netkit: read EISDIR: illegal operation on a directory (.)\n");
  EXPECT_EQ(outcome.status, 11);
}

TEST_F(Blocklist, FilterWritesALineBeforeTheNextOneComes) {
  Process process(netkit({"blocklist", "filter", "--rule", "10.0.0.0/8"}));
  process.write_stdin("from 10.0.0.1\nfrom 10.0.");
  EXPECT_EQ(process.wait_for_stdout(14), "from 10.0.0.1\n");
  process.write_stdin("0.2");
  EXPECT_EQ(finish(process).out, "from 10.0.0.1\nfrom 10.0.0.2\n");
}

TEST_F(Blocklist, RulesAreThoseOfNetTheNewestFirst) {
  const Words rules{"rules",   "--rule",     "10.0.0.1",
                    "--rule",  "10.0.0.5/8", "--rule",
                    "::1-::9", "--rule",     "192.0.2.0/255.255.255.0"};
  EXPECT_EQ(
      output(rules),
      "Subnet: IPv4 192.0.2.0/24\nRange: IPv6 ::1-::9\nSubnet: IPv4 10.0.0.5/8\nAddress: IPv4 10.0.0.1\n");
  const auto json = nlohmann::json::parse(output(rules + Words{"--json"}));
  ASSERT_EQ(json.size(), 4u);
  EXPECT_EQ(json[0], "Subnet: IPv4 192.0.2.0/24");
  write("rules.json", json.dump());
  EXPECT_EQ(output({"rules", "-f", "rules.json"}), output(rules));
}

TEST_F(Blocklist, MergeWritesTheSmallestEqualList) {
  write("a", "10.0.0.128/25\n10.0.0.0-10.0.0.127\n::ffff:10.0.1.0/120\n2001:db8::/33\n");
  write("b", "2001:db8:8000::/33\n192.0.2.1\n10.0.0.0/24\n");
  EXPECT_EQ(output({"merge", "-f", "a", "-f", "b"}), "10.0.0.0/23\n192.0.2.1\n2001:db8::/32\n");
  EXPECT_EQ(output({"merge", "--ranges", "-f", "a", "-f", "b"}),
            "10.0.0.0-10.0.1.255\n192.0.2.1\n2001:db8::-2001:db8:ffff:ffff:ffff:ffff:ffff:ffff\n");
  EXPECT_EQ(output({"merge", "-f", "a", "--except", "b"}), "10.0.1.0/24\n2001:db8::/33\n");
  EXPECT_EQ(output({"merge", "-f", "a", "--common", "b"}), "10.0.0.0/24\n");
  EXPECT_EQ(output({"merge", "-f", "-", "--except", "/dev/null"}, "::/1\n8000::/1\n"), "0.0.0.0/0\n::/0\n");
  EXPECT_EQ(output({"merge", "-f", "/dev/null"}), "");
}

TEST_F(Blocklist, DiffPrintsWhatOnlyOneListCovers) {
  write("a", "10.0.0.0/24\n");
  write("b", "10.0.0.0/25\n10.0.0.255\n::1\n");
  const Outcome outcome = blocklist({"diff", "a", "b"});
  EXPECT_EQ(outcome.out,
            "< 10.0.0.128/26\n< 10.0.0.192/27\n< 10.0.0.224/28\n< 10.0.0.240/29\n< 10.0.0.248/30\n"
            "< 10.0.0.252/31\n< 10.0.0.254\n> ::1\n");
  EXPECT_EQ(outcome.status, 1);
  EXPECT_EQ(output({"diff", "--ranges", "a", "b"}), "< 10.0.0.128-10.0.0.254\n> ::1\n");
  EXPECT_EQ(output({"diff", "-q", "a", "b"}), "");
  EXPECT_EQ(blocklist({"diff", "a", "a"}).status, 0);
}

TEST_F(Blocklist, ExportWritesEachFormat) {
  const Words rules{"export", "--rule", "10.0.0.0/31", "--rule", "::1", "--format"};
  EXPECT_EQ(output(rules + Words{"plain"}), "10.0.0.0/31\n::1\n");
  EXPECT_EQ(output(rules + Words{"ranges"}), "10.0.0.0-10.0.0.1\n::1\n");
  EXPECT_EQ(output(rules + Words{"nginx"}), "deny 10.0.0.0/31;\ndeny ::1;\n");
  EXPECT_EQ(nlohmann::json::parse(output(rules + Words{"json"})).size(), 2u);
  EXPECT_TRUE(output(rules + Words{"ipset", "--name", "mine"}).contains("swap mine-v6-new mine-v6\n"));
  EXPECT_TRUE(output(rules + Words{"nft"}).contains("inet netkit blocked_v4"));
  EXPECT_TRUE(output(rules + Words{"hosts.deny"}).contains("[::1]"));
  EXPECT_TRUE(output(rules + Words{"iptables"}).contains("10.0.0.0/31"));
}

TEST_F(Blocklist, StatsCountsRulesAndAddresses) {
  EXPECT_EQ(output({"stats", "--rule", "10.0.0.0/25", "--rule", "10.0.0.128/25", "--rule", "10.9.9.9",
                    "--rule", "::/0"}),
            "rules\t4\nlines with rules\t4\ncomments\t0\nbad lines\t0\n"
            "IPv4 rules\t3\nIPv4 addresses\t4294967296\nIPv4 blocks\t1\nIPv4 /0\t1\nIPv4 widest\t0.0.0.0/0\n"
            "IPv6 rules\t1\nIPv6 addresses\t340282366920938463463374607427473244160\nIPv6 blocks\t1\n"
            "IPv6 /0\t1\nIPv6 widest\t::/0\n");
  write("list", "# c\n10.0.0.1 10.0.0.2\n\nx\n10.0.0.3\n; c\n");
  const Outcome outcome = blocklist({"stats", "-f", "list"});
  EXPECT_TRUE(
      outcome.out.starts_with("rules\t3\nlines with rules\t2\ncomments\t2\nbad lines\t1\nIPv4 rules\t3\n"))
      << outcome.out;
}

TEST_F(Blocklist, ReportsBadLinesAndGoesOn) {
  write("list", "10.0.0.0/8\n10.0.0.256\n010.0.0.1\n11.0.0.0/8\n12.0.0.1\n");
  const Outcome outcome = blocklist({"merge", "-f", "list"});
  EXPECT_EQ(outcome.out, "10.0.0.0/7\n12.0.0.1\n");
  EXPECT_EQ(outcome.status, 0);
  EXPECT_TRUE(outcome.err.starts_with("netkit: list:2:8: an octet over 255")) << outcome.err;
  EXPECT_TRUE(outcome.err.contains("\nnetkit: list:3:1: a leading zero")) << outcome.err;
  EXPECT_TRUE(outcome.err.contains("(--octets decimal reads it as 10.0.0.1)")) << outcome.err;
  EXPECT_TRUE(outcome.err.ends_with("\nnetkit: list: 2 of 5 lines are not rules\n")) << outcome.err;
  EXPECT_EQ(blocklist({"merge", "-q", "-f", "list"}).err, "");

  const Outcome decimal = blocklist({"check", "--octets", "decimal", "-f", "list", "10.0.0.1", "11.1.1.1"});
  EXPECT_TRUE(decimal.out.starts_with("10.0.0.1\tblocked\t10.0.0.1\tlist:3\n")) << decimal.out;

  const Outcome strict = blocklist({"merge", "--strict", "-f", "list"});
  EXPECT_EQ(strict.out, "");
  EXPECT_TRUE(strict.err.contains("list:2:8: an octet over 255")) << strict.err;
  EXPECT_EQ(strict.status, 2);
}

TEST_F(Blocklist, RefusesAnErrorPage) {
  write("page", "<html>\n<h1>404</h1>\n<p>10.0.0.1</p>\n</html>\n10.0.0.1\n");
  const Outcome outcome = blocklist({"merge", "-f", "page"});
  EXPECT_EQ(outcome.out, "");
  EXPECT_TRUE(outcome.err.contains("'page' does not look like a list: 4 of 5 lines are not rules"))
      << outcome.err;
  EXPECT_EQ(outcome.status, 2);
  write("page", "<html>\n");
  EXPECT_TRUE(blocklist({"merge", "-f", "page"}).err.contains("1 of 1 line is not a rule ("));
}

TEST_F(Blocklist, TakesItsOptionsFromTheEnvironmentToo) {
  Launch launch = netkit({"blocklist", "check", "1.2.3.4"});
  launch.environment.emplace_back("NETKIT_BLOCKLIST_CHECK_RULE", "10.0.0.0/8\n1.2.3.0/24");
  EXPECT_EQ(run(launch).out, "1.2.3.4\tblocked\t1.2.3.0/24\t--rule\n");
}

/// What is refused, and a part of the line that says so.
struct Refusal {
  Words words;
  std::string complaint;
};

TEST_F(Blocklist, RefusesInvalidCommandLines) {
  write("list", "10.0.0.0/8\n");
  const std::vector<Refusal> refusals = {
      {{}, "no verb: check, filter, rules, add, remove, merge, diff, export or stats"},
      {{"chek"}, "unknown verb 'chek': did you mean blocklist check?"},
      {{"check", "1.2.3.4"}, "no list: give -f FILE or --rule RULE"},
      {{"check", "-f", "list"}, "no address"},
      {{"check", "-f", "nowhere", "1.2.3.4"}, "'nowhere': No such file or directory"},
      {{"check", "-f", ".", "1.2.3.4"}, "'.': Is a directory"},
      {{"check", "--rule", "1.2.3", "1.2.3.4"}, "--rule: '1.2.3' is not an address, CIDR block or range"},
      {{"check", "--rule", "10.0.0.9-10.0.0.1", "1.2.3.4"}, "the last address lies before the first"},
      {{"check", "--rule", "10.0.0.0/33", "1.2.3.4"}, "a prefix longer than the address"},
      {{"check", "--rule", "10.0.0.1-::1", "1.2.3.4"}, "IPv4 and IPv6 in one range"},
      {{"check", "-f", "-", "-"}, "can be read only once"},
      {{"check", "--octets", "octal", "-f", "list", "1.2.3.4"}, "--octets: 'octal'"},
      {{"filter", "-v", "-o", "-f", "list"}, "--invert-match and --only-matching exclude each other"},
      {{"filter", "-f", "-"}, "can be read only once"},
      {{"rules", "list"}, "name a list with -f"},
      {{"merge", "-f", "list", "--except", "nowhere"}, "'nowhere': No such file or directory"},
      {{"diff", "list"}, "give two lists"},
      {{"export", "-f", "list"},
       "no format: give --format plain, ranges, json, ipset, nft, iptables, nginx or hosts.deny"},
      {{"export", "-f", "list", "--format", "ngix"}, "did you mean nginx?"},
      {{"export", "-f", "list", "--format", "nftables"}, "did you mean nft?"},
      {{"export", "-f", "list", "--format", "nft", "--name", "a b"}, "--name"},
      {{"add", "list"}, "needs a file and a rule"},
      {{"add", "list", "1.2.3"}, "'1.2.3' is not an address"},
      {{"add", "-", "1.2.3.4"}, "standard input cannot be changed"},
      {{"merge", "--rnges", "-f", "list"}, "did you mean --ranges?"},
  };
  for (const Refusal& refusal : refusals) {
    const Outcome outcome = blocklist(refusal.words);
    EXPECT_EQ(outcome.status, 2) << refusal.complaint;
    EXPECT_EQ(outcome.out, "");
    EXPECT_TRUE(outcome.err.contains(refusal.complaint)) << refusal.complaint << "\n" << outcome.err;
    EXPECT_EQ(std::ranges::count(outcome.err, '\n'), 1) << outcome.err;
  }
  EXPECT_EQ(text_of("list"), "10.0.0.0/8\n");
}

}  // namespace
}  // namespace netkit::test
