// SPDX-License-Identifier: MIT
// Digest needs the hashes of the module.
#include <netkit/proxy/machine/proxy_users.h>

#include <gtest/gtest.h>

#include <string>

#include "handshakes.h"

namespace netkit {
namespace {

std::string hash(std::string_view algorithm, std::string_view data) {
  return test::tls_module().hash(algorithm, data);
}

class Users : public testing::Test {
 protected:
  static constexpr char uri[] = "h:1";

  /// What a client answers to the challenge.
  static std::string answer(const std::string& challenge, const std::string& word = "word") {
    return answer_challenges({challenge}, {"me", word}, {.uri = uri, .cnonce = "c"}, hash)->value;
  }
  static std::string with(std::string text, const std::string& part, const std::string& other) {
    const auto at = text.find(part);
    EXPECT_NE(at, std::string::npos) << part;
    return text.replace(at, part.size(), other);
  }
  ProxyUsers::Verdict check(const std::string& value) const {
    return users_.check(value, "CONNECT", {"/", uri});
  }

  std::chrono::seconds now_{1000};
  std::shared_ptr<Nonces> nonces_ = std::make_shared<Nonces>(hash, "secret", [this] { return now_; });
  ProxyUsers users_{{{"you", "other"}, {"me", "word"}}, hash, nonces_};
};

TEST_F(Users, AreAskedForTheBestFirst) {
  const auto challenges = users_.challenges(false);
  ASSERT_EQ(challenges.size(), 3U);
  EXPECT_TRUE(challenges[0].starts_with("Digest realm=\"netkit\", nonce=\""));
  EXPECT_TRUE(challenges[0].ends_with(", qop=\"auth\", algorithm=SHA-256"));
  EXPECT_TRUE(challenges[1].ends_with(", qop=\"auth\", algorithm=MD5"));
  EXPECT_EQ(challenges[2], "Basic realm=\"netkit\"");
  EXPECT_TRUE(users_.challenges(true)[0].ends_with(", stale=true"));
}

TEST_F(Users, AnswerEachChallengeOnce) {
  for (const int index : {0, 1}) {
    const std::string value = answer(users_.challenges(false)[static_cast<std::size_t>(index)]);
    EXPECT_EQ(check(value).user, "me");
    const auto again = check(value);
    EXPECT_FALSE(again.is_good);
    EXPECT_TRUE(again.is_stale);
  }
}

TEST_F(Users, AnswerWithoutQopOnce) {
  const std::string challenge = with(users_.challenges(false)[1], ", qop=\"auth\", algorithm=MD5", "");
  EXPECT_TRUE(check(answer(challenge)).is_good);
  EXPECT_FALSE(check(answer(challenge)).is_good);
}

TEST_F(Users, HaveAMinute) {
  const std::string challenge = users_.challenges(false)[0];
  now_ += Nonces::lifetime;
  EXPECT_TRUE(check(answer(challenge)).is_good);
  const std::string late = users_.challenges(false)[0];
  now_ += Nonces::lifetime + std::chrono::seconds(1);
  EXPECT_TRUE(check(answer(late)).is_stale);
}

TEST_F(Users, AreRefusedWithAnythingWrong) {
  const std::string challenge = users_.challenges(false)[0], good = answer(challenge);
  EXPECT_FALSE(check(answer(challenge, "Word")).is_good);
  for (const auto& [part, other] :
       std::initializer_list<std::pair<std::string, std::string>>{{"username=\"me\", ", ""},
                                                                  {"username=\"me\"", "username=\"you\""},
                                                                  {"realm=\"netkit\"", "realm=\"other\""},
                                                                  {"uri=\"h:1\"", "uri=\"h:2\""},
                                                                  {"uri=\"h:1\", ", ""},
                                                                  {"nonce=\"0", "nonce=\"1"},
                                                                  {"nc=00000001", "nc=00000002"},
                                                                  {"nc=00000001", "nc=0000001"},
                                                                  {"cnonce=\"c\"", "cnonce=\"\""},
                                                                  {"qop=auth", "qop=auth-int"},
                                                                  {"algorithm=SHA-256", "algorithm=SHA-512"},
                                                                  {"algorithm=SHA-256, ", ""},
                                                                  {"response=\"", "response=\"0"},
                                                                  {"Digest ", "Digest x "}}) {
    const auto verdict = check(with(good, part, other));
    EXPECT_FALSE(verdict.is_good) << part << other;
    EXPECT_FALSE(verdict.is_stale) << part << other;
  }
  EXPECT_FALSE(check(good + " x").is_good);
  EXPECT_FALSE(check(good + ", nc=00000001").is_good);
  EXPECT_TRUE(check(good).is_good);  // none of them has used it up
}

TEST_F(Users, HaveNoncesOfWhichTheOldestAreForgotten) {
  const std::string first = nonces_->make();
  EXPECT_EQ(nonces_->use(first, 1), Nonces::Use::good);
  EXPECT_EQ(nonces_->use(first, 3), Nonces::Use::good);
  EXPECT_EQ(nonces_->use(first, 2), Nonces::Use::good);
  EXPECT_EQ(nonces_->use(first, 3), Nonces::Use::stale);
  EXPECT_EQ(nonces_->use(first, std::nullopt), Nonces::Use::stale);
  EXPECT_EQ(nonces_->use(first, 0), Nonces::Use::forged);
  EXPECT_EQ(nonces_->use(first, Nonces::most_uses + 1), Nonces::Use::stale);
  const std::string unused = nonces_->make();
  for (std::size_t i = 0; i < Nonces::most_nonces; ++i) nonces_->use(nonces_->make(), 1);
  EXPECT_EQ(nonces_->use(first, 4), Nonces::Use::stale);
  EXPECT_EQ(nonces_->use(unused, 1), Nonces::Use::good);
  EXPECT_EQ(nonces_->use(unused + "0", 1), Nonces::Use::forged);
}

// Another secret makes other nonces.
TEST_F(Users, HaveNoncesThatOthersCannotMake) {
  Nonces nonces(hash, "Jefe", [] { return std::chrono::seconds(0); });
  const std::string nonce = nonces.make();
  EXPECT_EQ(nonce.size(), 96U);
  EXPECT_TRUE(nonces.is_own(nonce));
  Nonces others(hash, "Jefa", [] { return std::chrono::seconds(0); });
  EXPECT_FALSE(others.is_own(nonce));
}

}  // namespace
}  // namespace netkit
