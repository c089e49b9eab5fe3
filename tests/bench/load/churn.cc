// SPDX-License-Identifier: MIT
#include "churn.h"

#include <sys/epoll.h>
#include <sys/socket.h>

#include <array>
#include <stdexcept>
#include <vector>

#include "bench/driver/child.h"
#include "support/patience.h"

namespace netkit::bench {

namespace {

class Loop {
 public:
  Loop(const test::Where& server, const Churn& what)
      : server_(server),
        what_(what),
        message_(what.message_size, 'x'),
        epoll_(::epoll_create1(EPOLL_CLOEXEC)),
        slots_(what.at_a_time) {}

  Churned run() {
    const double start = now();
    for (std::size_t i = 0; i < slots_.size(); ++i) begin(i);
    while (open_ > 0) {
      std::array<epoll_event, 64> events;
      const int count = ::epoll_wait(epoll_.get(), events.data(), events.size(), 10'000);
      if (count == 0) throw std::runtime_error("the server does not answer");
      const bool enough = now() - start > what_.seconds;
      for (int i = 0; i < count; ++i) {
        const auto slot = static_cast<std::size_t>(events[static_cast<std::size_t>(i)].data.u64);
        if (go_on(slot) && !enough && begun_ < what_.most) begin(slot);
      }
    }
    return {begun_, now() - start};
  }

 private:
  struct Slot {
    UniqueFd fd;
    std::size_t to_receive = 0;
    bool sent = false;
  };

  void begin(std::size_t number) {
    Slot& slot = slots_[number];
    slot = {begin_to_connect(server_, begun_), message_.size()};
    watch(number, EPOLL_CTL_ADD, EPOLLOUT);
    ++begun_;
    ++open_;
  }

  void watch(std::size_t number, int how, std::uint32_t events) {
    epoll_event event{events, {}};
    event.data.u64 = number;
    if (::epoll_ctl(epoll_.get(), how, slots_[number].fd.get(), &event) != 0) test::fail_errno("epoll_ctl");
  }

  /// Whether this connection is done, and closed.
  bool go_on(std::size_t number) {
    Slot& slot = slots_[number];
    if (!slot.sent) {
      if (::send(slot.fd.get(), message_.data(), message_.size(), MSG_NOSIGNAL) < 0) test::fail_errno("send");
      slot.sent = true;
      watch(number, EPOLL_CTL_MOD, EPOLLIN);
      return false;
    }
    const ssize_t got = ::recv(slot.fd.get(), message_.data(), slot.to_receive, 0);
    if (got <= 0) throw std::runtime_error("the server ended a connection");
    slot.to_receive -= static_cast<std::size_t>(got);
    if (slot.to_receive > 0) return false;
    slot.fd.reset();
    --open_;
    return true;
  }

  const test::Where& server_;
  const Churn& what_;
  std::vector<char> message_;
  UniqueFd epoll_;
  std::vector<Slot> slots_;
  std::size_t begun_ = 0;
  std::size_t open_ = 0;
};

}  // namespace

Churned churn(const test::Where& server, const Churn& what) {
  return Loop(server, what).run();
}

}  // namespace netkit::bench
