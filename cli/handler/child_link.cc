// SPDX-License-Identifier: MIT
#include "cli/handler/child_link.h"

#include <netkit/loop/deferred.h>
#include <netkit/loop/unique_fd.h>
#include <netkit/loop/uv_error.h>
#include <netkit/relay/relay.h>
#include <netkit/socket/stream_socket.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <utility>

#include "cli/session/run.h"
#include "cli/session/session.h"

namespace netkit::cli {
namespace {

/// The child has the socket; nothing is done here while it lives.
class LentSocket final : public ChildLink {
 public:
  LentSocket(Run& run, Connection& connection, int descriptor)
      : connection_(connection), descriptor_(descriptor), passed_(run.loop(), [this] {
          connection_.take_back();
          on_passed_(std::nullopt);
        }) {}

  int child_descriptor() const override { return descriptor_; }
  void end() override { ::shutdown(descriptor_, SHUT_WR); }
  void child_ended(OnPassed on_passed) override {
    on_passed_ = std::move(on_passed);
    passed_.schedule();
  }

 private:
  Connection& connection_;
  int descriptor_;
  OnPassed on_passed_;
  Deferred passed_;
};

struct SocketPair {
  SocketPair() {
    std::array<int, 2> ends{};
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0)
      throw std::system_error(errno_error(errno), "socketpair");
    ours.reset(ends[0]);
    childs.reset(ends[1]);
  }
  UniqueFd ours, childs;
};

std::unique_ptr<StreamSocket> adopted(Run& run, UniqueFd fd) {
  auto socket = StreamSocket::adopt(run.loop(), std::move(fd), run.settings().common.socket);
  if (!socket) throw std::system_error(socket.error().code, "open");
  return std::move(*socket);
}

/// The child has one end of a socket pair, and the bytes are relayed.
class RelayedPair final : public ChildLink, private Relay::Events {
 public:
  RelayedPair(Run& run, Session& session, SocketPair pair = {})
      : ours_(adopted(run, std::move(pair.ours))),
        childs_(std::move(pair.childs)),
        relay_(std::in_place, run.loop(), session.stream(), *ours_, static_cast<Relay::Events&>(*this)),
        passed_(run.loop(), [this] { pass_on(); }) {}

  int child_descriptor() const override { return childs_.get(); }

  void started() override {
    childs_.reset();
    relay_->start();
  }

  void end() override { relay_->end(Side::first); }

  // What the child has started may still have its end of the pair: it can send nothing more.
  void child_ended(OnPassed on_passed) override {
    on_passed_ = std::move(on_passed);
    ::shutdown(ours_->descriptor(), SHUT_RD);
    check();
  }

 private:
  using Side = Relay::Side;

  bool on_end(Side from) override {
    if (from == Side::second) all_read();
    return true;
  }
  // Reading fails if the child has left something unread.
  void on_broken(Side side, const Relay::Ending& how) override {
    if (side == Side::second && !how.while_sending) all_read();
  }
  void on_done(const Relay::Outcome& outcome) override {
    closed_ = outcome.first.cause;
    all_read();
  }

  void all_read() {
    all_read_ = true;
    check();
  }
  void check() {
    if (all_read_ && on_passed_) passed_.schedule();
  }
  void pass_on() {
    relay_->stop();
    relay_.reset();
    on_passed_(closed_);
  }

  std::unique_ptr<StreamSocket> ours_;
  UniqueFd childs_;
  std::optional<Relay> relay_;
  bool all_read_ = false;
  std::optional<std::error_code> closed_;
  OnPassed on_passed_;
  Deferred passed_;
};

/// Whether somebody wants to know what passes: the kernel counts it on TCP only.
bool is_counted(Run& run, const Connection& connection) {
  const CommonSettings& common = run.settings().common;
  const bool by_the_kernel = connection.remote_address().has_value();
  return !by_the_kernel && (common.idle_timeout || common.summary || run.report().reports_connections());
}

}  // namespace

std::unique_ptr<ChildLink> make_child_link(Run& run, Session& session) {
  Connection& connection = session.connection();
  if (&session.stream() == &connection && !is_counted(run, connection)) {
    if (const int fd = connection.lend(); fd >= 0) return std::make_unique<LentSocket>(run, connection, fd);
  }
  return std::make_unique<RelayedPair>(run, session);
}

}  // namespace netkit::cli
