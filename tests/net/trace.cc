// SPDX-License-Identifier: MIT
#include "trace.h"

#include <algorithm>
#include <utility>

namespace netkit::test {

using namespace net;

bool Trace::heard(std::string_view beginning) const {
  return std::ranges::any_of(lines, [&](const std::string& line) { return line.starts_with(beginning); });
}

void Trace::tell(std::string_view event, const std::string& rest) {
  receiving_ = false;
  lines.push_back(std::string(event) + (rest.empty() ? "" : " " + rest));
  const auto now = then;
  now(event);
}

void Trace::tell_state(std::string_view event) {
  tell(event, std::string(socket_->ready_state()));
}

void Trace::on_lookup(const std::string&, const SocketAddress& address) {
  tell("lookup", address.address.to_string());
}

void Trace::on_lookup_failed(const std::string&, const Error& error) {
  tell("lookup", error.name);
}

void Trace::on_connection_attempt(const SocketAddress& to) {
  tell("connectionAttempt", to.address.to_string());
}

void Trace::on_connection_attempt_failed(const SocketAddress& to, const Error& error) {
  tell("connectionAttemptFailed", to.address.to_string() + " " + error.name);
}

void Trace::on_connection_attempt_timeout(const SocketAddress& to) {
  tell("connectionAttemptTimeout", to.address.to_string());
}

void Trace::on_data(Bytes bytes) {
  receive(as_text(bytes));
}

void Trace::on_text(std::string_view text) {
  receive(text);
}

void Trace::receive(std::string_view text) {
  received += text;
  if (!receiving_) lines.emplace_back("data");
  receiving_ = true;
  const auto now = then;
  now("data");
}

void Trace::on_error(const Error& error) {
  tell("error", error.name + " " + error.message);
}

void Trace::on_close(bool had_error) {
  closed = true;
  tell("close", had_error ? "true" : "false");
}

TracedServer::TracedServer(Loop& loop, const ServerOptions& options)
    : loop_(loop), server_(loop, options, *this) {}

void TracedServer::listen() {
  ListenOptions options;
  options.where.host = "127.0.0.1";
  options.where.port = 0;
  if (!server_.listen(options)) throw std::runtime_error("listen() refused");
  if (!run_until(loop_, [this] { return server_.listening(); })) throw TooLate("not listening");
}

std::uint16_t TracedServer::port() const {
  return std::get<SocketAddress>(*server_.address()).port;
}

void TracedServer::on_connection(std::unique_ptr<Socket> socket) {
  lines.emplace_back("connection");
  sockets.push_back(std::move(socket));
  on_accept(*sockets.back());
  traces.push_back(std::make_unique<Trace>(*sockets.back()));
}

void TracedServer::on_drop(const Dropped& drop) {
  dropped.push_back(drop);
  lines.emplace_back("drop");
}

void TracedServer::on_error(const Error& error) {
  lines.push_back("error " + error.name + " " + error.message);
}

ConnectOptions to(std::uint16_t port, const std::string& host) {
  ConnectOptions options;
  options.host = host;
  options.port = port;
  return options;
}

}  // namespace netkit::test
