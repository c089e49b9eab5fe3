// SPDX-License-Identifier: MIT
#include "cli/dialling.h"

#include <fmt/core.h>
#include <netkit/io/uv_error.h>

#include <cerrno>
#include <utility>

#include "cli/values.h"

namespace netkit::cli {
namespace {

EventFields attempt_fields(const SocketAddress& to) {
  return {{"ip", to.address.to_string()},
          {"port", std::int64_t{to.port}},
          {"family", std::string(family_name(to.address.family()))}};
}

}  // namespace

Dialling::Dialling(Run& run, Where where, Callback on_connected)
    : run_(run),
      where_(std::move(where)),
      on_connected_(std::move(on_connected)),
      resolver_(run.loop()),
      time_is_up_(run.loop(), [this] { took_too_long(); }),
      idle_(run.loop(), [this] { idle_for_too_long(); }) {
  for (const auto& [name, addresses] : run_.settings().connect.answers) {
    for (const IpAddress& address : addresses) resolver_.answer(name, SocketAddress{address});
  }
}

void Dialling::start() {
  const auto& common = run_.settings().common;
  if (run_.settings().connect.connect_timeout) time_is_up_.start(*run_.settings().connect.connect_timeout);
  if (common.idle_timeout && *common.idle_timeout > Duration(0)) idle_.start(*common.idle_timeout);
  connector_.reset(new Connector(run_.loop(), options(), common.socket, *this));
}

ConnectOptions Dialling::options() {
  const auto& settings = run_.settings();
  ConnectOptions options;
  options.path = where_.path;
  if (where_.host) options.host = host_text(*where_.host);
  options.port = where_.port;
  options.family = settings.common.family;
  if (settings.connect.from.address) options.family = settings.connect.from.address->family();
  options.resolver = &resolver_;
  options.from = settings.connect.from;
  options.auto_select_family = true;
  options.attempt_timeout = settings.connect.attempt_timeout;
  return options;
}

std::vector<std::string> Dialling::attempted() const {
  std::vector<std::string> texts;
  for (const SocketAddress& address : connector_->attempted()) texts.push_back(address.net_text());
  return texts;
}

void Dialling::took_too_long() {
  Exit exit{ExitStatus::connect_timeout, {}};
  for (const Error& error : connector_->errors_so_far(errno_error(ETIMEDOUT))) {
    exit.lines.push_back(error.message);
  }
  run_.finish(std::move(exit));
}

void Dialling::idle_for_too_long() {
  run_.report().event("timeout", {{"readyState", std::string("opening")}});
  const auto& common = run_.settings().common;
  if (common.on_idle == CommonSettings::OnIdle::report) return;
  run_.finish({ExitStatus::idle_timeout,
               {fmt::format("nothing was sent or received for {}", format_duration(*common.idle_timeout))}});
}

void Dialling::on_lookup(const std::string& host, const SocketAddress& address) {
  run_.report().event("lookup", {{"host", host},
                                 {"address", address.address.to_string()},
                                 {"family", std::string(family_name(address.address.family()))}});
}

void Dialling::on_lookup_failed(const std::string& host, const Error& error) {
  run_.report().event("lookup", {{"host", host}, {"error", error.message}});
}

void Dialling::on_attempt(const SocketAddress& to) {
  run_.report().event("connectionAttempt", attempt_fields(to));
  run_.report().say(1, fmt::format("connecting to {}", to.to_string()));
}

void Dialling::on_attempt_failed(const SocketAddress& to, const Error& error) {
  EventFields fields = attempt_fields(to);
  fields.emplace_back("error", error.message);
  run_.report().event("connectionAttemptFailed", fields);
}

void Dialling::on_attempt_timeout(const SocketAddress& to) {
  run_.report().event("connectionAttemptTimeout", attempt_fields(to));
}

void Dialling::on_connected(std::unique_ptr<StreamSocket> socket) {
  time_is_up_.stop();
  idle_.stop();
  on_connected_(std::move(socket));
}

void Dialling::on_failed(const Error& error) {
  run_.report().event("error", error_fields(error));
  run_.finish(connect_failure(error));
}

}  // namespace netkit::cli
