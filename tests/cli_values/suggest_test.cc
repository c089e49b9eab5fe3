// SPDX-License-Identifier: MIT
#include "cli/option/suggest.h"

#include <gtest/gtest.h>

#include <array>
#include <string>

namespace netkit::cli {
namespace {

constexpr std::array<std::string_view, 5> commands{"listen", "connect", "echo", "check-ip", "blocklist"};

TEST(Suggest, FindsAWordWithASlipInIt) {
  EXPECT_EQ(nearest("lisen", commands), "listen");    // left out
  EXPECT_EQ(nearest("listten", commands), "listen");  // added
  EXPECT_EQ(nearest("lisden", commands), "listen");   // replaced
  EXPECT_EQ(nearest("lsiten", commands), "listen");   // swapped
  EXPECT_EQ(nearest("ehco", commands), "echo");       // a swap is one slip, not two
  EXPECT_EQ(nearest("checkip", commands), "check-ip");
  EXPECT_EQ(nearest("block-lists", commands), "blocklist");
}

TEST(Suggest, FindsTheOnlyWordThatBeginsAsTyped) {
  EXPECT_EQ(nearest("co", commands), "connect");
  EXPECT_EQ(nearest("block", commands), "blocklist");
  EXPECT_EQ(nearest("listen", commands), "listen");
}

TEST(Suggest, FindsAWordThatTheTextBeginsWith) {
  constexpr std::array<std::string_view, 4> words{"iptables", "nft", "--retry", "--retry-for"};
  EXPECT_EQ(nearest("nftables", words), "nft");
  EXPECT_EQ(nearest("--retry-fr", words), "--retry-for");  // one slip is nearer
}

TEST(Suggest, DoesNotGuessFromOneLetterOrFromSeveralBeginnings) {
  EXPECT_FALSE(nearest("l", commands));
  constexpr std::array<std::string_view, 2> words{"--send-only", "--send-buffer"};
  EXPECT_FALSE(nearest("--send", words));
}

TEST(Suggest, PrefersTheWordItselfToALongerOne) {
  constexpr std::array<std::string_view, 2> words{"--block-list", "--block"};
  EXPECT_EQ(nearest("--block", words), "--block");
}

TEST(Suggest, PrefersTheNearestAndThenTheFirst) {
  constexpr std::array<std::string_view, 3> words{"abcdxx", "abcdex", "abcdey"};
  EXPECT_EQ(nearest("abcdez", words), "abcdex");
  EXPECT_EQ(nearest("abcdxz", words), "abcdxx");
}

TEST(Suggest, AllowsOneSlipInThreeLettersAndAlwaysOne) {
  constexpr std::array<std::string_view, 1> words{"abcdef"};
  EXPECT_EQ(nearest("abXdeX", words), "abcdef");
  EXPECT_FALSE(nearest("abXXeX", words));
  constexpr std::array<std::string_view, 1> short_word{"-q"};
  EXPECT_EQ(nearest("-Q", short_word), "-q");
  EXPECT_FALSE(nearest("+Q", short_word));
}

TEST(Suggest, FindsNothingNearNothing) {
  EXPECT_FALSE(nearest("", commands));
  EXPECT_FALSE(nearest("listen", {}));
  EXPECT_FALSE(nearest("frobnicate", commands));
  EXPECT_FALSE(nearest(std::string(1'000'000, 'x'), commands));
}

}  // namespace
}  // namespace netkit::cli
