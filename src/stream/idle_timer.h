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

/// Reports that one connection, or a pair of them together, has been idle: no byte was read, written or
/// acknowledged for a given time. Reports once per idle period. Leaves the connections as they are and does
/// not keep the loop running.
class IdleTimer {
 public:
  /// May destroy the timer and the connections.
  using OnIdle = std::function<void()>;

  /// Counts from now, and again from each activity. The connections must outlive the timer; `idle` must be
  /// greater than 0.
  IdleTimer(Loop& loop, const Connection& connection, std::chrono::milliseconds idle, OnIdle on_idle);
  IdleTimer(Loop& loop, const Connection& first, const Connection& second, std::chrono::milliseconds idle,
            OnIdle on_idle);

 private:
  using Connections = std::array<const Connection*, 2>;  // the second may be null
  IdleTimer(Loop& loop, const Connections& connections, std::chrono::milliseconds idle, OnIdle on_idle);
  std::chrono::milliseconds last_activity() const;
  std::size_t unsent() const;
  void check();

  Loop& loop_;
  Connections connections_;
  std::chrono::milliseconds idle_;
  std::chrono::milliseconds active_at_;  // the latest known activity, on the loop's clock
  std::size_t unsent_;                   // at the last check
  bool reported_ = false;                // in this idle period
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
