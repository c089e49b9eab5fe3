// SPDX-License-Identifier: MIT
#include <netkit/stream/dialogue_handshake.h>

#include <netkit/stream/continued_connection.h>

#include <utility>

namespace netkit {

DialogueHandshake::DialogueHandshake(Loop& loop, std::chrono::milliseconds timeout)
    : timeout_(timeout), too_late_(loop, [this] { on_timeout(); }) {}

void DialogueHandshake::start(std::unique_ptr<Connection> connection, Done done) {
  connection_ = std::move(connection);
  done_ = std::move(done);
  limit_time(timeout_);
  connection_->start(*this);
  begin();
}

void DialogueHandshake::limit_time(std::chrono::milliseconds left) {
  too_late_.stop();
  if (left.count() > 0) too_late_.start(left);
}

void DialogueHandshake::agree(std::string_view early) {
  connection_->pause();
  if (!early.empty()) connection_->unread(as_bytes(early));
  const ContinuedConnection::Before before{connection_->bytes_read() - early.size(),
                                           connection_->bytes_written()};
  settle(std::make_unique<ContinuedConnection>(std::move(connection_), before));
}

void DialogueHandshake::fail(Error error) {
  settle(std::unexpected(std::move(error)));
}

void DialogueHandshake::settle(Handshake::Result result) {
  too_late_.stop();
  connection_.reset();
  auto done = std::move(done_);
  done(std::move(result));
}

}  // namespace netkit
