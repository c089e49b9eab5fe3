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
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace NETKIT_PUBLIC netkit {

class Loop;
class StreamSocket;

/// What happens to an attempt that reaches its time-out while other addresses are left to try.
enum class Attempts {
  race,        ///< it continues beside the next one; the first to connect wins
  sequential,  ///< it is cancelled, as in Node.js 20 to 25
};

/// How the addresses are tried.
struct RaceOptions {
  SocketOptions socket;  ///< of the connection
  LocalEnd from;
  std::chrono::milliseconds attempt_timeout{250};  ///< then the next attempt starts
  Attempts attempts = Attempts::race;
  /// Asked about each address right before its attempt, and about the address that it reaches.
  AccessLists access = {};
  std::function<bool(const SocketAddress& to)> may_dial = {};  ///< asked as well
};

/// An address that the lists refuse.
struct Refusal {
  SocketAddress to;
  IpAddress reached;  ///< what is refused: `to`, or what it leads to; see destination_of()
  Access access;
};

/// Whether the lists refuse the address, or the one that a connection to it would reach.
std::optional<Refusal> refusal_of(const SocketAddress& to, const AccessLists& access, const LocalEnd& from,
                                  const EarlyOptions& early);
/// ERR_IP_BLOCKED, with this message.
Error blocked_error(const Refusal& refusal, std::string message);

/// The order in which addresses are tried (RFC 8305 section 4): the families alternate, beginning with that
/// of the first address; the order within a family is kept. Duplicates are removed.
std::vector<SocketAddress> interleaved(const std::vector<SocketAddress>& addresses);

/// Connects to the first of several addresses that answers (RFC 8305 section 5). The next attempt starts when
/// the one before fails or reaches its time-out; the first that connects wins, and the others are cancelled.
/// The last attempt has no time-out. A refused address is not connected to: its attempt fails with
/// ERR_IP_BLOCKED.
class Race {
 public:
  /// Each call but blocked_text() may destroy the race. The last call is on_connected() or on_failed().
  class Listener {
   public:
    /// Not called for a refused address, unless it is the only one.
    virtual void on_attempt(const SocketAddress& to) = 0;
    virtual void on_attempt_failed(const SocketAddress& to, const Error& error) = 0;
    virtual void on_attempt_timeout(const SocketAddress& to) = 0;  ///< the next attempt starts
    virtual void on_connected(std::unique_ptr<StreamSocket> socket) = 0;
    virtual void on_failed(const Error& error) = 0;
    /// The message of the error for an address that the lists refuse.
    virtual std::string blocked_text(const Refusal& refusal);

   protected:
    ~Listener() = default;
  };

  /// `candidates` are tried in this order; there is at least one. `listener` must outlive the race.
  Race(Loop& loop, std::vector<SocketAddress> candidates, const RaceOptions& options, Listener& listener);
  Race(const Race&) = delete;
  Race& operator=(const Race&) = delete;

  /// Starts the first attempt. Calls on_attempt(); all other calls come from the loop, except those for a
  /// refused address.
  void start();
  /// The addresses tried so far, in order, without refused ones.
  std::vector<SocketAddress> attempted() const;
  /// The errors to report if the caller gives up now, in the order of the attempts: of a failed attempt its
  /// own error, of any other one with the code `pending`.
  std::vector<Error> errors_so_far(std::error_code pending) const;

 private:
  void start_next();
  Error error_of(const Refusal& refusal) const;
  std::optional<Refusal> refusal_of(const SocketAddress& to) const;
  void attempt_over(std::size_t index, Result<std::unique_ptr<StreamSocket>> result);
  void waited_long_enough();
  void all_failed();

  Loop& loop_;
  std::vector<SocketAddress> candidates_;
  RaceOptions options_;
  Listener& listener_;
  struct Attempt {
    std::unique_ptr<Dial> dial;  // while in progress
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
