// SPDX-License-Identifier: MIT
#include <netkit/socket/resolver.h>

#include <gtest/gtest.h>
#include <netkit/loop/loop.h>
#include <netkit/socket/internal/hosts_file.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "support/io_fixtures.h"

namespace netkit::test {
namespace {

class ResolverTest : public testing::Test {
 protected:
  std::unique_ptr<Lookup> start(const std::string& host, std::optional<Family> family = {}) {
    return resolver_.look_up({host, family, {}}, [this](Result<Lookup::Addresses> result) {
      ++calls_;
      result_ = std::move(result);
    });
  }
  void look_up(const std::string& host, std::optional<Family> family = {}) {
    calls_ = 0;
    const auto lookup = start(host, family);
    EXPECT_EQ(calls_, 0) << "news comes from the loop only";
    EXPECT_TRUE(run_until(loop_, [&] { return calls_ > 0; }));
    EXPECT_EQ(calls_, 1);
  }
  std::vector<std::string> found() const {
    std::vector<std::string> texts;
    for (const SocketAddress& one : result_->value()) texts.push_back(one.address.to_string());
    return texts;
  }

  Loop loop_;
  Resolver resolver_{loop_};
  int calls_ = 0;
  std::optional<Result<Lookup::Addresses>> result_;
};

TEST_F(ResolverTest, GivesItsOwnAnswersInTheirOrder) {
  for (const auto* text : {"127.0.0.2", "::1", "127.0.0.1"}) resolver_.answer("name.test", address(text));
  look_up("name.test");
  EXPECT_EQ(found(), (std::vector<std::string>{"127.0.0.2", "::1", "127.0.0.1"}));
}

TEST_F(ResolverTest, GivesOnlyAddressesOfTheFamilyAskedFor) {
  for (const auto* text : {"127.0.0.2", "::1", "127.0.0.1"}) resolver_.answer("name.test", address(text));
  look_up("name.test", Family::ipv4);
  EXPECT_EQ(found(), (std::vector<std::string>{"127.0.0.2", "127.0.0.1"}));
}

TEST_F(ResolverTest, SaysThatANameHasNoAddressOfTheFamily) {
  resolver_.answer("name.test", address("127.0.0.1"));
  look_up("name.test", Family::ipv6);
  ASSERT_FALSE(*result_);
  EXPECT_EQ(result_->error().message, "getaddrinfo EAI_ADDRFAMILY name.test");
}

TEST_F(ResolverTest, DoesNotAskTheSystemForANameThatItAnswers) {
  resolver_.answer("localhost", address("192.0.2.1"));
  look_up("localhost");
  EXPECT_EQ(found(), std::vector<std::string>{"192.0.2.1"});
  EXPECT_EQ(loop_.lookups_running(), 0);
}

TEST_F(ResolverTest, ComparesNamesWithoutRegardToCaseAndAFinalDot) {
  resolver_.answer("Host.Test", address("192.0.2.1"));
  resolver_.answer("B\u00fccher.test", address("192.0.2.2"));
  const std::vector<std::pair<const char*, const char*>> answers{
      {"host.test", "192.0.2.1"},          {"HOST.TEST.", "192.0.2.1"},
      {"b\u00dccher.test", "192.0.2.2"},   {"bu\u0308cher.test.", "192.0.2.2"},
      {"XN--BCHER-KVA.test", "192.0.2.2"},
  };
  for (const auto& [name, found_there] : answers) {
    look_up(name);
    EXPECT_EQ(found(), std::vector<std::string>{found_there}) << name;
  }
}

TEST_F(ResolverTest, AsksTheSystemForAnInternationalNameInAscii) {
  look_up("b\u00fccher.invalid");
  ASSERT_FALSE(*result_);
  EXPECT_EQ(result_->error().address, "b\u00fccher.invalid");
  look_up("xn--\u00fc.invalid");
  EXPECT_EQ(result_->error().message, "getaddrinfo ENOTFOUND xn--\u00fc.invalid");
  EXPECT_EQ(loop_.lookups_running(), 0) << "a name that cannot be converted is not asked for";
}

TEST_F(ResolverTest, FindsLocalhostInAnySpelling) {
  std::ifstream hosts("/etc/hosts");
  if (!internal::has_host(hosts, "localhost", {}))
    GTEST_SKIP() << "the file of hosts does not have localhost";
  for (const char* name : {"LOCALHOST", "localhost.", "LocalHost."}) {
    look_up(name);
    ASSERT_TRUE(*result_) << name << ": " << result_->error().message;
    EXPECT_TRUE(result_->value().front().address.is_loopback());
  }
}

TEST_F(ResolverTest, AsksTheSystemForLocalhost) {
  look_up("localhost");
  ASSERT_TRUE(*result_) << result_->error().message;
  EXPECT_TRUE(std::ranges::all_of(
      result_->value(), [](const SocketAddress& one) { return one.address.is_loopback() && one.port == 0; }));
  EXPECT_EQ(loop_.lookups_running(), 0);
}

TEST_F(ResolverTest, AsksTheSystemForOneFamily) {
  look_up("localhost", Family::ipv4);
  ASSERT_TRUE(*result_) << result_->error().message;
  EXPECT_EQ(found(), std::vector<std::string>{"127.0.0.1"});
}

TEST_F(ResolverTest, SaysThatANameIsNotFound) {
  // No name server knows this top-level domain (RFC 6761 section 6.4); offline the answer is EAI_AGAIN.
  look_up("netkit.invalid");
  ASSERT_FALSE(*result_);
  const Error& error = result_->error();
  EXPECT_EQ(error.syscall, "getaddrinfo");
  EXPECT_EQ(error.address, "netkit.invalid");
  EXPECT_EQ(error.message, "getaddrinfo " + error.name + " netkit.invalid");
  EXPECT_TRUE(error.name == "ENOTFOUND" || error.name == "EAI_AGAIN") << error.name;
}

TEST_F(ResolverTest, SaysFromTheLoopThatANameIsTooLong) {
  look_up(std::string(300, 'a'));
  EXPECT_FALSE(*result_);
  EXPECT_EQ(loop_.lookups_running(), 0);
}

TEST_F(ResolverTest, IsSilentIfTheLookUpIsDestroyed) {
  {
    // Hints are for the system, in its thread.
    const auto running =
        resolver_.look_up({"localhost", {}, LookupHints{}}, [this](const auto&) { ++calls_; });
    EXPECT_EQ(loop_.lookups_running(), 1);
  }
  resolver_.answer("name.test", address("127.0.0.1"));
  start("name.test").reset();
  EXPECT_TRUE(run_until(loop_, [&] { return loop_.lookups_running() == 0; }));
  EXPECT_EQ(calls_, 0);
}

TEST_F(ResolverTest, LetsALookUpBeDestroyedInItsCallback) {
  std::unique_ptr<Lookup> lookup;
  std::string trace;
  for (const auto* host : {"name.test", "localhost"}) {
    resolver_.answer("name.test", address("127.0.0.1"));
    lookup = resolver_.look_up({host, {}, {}},
                               [&, text = std::string("a text that is too long to be stored inside")](
                                   const Result<Lookup::Addresses>& result) {
                                 lookup.reset();
                                 trace += result ? text : "nothing found";
                               });
    EXPECT_TRUE(run_until(loop_, [&] { return lookup == nullptr; }));
  }
  EXPECT_EQ(trace.size(), 2 * std::string("a text that is too long to be stored inside").size());
}

TEST(Resolver, MayHaveALookUpInProgressWhenTheLoopEnds) {
  Loop loop;
  Resolver resolver(loop);
  const auto lookup = resolver.look_up({"localhost", {}, {}}, [](const auto&) { FAIL(); });
}

TEST(PortOfService, IsFromTheSystemsTable) {
  EXPECT_EQ(port_of_service("no-such-service"), std::nullopt);
  if (!port_of_service("http")) GTEST_SKIP() << "no /etc/services";
  EXPECT_EQ(port_of_service("http"), 80);
  EXPECT_EQ(port_of_service("HTTP"), 80);
}

TEST_F(ResolverTest, FindsLocalhostInTheFileOfHostsWithoutAThread) {
  std::ifstream hosts("/etc/hosts");
  if (!internal::has_host(hosts, "localhost", {}))
    GTEST_SKIP() << "the file of hosts does not have localhost";
  const auto threads = [] {
    return std::ranges::distance(std::filesystem::directory_iterator("/proc/self/task"));
  };
  const auto before = threads();
  look_up("localhost");
  EXPECT_EQ(threads(), before);
  for (const SocketAddress& one : result_->value()) EXPECT_TRUE(one.address.is_loopback()) << one.to_string();
}

}  // namespace
}  // namespace netkit::test
