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

#include "cli/handler/child_streams.h"
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

  ChildDescriptors child_descriptors() const override { return {descriptor_, descriptor_}; }
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
  explicit SocketPair(int type) {
    std::array<int, 2> ends{};
    if (::socketpair(AF_UNIX, type | SOCK_CLOEXEC, 0, ends.data()) != 0)
      throw std::system_error(errno_error(errno), "socketpair");
    ours.reset(ends[0]);
    childs.reset(ends[1]);
  }
  UniqueFd ours, childs;
};

/// Our end of what the child reads and writes, and the child's.
struct ChildPair {
  std::unique_ptr<Stream> ours;
  const Connection* read;          ///< what the child writes arrives here; a part of `ours`
  UniqueFd childs, childs_output;  ///< the second only if it differs
};

ChildPair stream_pair(Run& run) {
  SocketPair pair(SOCK_STREAM);
  auto socket = StreamSocket::adopt(run.loop(), std::move(pair.ours), run.settings().common.socket);
  if (!socket) throw std::system_error(socket.error().code, "open");
  const Connection* const read = socket->get();
  return {std::move(*socket), read, std::move(pair.childs), {}};
}

ChildPair datagram_pair(Run& run) {
  SocketPair input(SOCK_STREAM), output(SOCK_SEQPACKET);
  auto streams = std::make_unique<ChildStreams>(run, std::move(input.ours), std::move(output.ours));
  const Connection* const read = &streams->output();
  return {std::move(streams), read, std::move(input.childs), std::move(output.childs)};
}

/// The child has the other ends of socket pairs, and the bytes are relayed.
class RelayedPair final : public ChildLink, private Relay::Events {
 public:
  RelayedPair(Run& run, Session& session, ChildPair pair)
      : pair_(std::move(pair)),
        relay_(std::in_place, run.loop(), session.stream(), *pair_.ours, static_cast<Relay::Events&>(*this)),
        passed_(run.loop(), [this] { pass_on(); }) {}

  ChildDescriptors child_descriptors() const override {
    const UniqueFd& output = pair_.childs_output ? pair_.childs_output : pair_.childs;
    return {pair_.childs.get(), output.get()};
  }

  void started() override {
    pair_.childs.reset();
    pair_.childs_output.reset();
    relay_->start();
  }

  void end() override { relay_->end(Side::first); }

  // What the child has started may still have its end of the pair: it can send nothing more.
  void child_ended(OnPassed on_passed) override {
    on_passed_ = std::move(on_passed);
    ::shutdown(pair_.read->descriptor(), SHUT_RD);
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
  // A session's stream that has closed is not passed on: soon on_done() says how it closed.
  void check() {
    if (!all_read_ || !on_passed_) return;
    if (closed_ || !relay_->is_closed(Side::first)) passed_.schedule();
  }
  void pass_on() {
    if (!closed_ && relay_->is_closed(Side::first)) return;
    relay_->stop();
    relay_.reset();
    pair_.ours.reset();
    on_passed_(closed_);
  }

  ChildPair pair_;
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
  return std::make_unique<RelayedPair>(run, session,
                                       connection.datagrams() ? datagram_pair(run) : stream_pair(run));
}

}  // namespace netkit::cli
