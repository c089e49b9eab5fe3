// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/export.h>
#include <netkit/proxy/machine/proxy_url.h>

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace NETKIT_PUBLIC netkit {

/// The hash of `data` by "MD5" or "SHA-256", in hexadecimal digits of lower case.
using HashFunction = std::function<std::string(std::string_view algorithm, std::string_view data)>;

/// What a user asks for, and answers challenges to.
struct AuthorizedRequest {
  std::string method = "CONNECT";
  std::string uri = {};     ///< "example.com:443"
  std::string cnonce = {};  ///< random, hexadecimal
};

/// The answer to a 407, or nothing if none of its challenges can be answered.
struct Authorization {
  std::string value;      ///< of Proxy-Authorization
  bool is_basic = false;  ///< the password can be read by who sees it
  bool is_stale = false;  ///< the last answer was right, but too old
};

/// Answers the best of the challenges (values of Proxy-Authenticate, each with one or more): Digest with
/// SHA-256, Digest with MD5 (RFC 7616, and RFC 2069 where there is no qop), Basic (RFC 7617). Without `hash`
/// only Basic is answered.
std::optional<Authorization> answer_challenges(const std::vector<std::string>& challenges,
                                               const ProxyCredentials& credentials,
                                               const AuthorizedRequest& request, const HashFunction& hash);

// Example:
//
//     const auto answer = answer_challenges({"Basic realm=\"x\""}, {"me", "word"}, {}, nullptr);
//     assert(answer && answer->is_basic && answer->value == "Basic bWU6d29yZA==");

}  // namespace netkit
