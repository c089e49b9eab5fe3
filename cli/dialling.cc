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
  if (where_.path) return connect_to_path();
  if (const auto literal = where_.literal()) return connect_to({*literal});
  look_up(where_.host ? std::get<std::string>(*where_.host) : "localhost");
}

void Dialling::look_up(const std::string& name) {
  auto family = run_.settings().common.family;
  if (const auto& ours = run_.settings().connect.from.address) family = ours->family();
  lookup_ = resolver_.look_up(
      name, family, [this, name](Result<Lookup::Addresses> result) { looked_up(name, std::move(result)); });
}

void Dialling::looked_up(const std::string& name, Result<Lookup::Addresses> result) {
  if (!result) {
    run_.report().event("lookup", {{"host", name}, {"error", result.error().message}});
    return on_failed(result.error());
  }
  for (SocketAddress& address : *result) {
    address.port = *where_.port;
    run_.report().event("lookup", {{"host", name},
                                   {"address", address.address.to_string()},
                                   {"family", std::string(family_name(address.address.family()))}});
  }
  auto candidates = interleaved(*result);
  // With our end given nothing races: the first address it is.
  if (run_.settings().connect.from.address) candidates.resize(1, candidates.front());
  connect_to(std::move(candidates));
}

void Dialling::connect_to(std::vector<SocketAddress> candidates) {
  const auto& settings = run_.settings();
  candidates_ = candidates.size();
  connector_.reset(new Connector(
      run_.loop(), std::move(candidates),
      {settings.common.socket, settings.connect.from, settings.connect.attempt_timeout}, *this));
  connector_->start();
}

void Dialling::connect_to_path() {
  dial_ = Dial::ipc(run_.loop(), *where_.path, run_.settings().common.socket,
                    [this](Result<std::unique_ptr<StreamSocket>> result) {
                      if (!result) return on_failed(result.error());
                      on_connected(std::move(*result));
                    });
}

std::vector<std::string> Dialling::attempted() const {
  std::vector<std::string> texts;
  if (candidates_ < 2) return texts;
  for (const SocketAddress& address : connector_->attempted()) texts.push_back(address.net_text());
  return texts;
}

void Dialling::took_too_long() {
  const std::error_code late = errno_error(ETIMEDOUT);
  if (connector_) {
    Exit exit{ExitStatus::connect_timeout, {}};
    for (const Error& error : connector_->errors_so_far(late)) exit.lines.push_back(error.message);
    return run_.finish(std::move(exit));
  }
  const std::string host = where_.host ? host_text(*where_.host) : "localhost";
  run_.finish({ExitStatus::connect_timeout, {address_error(late, "getaddrinfo", host).message}});
}

void Dialling::idle_for_too_long() {
  run_.report().event("timeout", {{"readyState", std::string("opening")}});
  const auto& common = run_.settings().common;
  if (common.on_idle == CommonSettings::OnIdle::report) return;
  run_.finish({ExitStatus::idle_timeout,
               {fmt::format("nothing was sent or received for {}", format_duration(*common.idle_timeout))}});
}

void Dialling::on_attempt(const SocketAddress& to) {
  run_.report().event("connectionAttempt", attempt_fields(to));
  run_.report().say(1, fmt::format("connecting to {}", to.to_string()));
}

void Dialling::on_attempt_failed(const SocketAddress& to, const Error& error) {
  if (candidates_ < 2) return;
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
