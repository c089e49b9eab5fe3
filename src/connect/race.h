// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/addr/socket_address.h>
#include <netkit/base/alive.h>
#include <netkit/base/export.h>
#include <netkit/base/result.h>
#include <netkit/blocklist/access_lists.h>
#include <netkit/loop/timer.h>
#include <netkit/socket/dial.h>

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace NETKIT_PUBLIC netkit {

class Loop;
class StreamSocket;

/// What happens to an attempt whose time is up while others are left to try.
enum class Attempts {
  race,        ///< it goes on beside the next; the first to connect wins
  sequential,  ///< it is given up, as `net` does in its v20 to v25
};

/// How the addresses are tried, and what the connection is given.
struct RaceOptions {
  SocketOptions socket;
  LocalEnd from;
  std::chrono::milliseconds attempt_timeout{
      250};  ///< an attempt runs alone that long, then the next one starts
  Attempts attempts = Attempts::race;
  AccessLists access = {};  ///< asked before each attempt
};

/// The order in which addresses are tried: the family of the first leads, then the families take turns,
/// each in its own order; duplicates are left out (RFC 8305 section 4).
std::vector<SocketAddress> interleaved(const std::vector<SocketAddress>& addresses);

/// Connects to the first of several addresses that answers: attempts start one after the other and race,
/// and those that lose are closed (RFC 8305 section 5). The last one has no time-out. An address that the
/// lists refuse is not connected to: its attempt fails with ERR_IP_BLOCKED.
class Race {
 public:
  /// Each call but blocked_text() may destroy the race. The last call is on_connected() or on_failed().
  class Listener {
   public:
    /// Not called for a refused address, unless it is the only one.
    virtual void on_attempt(const SocketAddress& to) = 0;
    virtual void on_attempt_failed(const SocketAddress& to, const Error& error) = 0;
    virtual void on_attempt_timeout(const SocketAddress& to) = 0;  ///< the next one starts
    virtual void on_connected(std::unique_ptr<StreamSocket> socket) = 0;
    virtual void on_failed(const Error& error) = 0;
    /// The message of the error for an address that the lists refuse.
    virtual std::string blocked_text(const IpAddress& address, Access access);

   protected:
    ~Listener() = default;
  };

  /// `candidates` is not empty and in the order of trying.
  Race(Loop& loop, std::vector<SocketAddress> candidates, const RaceOptions& options, Listener& listener);
  Race(const Race&) = delete;
  Race& operator=(const Race&) = delete;

  /// The first attempt: on_attempt() is called from here.
  void start();
  /// Tried so far, in order.
  std::vector<SocketAddress> attempted() const;
  /// Giving up now: each attempt's own error, or this code for those still under way; in the order tried.
  std::vector<Error> errors_so_far(std::error_code pending) const;

 private:
  void start_next();
  std::optional<Error> refusal_of(const IpAddress& address) const;
  void attempt_over(std::size_t index, Result<std::unique_ptr<StreamSocket>> result);
  void waited_long_enough();
  void all_failed();

  Loop& loop_;
  std::vector<SocketAddress> candidates_;
  RaceOptions options_;
  Listener& listener_;
  struct Attempt {
    std::unique_ptr<Dial> dial;  // while under way
    std::optional<Error> error;  // once it has failed
  };
  std::vector<Attempt> attempts_;  // by candidate, in the order tried
  std::size_t failed_ = 0;
  Timer next_;
  Alive alive_;
};

// Example:
//
//     const SocketAddress one{*IpAddress::parse("127.0.0.1"), 80}, other{*IpAddress::parse("127.0.0.2"), 80},
//         six{*IpAddress::parse("::1"), 80};
//     assert((interleaved({one, other, six, one}) == std::vector{one, six, other}));

}  // namespace netkit
