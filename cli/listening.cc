// SPDX-License-Identifier: MIT
#include "cli/listening.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <netkit/addr/endpoint.h>
#include <netkit/io/shared_descriptor.h>

#include <utility>

namespace netkit::cli {
namespace {

struct ReasonTexts {
  std::string_view reason;  // in events
  std::string_view words;
};

ReasonTexts texts_of(Dropped::Reason reason) {
  switch (reason) {
    case Dropped::Reason::max_connections:
      return {"max-connections", "at --max-connections"};
    case Dropped::Reason::max_per_address:
      return {"max-per-address", "at --max-per-address"};
    case Dropped::Reason::descriptors:
      return {"descriptors", "out of descriptors"};
  }
  return {};
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
      gate_({run.settings().server.max_connections, std::nullopt}) {
  check_ready_fd(run_.settings());
}

void Listening::start() {
  binding_.emplace(run_.loop(), options(),
                   [this](Result<BoundSocket> bound) { listen_on(std::move(bound)); });
}

BindOptions Listening::options() const {
  const auto& settings = run_.settings();
  BindOptions options;
  if (where_.host) options.host = host_text(*where_.host);
  options.path = where_.path;
  if (!where_.path) options.port = where_.port.value_or(0);
  options.family = settings.common.family;
  options.tcp = settings.server.tcp;
  options.ipc = settings.server.ipc;
  options.tcp.early = options.ipc.early = settings.common.socket.early;
  return options;
}

void Listening::listen_on(Result<BoundSocket> bound) {
  if (!bound) return cannot_listen(bound.error());
  const auto& settings = run_.settings();
  auto acceptor = Acceptor::listen(run_.loop(), std::move(*bound),
                                   {settings.common.socket, settings.server.backlog}, *this);
  if (!acceptor) return cannot_listen(acceptor.error());
  acceptor_ = std::move(*acceptor);
  tell_ready();
}

void Listening::cannot_listen(const Error& error) {
  run_.report().event("error", error_fields(error));
  if (error.syscall == "getaddrinfo") return run_.finish(connect_failure(error));
  run_.finish({ExitStatus::listen, {error.message}});
}

std::string Listening::where_it_listens() const {
  return acceptor_->path() ? acceptor_->path()->text() : acceptor_->address()->to_string();
}

void Listening::tell_ready() const {
  const auto& address = acceptor_->address();
  EventFields fields;
  if (address) {
    fields = {{"address", address->address.to_string()},
              {"family", std::string(family_name(address->address.family()))},
              {"port", std::int64_t{address->port}}};
  } else {
    fields = {{"path", acceptor_->path()->text()}};
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

Acceptor::Listener::Admission Listening::admit(const std::optional<SocketAddress>& remote) {
  return gate_.admit(remote);
}

void Listening::on_connection(std::unique_ptr<StreamSocket> socket) {
  on_connection_(std::move(socket));
}

void Listening::on_drop(const Dropped& dropped) {
  const auto [reason, words] = texts_of(dropped.reason);
  EventFields fields{{"reason", std::string(reason)}};
  add_address(fields, "local", dropped.local);
  add_address(fields, "remote", dropped.remote);
  run_.report().event("drop", fields);
  run_.report().say(
      1, fmt::format("dropped {}: {}", dropped.remote ? dropped.remote->to_string() : "a connection", words));
}

void Listening::on_error(const Error& error) {
  run_.report().event("error", error_fields(error));
  run_.report().say(0, error.message);
}

}  // namespace netkit::cli
