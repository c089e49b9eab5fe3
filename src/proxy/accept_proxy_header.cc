// SPDX-License-Identifier: MIT
#include <netkit/proxy/accept_proxy_header.h>

#include <netkit/loop/uv_error.h>
#include <netkit/proxy/proxied_connection.h>
#include <netkit/proxy/read_proxy_header.h>

#include <cerrno>
#include <utility>
#include <variant>

namespace netkit {

AcceptProxyHeader::AcceptProxyHeader(Loop& loop, std::chrono::milliseconds patience)
    : patience_(patience), too_late_(loop, [this] { fail(errno_error(ETIMEDOUT)); }) {}

void AcceptProxyHeader::start(std::unique_ptr<Connection> connection, Done done) {
  connection_ = std::move(connection);
  done_ = std::move(done);
  too_late_.start(patience_);
  connection_->start(*this);
}

void AcceptProxyHeader::on_data(Bytes bytes) {
  read_ += as_text(bytes);
  const auto result = read_proxy_header(read_);
  if (const auto* const none = std::get_if<NoProxyHeader>(&result)) {
    if (*none == NoProxyHeader::malformed) fail(errno_error(EPROTO));
    return;
  }
  const auto& header = std::get<ReadProxyHeader>(result);
  too_late_.stop();
  connection_->pause();
  if (read_.size() > header.size) connection_->unread(as_bytes(std::string_view(read_).substr(header.size)));
  auto done = std::move(done_);
  done(std::make_unique<ProxiedConnection>(std::move(connection_), header));
}

void AcceptProxyHeader::on_end() {
  fail(errno_error(EPROTO));
}

void AcceptProxyHeader::on_close(std::error_code cause) {
  fail(cause ? cause : errno_error(EPROTO));
}

void AcceptProxyHeader::fail(std::error_code cause) {
  too_late_.stop();
  connection_->reset_on_close();
  connection_.reset();
  auto done = std::move(done_);
  done(std::unexpected(step_error(cause, "read")));
}

}  // namespace netkit
