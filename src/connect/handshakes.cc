// SPDX-License-Identifier: MIT
#include <netkit/connect/handshakes.h>

namespace netkit {

void Handshakes::start(std::unique_ptr<Connection> connection, Handshake::Done done) {
  started_ = 0;
  done_ = std::move(done);
  next(std::move(connection));
}

void Handshakes::next(Handshake::Result connection) {
  if (connection && started_ < list_.size()) {
    return list_[started_++]->start(std::move(*connection),
                                    [this](Handshake::Result result) { next(std::move(result)); });
  }
  done_(std::move(connection));
}

}  // namespace netkit
