// SPDX-License-Identifier: MIT
#include <netkit/stream/idle_timer.h>

#include <netkit/loop/loop.h>
#include <netkit/stream/connection.h>

#include <algorithm>
#include <utility>

namespace netkit {

using std::chrono::milliseconds;

IdleTimer::IdleTimer(Loop& loop, const Connection& connection, milliseconds idle, OnIdle on_idle)
    : IdleTimer(loop, Connections{&connection, nullptr}, idle, std::move(on_idle)) {}

IdleTimer::IdleTimer(Loop& loop, const Connection& first, const Connection& second, milliseconds idle,
                     OnIdle on_idle)
    : IdleTimer(loop, Connections{&first, &second}, idle, std::move(on_idle)) {}

IdleTimer::IdleTimer(Loop& loop, const Connections& connections, milliseconds idle, OnIdle on_idle)
    : loop_(loop),
      connections_(connections),
      idle_(idle),
      active_at_(loop.now()),
      unsent_(unsent()),
      on_idle_(std::move(on_idle)),
      timer_(loop, [this] { check(); }) {
  timer_.unref();
  timer_.start(idle);
}

milliseconds IdleTimer::last_activity() const {
  milliseconds latest = connections_[0]->last_activity();
  if (connections_[1] != nullptr) latest = std::max(latest, connections_[1]->last_activity());
  return latest;
}

std::size_t IdleTimer::unsent() const {
  return connections_[0]->unsent() + (connections_[1] == nullptr ? 0 : connections_[1]->unsent());
}

// Activity only records a time, so that it costs nothing; the time is read when the timer fires. The timer
// fires at the same pace after a report, so that it finds new activity before that activity's idle period
// ends.
void IdleTimer::check() {
  const milliseconds now = loop_.now();
  const std::size_t unsent_before = std::exchange(unsent_, unsent());
  const bool acknowledged = unsent_before != unsent_;
  const milliseconds active_at = acknowledged ? now : std::max(active_at_, last_activity());
  if (std::exchange(active_at_, active_at) != active_at) reported_ = false;
  const milliseconds left = active_at_ + idle_ - now;
  timer_.start(left > milliseconds(0) ? left : idle_);
  if (left > milliseconds(0) || std::exchange(reported_, true)) return;
  const OnIdle on_idle = on_idle_;  // it may destroy the timer
  on_idle();
}

}  // namespace netkit
