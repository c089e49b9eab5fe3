// SPDX-License-Identifier: MIT
#include "cli/listening.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <netkit/io/shared_descriptor.h>

#include <algorithm>
#include <utility>

namespace netkit::cli {
namespace {

TcpBindOptions bind_options(const Settings& settings, const Where& where) {
  TcpBindOptions options = settings.server.tcp;
  if (!where.host && settings.common.family == Family::ipv6) options.ipv6_only = true;
  return options;
}

// A name may mean several addresses; the first that every host has not got is bound.
SocketAddress best_of(const Lookup::Addresses& addresses) {
  const auto found = std::ranges::find_if(addresses, [](const SocketAddress& one) {
    return one.address.is_v4() || !one.address.is_link_local();
  });
  return found == addresses.end() ? addresses.front() : *found;
}

void check_ready_fd(const Settings& settings) {
  const auto& fd = settings.server.ready_fd;
  if (fd && ::fcntl(*fd, F_GETFD) < 0)
    throw UsageError(fmt::format("--ready-fd: {} is not an open descriptor", *fd));
}

}  // namespace

Listening::Listening(Run& run, Where where, Announce announce, Callback on_connection)
    : run_(run),
      where_(std::move(where)),
      announce_(announce),
      on_connection_(std::move(on_connection)),
      resolver_(run.loop()) {
  check_ready_fd(run_.settings());
}

void Listening::start() {
  const auto& settings = run_.settings();
  const TcpBindOptions tcp = bind_options(settings, where_);
  const std::uint16_t port = where_.port.value_or(0);
  if (where_.path) return listen_on(BoundSocket::ipc(*where_.path, settings.server.ipc));
  if (const auto literal = where_.literal()) return listen_on(BoundSocket::tcp(*literal, tcp));
  if (!where_.host && settings.common.family == Family::ipv4) {
    return listen_on(BoundSocket::tcp(SocketAddress{IpAddress::v4(0), port}, tcp));
  }
  if (!where_.host) return listen_on(BoundSocket::every_address(port, tcp));
  lookup_ = resolver_.look_up(std::get<std::string>(*where_.host), settings.common.family,
                              [this, tcp, port](Result<Lookup::Addresses> result) {
                                if (!result) return run_.finish(connect_failure(result.error()));
                                SocketAddress address = best_of(*result);
                                address.port = port;
                                listen_on(BoundSocket::tcp(address, tcp));
                              });
}

void Listening::listen_on(Result<BoundSocket> bound) {
  const auto& settings = run_.settings();
  Error error;
  if (bound) {
    AcceptorOptions options{settings.common.socket, settings.server.backlog, settings.server.max_connections};
    auto server = Acceptor::listen(run_.loop(), std::move(*bound), options, *this);
    if (server) {
      server_ = std::move(*server);
      return tell_ready();
    }
    error = std::move(server.error());
  } else {
    error = std::move(bound.error());
  }
  run_.report().event("error", error_fields(error));
  run_.finish({ExitStatus::listen, {error.message}});
}

std::string Listening::where_it_listens() const {
  return server_->path() ? server_->path()->text() : server_->address()->to_string();
}

void Listening::tell_ready() const {
  const auto& address = server_->address();
  EventFields fields;
  if (address) {
    fields = {{"address", address->address.to_string()},
              {"family", std::string(family_name(address->address.family()))},
              {"port", std::int64_t{address->port}}};
  } else {
    fields = {{"path", server_->path()->text()}};
  }
  run_.report().event("listening", fields);
  const bool system_chose = address && where_.port.value_or(0) == 0;
  const int verbosity = announce_ == Announce::always || system_chose ? 0 : 1;
  run_.report().say(verbosity, "listening on " + where_it_listens());

  const auto& ready_fd = run_.settings().server.ready_fd;
  if (!ready_fd) return;
  const std::string line = address ? fmt::format("{} {}\n", address->address.to_string(), address->port)
                                   : where_it_listens() + "\n";
  SharedDescriptor(*ready_fd, O_WRONLY).write(as_bytes(line));
}

void Listening::on_connection(std::unique_ptr<StreamSocket> socket) {
  on_connection_(std::move(socket));
}

void Listening::on_drop(const Dropped& dropped) {
  const bool at_limit = dropped.reason == Dropped::Reason::max_connections;
  EventFields fields{{"reason", std::string(at_limit ? "max-connections" : "descriptors")}};
  add_address(fields, "local", dropped.local);
  add_address(fields, "remote", dropped.remote);
  run_.report().event("drop", fields);
  run_.report().say(
      1, fmt::format("dropped {}: {}", dropped.remote ? dropped.remote->to_string() : "a connection",
                     at_limit ? "at --max-connections" : "out of descriptors"));
}

void Listening::on_error(const Error& error) {
  run_.report().event("error", error_fields(error));
  run_.report().say(0, error.message);
}

}  // namespace netkit::cli
