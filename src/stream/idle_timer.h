// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/export.h>
#include <netkit/loop/timer.h>

#include <array>
#include <chrono>
#include <cstddef>
#include <functional>

namespace NETKIT_PUBLIC netkit {

class Connection;
class Loop;

/// Calls once per idle period: a time in which no byte came or went, over one connection or over a pair of
/// them together. Bytes that the other side acknowledges count, too. Does nothing but call, and does not keep
/// the loop running.
class IdleTimer {
 public:
  /// May destroy the timer and the connections.
  using OnIdle = std::function<void()>;

  /// Counts from the last activity on. The connections outlive the timer; `idle` is greater than 0.
  IdleTimer(Loop& loop, const Connection& connection, std::chrono::milliseconds idle, OnIdle on_idle);
  IdleTimer(Loop& loop, const Connection& first, const Connection& second, std::chrono::milliseconds idle,
            OnIdle on_idle);

 private:
  using Connections = std::array<const Connection*, 2>;  // the second may be null
  IdleTimer(Loop& loop, const Connections& connections, std::chrono::milliseconds idle, OnIdle on_idle);
  std::chrono::milliseconds last_activity() const;
  std::size_t unsent() const;
  void look();

  Loop& loop_;
  Connections connections_;
  std::chrono::milliseconds idle_;
  std::chrono::milliseconds active_at_;  // the latest activity known of, on the loop's clock
  std::size_t unsent_;                   // at the last look
  bool reported_ = false;                // this idle period
  OnIdle on_idle_;
  Timer timer_;
};

// Example:
//
//     int ends[2];
//     assert(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends) == 0);
//     const UniqueFd peer(ends[1]);
//     Loop loop;
//     const auto socket = *StreamSocket::adopt(loop, UniqueFd(ends[0]), {});
//     IdleTimer idle(loop, *socket, std::chrono::milliseconds(5), [&loop] { loop.stop(); });
//     Timer not_for_ever(loop, [] { assert(false); });
//     not_for_ever.start(std::chrono::seconds(10));
//     loop.run();

}  // namespace netkit
