// SPDX-License-Identifier: MIT
// Digest needs the hashes of the module.
#include <gtest/gtest.h>
#include <netkit/proxy/machine/authorization.h>

#include "handshakes.h"

namespace netkit::test {
namespace {

std::string hash(std::string_view algorithm, std::string_view data) {
  return tls_module().hash(algorithm, data);
}

std::string answer(const std::vector<std::string>& challenges, const ProxyCredentials& credentials,
                   const AuthorizedRequest& request = {.uri = "h:1", .cnonce = "c"}) {
  const auto made = answer_challenges(challenges, credentials, request, hash);
  return made ? made->value : "";
}

// RFC 7616, section 3.9.1.
const ProxyCredentials mufasa{"Mufasa", "Circle of Life"};
const AuthorizedRequest index_html{"GET", "/dir/index.html", "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ"};
const std::string parameters =
    R"(realm="http-auth@example.org", qop="auth, auth-int", )"
    R"(nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v", opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS")";

TEST(ProxyAuthorization, AnswersDigestAsTheStandardDoes) {
  const std::string sha = answer({"Digest algorithm=SHA-256, " + parameters}, mufasa, index_html);
  EXPECT_TRUE(sha.contains("response=\"753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1\""))
      << sha;
  EXPECT_TRUE(sha.contains("nc=00000001, cnonce=\"f2/wE4q7")) << sha;
  EXPECT_TRUE(sha.contains("opaque=\"FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS\"")) << sha;
  const std::string md5 = answer({"Digest algorithm=MD5, " + parameters}, mufasa, index_html);
  EXPECT_TRUE(md5.contains("response=\"8ca523f5e9506fed4657c9700eebdbec\"")) << md5;
}

TEST(ProxyAuthorization, TakesTheBestOfSeveral) {
  const std::string basic = "Basic realm=\"x\"", md5 = "Digest realm=\"x\", nonce=\"n\"",
                    sha = "Digest realm=\"x\", nonce=\"n\", algorithm=SHA-256";
  const ProxyCredentials me{"me", "word"};
  EXPECT_TRUE(answer({basic, md5, sha}, me).contains("algorithm=SHA-256"));
  EXPECT_TRUE(answer({sha + ", " + basic}, me).contains("algorithm=SHA-256"));
  EXPECT_TRUE(answer({basic + ", " + md5}, me).starts_with("Digest "));
  EXPECT_EQ(answer({"Negotiate", "Bearer realm=\"x\"", basic}, me), "Basic bWU6d29yZA==");
  EXPECT_EQ(answer({"Digest realm=\"x\", nonce=\"n\", algorithm=SHA-512-256, Basic realm=x"}, me),
            "Basic bWU6d29yZA==");
}

TEST(ProxyAuthorization, AnswersNothingThatItDoesNotKnow) {
  const ProxyCredentials me{"me", "word"};
  for (const std::string challenge :
       {"", "Basic", "Digest", "Digest realm=\"x\"", "Digest nonce=\"n\", qop=\"auth-int\"",
        "Digest nonce=\"n\", algorithm=x", "NTLM TlRMTVNTUAAC", "=,\"", "\"", "Basic realm=\"x"})
    EXPECT_EQ(answer({challenge}, me).starts_with("Digest"), false) << challenge;
  EXPECT_FALSE(answer_challenges({"Digest realm=\"x\", nonce=\"n\""}, me, {}, nullptr));
}

TEST(ProxyAuthorization, SendsWhatIsEmptyAsSuch) {
  EXPECT_EQ(answer({"Basic realm=x"}, {"", ""}), "Basic Og==");
  EXPECT_EQ(answer({"Basic realm=x"}, {"me", {}}), "Basic bWU=");
}

TEST(ProxyAuthorization, EscapesWhatItQuotes) {
  const std::string text = answer({R"(Digest realm="a\"b", nonce="n")"}, {R"(q"\)", "w"});
  EXPECT_TRUE(text.starts_with(R"(Digest username="q\"\\", realm="a\"b", nonce="n")")) << text;
}

TEST(ProxyAuthorization, KnowsAnAnswerThatIsTooOld) {
  const auto made =
      answer_challenges({"Digest realm=\"x\", nonce=\"n\", stale=TRUE"}, {"me", "word"}, {}, hash);
  EXPECT_TRUE(made && made->is_stale);
}

}  // namespace
}  // namespace netkit::test
