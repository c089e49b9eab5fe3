// SPDX-License-Identifier: MIT
// What is written for other programs, loaded by them in a network namespace of its own.
#include <gtest/gtest.h>
#include <netkit/blocklist/format/list_writer.h>
#include <unistd.h>

#include <optional>
#include <stdexcept>

#include "support/peers.h"
#include "support/process.h"

namespace netkit::test {
namespace {

Outcome run_words(const std::vector<std::string>& words, std::string_view input = {}) {
  Launch launch;
  launch.argv = words;
  return run(launch, input);
}

/// A network namespace that goes with its owner.
class Namespace {
 public:
  Namespace() : name_("nkl" + std::to_string(::getpid())) {
    const Outcome made = run_words({"ip", "netns", "add", name_});
    if (made.status != 0) throw std::runtime_error("no network namespaces here: " + made.err);
  }
  Namespace(const Namespace&) = delete;
  Namespace& operator=(const Namespace&) = delete;
  ~Namespace() { run_words({"ip", "netns", "delete", name_}); }

  Outcome run(std::vector<std::string> words, std::string_view input = {}) const {
    words.insert(words.begin(), {"ip", "netns", "exec", name_});
    return run_words(words, input);
  }

 private:
  std::string name_;
};

AddressSet set_of(const std::vector<std::string>& rules) {
  AddressSet::Builder builder;
  for (const std::string& rule : rules) builder.add(*parse_rule(rule));
  return builder.build();
}

std::string written(const AddressSet& set, ExportFormat format) {
  std::string text;
  write_list(set, format, [&text](std::string_view piece) { text += piece; });
  return text;
}

/// Both families, what lies next to each other, and so many addresses besides.
AddressSet many(std::uint32_t count) {
  AddressSet::Builder builder;
  for (std::uint32_t i = 0; i < count; ++i) builder.add(IpAddress::v4(0x0a00'0000 + 2 * i));
  for (std::uint64_t i = 0; i < 1'000; ++i) builder.add(IpAddress::v6(0x2001'0db8ULL << 32U, 2 * i));
  return builder.build() | set_of({"192.0.2.0/24", "198.51.100.1-198.51.100.6", "fe80::/10"});
}

const std::vector<std::string> asked = {"10.0.0.0",    "10.0.0.1",    "10.2.34.222",  "10.2.34.224",
                                        "192.0.2.255", "192.0.3.0",   "198.51.100.6", "198.51.100.7",
                                        "2001:db8::4", "2001:db8::5", "fe80::1",      "fec0::"};

/// Skips where the program or namespaces are missing.
class ListLoading : public testing::Test {
 protected:
  void SetUp() override {
    if (const auto missing = why_missing("ip")) GTEST_SKIP() << *missing;
    try {
      namespace_.emplace();
    } catch (const std::runtime_error& problem) {
      GTEST_SKIP() << problem.what();
    }
  }

  std::optional<Namespace> namespace_;
};

/// Why a program cannot do in this namespace what a small file of its own asks for.
std::optional<std::string> why_not(const Namespace& where, const std::vector<std::string>& words,
                                   std::string_view input) {
  if (auto missing = why_missing(words.front())) return missing;
  const Outcome outcome = where.run(words, input);
  if (outcome.status == 0) return std::nullopt;
  return words.front() + " does not work here: " + outcome.err;
}

TEST_F(ListLoading, IsDoneByIpset) {
  const auto reason = why_not(*namespace_, {"ipset", "restore"}, "create x hash:net family inet6\n");
  if (reason) GTEST_SKIP() << *reason;
  // More than a set takes by default.
  const AddressSet set = many(70'000);
  for (const AddressSet& one : {set_of({"0.0.0.0/0", "::/0"}), set, set}) {
    const Outcome loaded = namespace_->run({"ipset", "restore"}, written(one, ExportFormat::ipset));
    ASSERT_EQ(loaded.status, 0) << loaded.err;
  }
  for (const std::string& text : asked) {
    const std::string name = text.contains(':') ? "netkit-v6" : "netkit-v4";
    const bool there = namespace_->run({"ipset", "test", name, text}).status == 0;
    EXPECT_EQ(there, set.contains(*IpAddress::parse(text))) << text;
  }
}

TEST_F(ListLoading, IsDoneByNft) {
  const auto reason = why_not(*namespace_, {"nft", "-f", "-"},
                              "add table inet x\nadd set inet x y { type ipv4_addr; flags interval; }\n");
  if (reason) GTEST_SKIP() << *reason;
  // More than one command's.
  const AddressSet set = many(12'000);
  for (const AddressSet& one : {set_of({"0.0.0.0/0", "::/0"}), set, set}) {
    const Outcome loaded = namespace_->run({"nft", "-f", "-"}, written(one, ExportFormat::nft));
    ASSERT_EQ(loaded.status, 0) << loaded.err.substr(0, 1000);
  }
  for (const std::string& text : asked) {
    const std::string name = text.contains(':') ? "blocked_v6" : "blocked_v4";
    const Outcome found =
        namespace_->run({"nft", "get", "element", "inet", "netkit", name, "{ " + text + " }"});
    EXPECT_EQ(found.status == 0, set.contains(*IpAddress::parse(text))) << text;
  }
}

TEST_F(ListLoading, IsDoneByBothProgramsOfIptables) {
  const AddressSet set = set_of({"192.0.2.0/24", "198.51.100.7", "2001:db8::/32"});
  const auto expect_rules = [&](const std::string& program, const std::string& expected) {
    const auto reason = why_not(*namespace_, {program + "-restore", "-n"}, "*filter\n:x - [0:0]\nCOMMIT\n");
    if (reason) GTEST_SKIP() << *reason;
    for (const AddressSet& one : {set_of({"0.0.0.0/0", "::/0"}), set, set}) {
      const Outcome loaded =
          namespace_->run({program + "-restore", "-n"}, written(one, ExportFormat::iptables));
      ASSERT_EQ(loaded.status, 0) << loaded.err;
    }
    EXPECT_EQ(namespace_->run({program, "-S", "netkit"}).out, "-N netkit\n" + expected);
  };
  expect_rules("iptables", "-A netkit -s 192.0.2.0/24 -j DROP\n-A netkit -s 198.51.100.7/32 -j DROP\n");
  expect_rules("ip6tables", "-A netkit -s 2001:db8::/32 -j DROP\n");
}

}  // namespace
}  // namespace netkit::test
