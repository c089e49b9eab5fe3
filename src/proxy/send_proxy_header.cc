// SPDX-License-Identifier: MIT
#include <netkit/proxy/send_proxy_header.h>

#include <utility>

namespace netkit {

SendProxyHeader::SendProxyHeader(Loop& loop, std::string header)
    : header_(std::move(header)), sent_(loop, [this] {
        auto done = std::move(done_);
        done(std::move(connection_));
      }) {}

// The send buffer of a new connection has room for it. An error is met by the next write.
void SendProxyHeader::start(std::unique_ptr<Connection> connection, Done done) {
  connection_ = std::move(connection);
  done_ = std::move(done);
  connection_->write(as_bytes(header_));
  sent_.schedule();
}

}  // namespace netkit
