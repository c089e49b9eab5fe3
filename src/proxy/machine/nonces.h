// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/export.h>
#include <netkit/proxy/machine/authorization.h>

#include <bitset>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace NETKIT_PUBLIC netkit {

/// The nonces of Digest (RFC 7616, section 3.3). Each has the time, a number of its own and an HMAC over both
/// (RFC 2104, SHA-256), so that nothing is kept for those that are only given out. Threads may share it.
class Nonces {
 public:
  using Seconds = std::chrono::seconds;
  static constexpr Seconds lifetime{60};            ///< of a nonce
  static constexpr std::size_t most_uses = 4096;    ///< of a nonce; then it is stale
  static constexpr std::size_t most_nonces = 4096;  ///< whose uses are remembered; then the oldest is stale

  /// `secret`: random bytes. `now`: a clock that does not go back.
  Nonces(HashFunction hash, std::string secret, std::function<Seconds()> now);

  std::string make();

  /// What a use of a nonce is worth.
  enum class Use : std::uint8_t { good, stale, forged };
  /// Uses the nonce for a request, with a count from 1 on, or without one. A count is good once; a nonce
  /// without counts as well. To be asked after all else was right.
  Use use(std::string_view nonce, std::optional<std::uint32_t> count);
  /// Whether make() has made it.
  bool is_own(std::string_view nonce) const { return parts_of(nonce).has_value(); }

 private:
  /// The numbers of one nonce.
  struct Parts {
    std::uint64_t time = 0, number = 0;
  };
  std::string seal_of(std::string_view parts) const;
  std::optional<Parts> parts_of(std::string_view nonce) const;

  HashFunction hash_;
  std::string secret_;
  std::function<Seconds()> now_;
  std::mutex mutex_;
  std::uint64_t next_ = 0;
  std::uint64_t forgotten_ = 0;                               // those with a smaller number are stale
  std::map<std::uint64_t, std::bitset<most_uses + 1>> used_;  // by number; bit 0: without a count
};

/// Whether they are the same. Takes the same time wherever texts of one length differ.
bool same_secret(std::string_view one, std::string_view other);

// Example:
//
//     const auto hash = [](std::string_view, std::string_view data) {
//       return std::string(64 - data.size() % 8, 'a');
//     };
//     Nonces nonces(hash, "secret", [] { return std::chrono::seconds(0); });
//     assert(nonces.use("guessed", 1) == Nonces::Use::forged);

}  // namespace netkit
