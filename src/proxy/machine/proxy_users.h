// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/export.h>
#include <netkit/proxy/machine/authorization.h>
#include <netkit/proxy/machine/nonces.h>
#include <netkit/proxy/machine/proxy_url.h>

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace NETKIT_PUBLIC netkit {

/// Those who may use a proxy. Immutable; threads may share it. Comparisons take the same time wherever texts
/// of one length differ.
class ProxyUsers {
 public:
  /// Without `hash` only Basic is asked for. `nonces` may be shared with other users.
  ProxyUsers(std::vector<ProxyCredentials> all, HashFunction hash, std::shared_ptr<Nonces> nonces);

  std::size_t size() const { return all_.size(); }
  /// Whether there is a user with this password.
  bool know(std::string_view user, std::string_view password) const;

  /// Values of Proxy-Authenticate: Digest with SHA-256 and with MD5 (RFC 7616), Basic (RFC 7617). `is_stale`:
  /// the last answer was right, but its nonce is not good any more.
  std::vector<std::string> challenges(bool is_stale) const;

  /// What a client's answer is worth.
  struct Verdict {
    bool is_good = false;
    bool is_stale = false;
    std::string user = {};
  };
  /// `value` of Proxy-Authorization for a request. A good answer to Digest counts once.
  Verdict check(std::string_view value, std::string_view method, const std::vector<std::string>& uris) const;

 private:
  struct Answer;
  Verdict check_basic(std::string_view text) const;
  Verdict check_digest(std::string_view text, std::string_view method,
                       const std::vector<std::string>& uris) const;
  std::string response_for(const ProxyCredentials& user, const Answer& answer, std::string_view method) const;

  std::vector<ProxyCredentials> all_;
  HashFunction hash_;
  std::shared_ptr<Nonces> nonces_;
};

// Example:
//
//     const ProxyUsers users({{"me", "word"}}, nullptr, nullptr);
//     assert(users.know("me", "word") && !users.know("me", "other"));
//     assert(users.challenges(false).front() == "Basic realm=\"netkit\"");
//     assert(users.check("Basic bWU6d29yZA==", "CONNECT", {"h:1"}).user == "me");

}  // namespace netkit
