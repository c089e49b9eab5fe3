// SPDX-License-Identifier: MIT
#include "cli/command/probe_ports.h"

#include <fmt/core.h>
#include <netkit/loop/uv_error.h>
#include <netkit/socket/zone.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <string_view>
#include <utility>

namespace netkit::cli {
namespace {

constexpr std::size_t most_at_a_time = 64;
constexpr std::chrono::seconds usual_limit{2};

Settings settings_of_one(const Settings& all) {
  Settings one = all;
  auto& limit = one.connect.connect_timeout;
  if (!limit) limit = usual_limit;
  return one;
}

std::string_view state_of_failure(const std::string& code) {
  if (code == "ECONNREFUSED") return "refused";
  return code == "ETIMEDOUT" ? "timeout" : "unreachable";
}

std::string text_of(const EventFields& fields, std::string_view name) {
  const auto field = std::ranges::find(fields, name, &EventFields::value_type::first);
  return field == fields.end() ? "" : std::get<std::string>(field->second);
}

// An ephemeral port of ours that was probed at that moment (RFC 9293 section 3.5, simultaneous open).
bool is_connected_to_itself(const Connection& connection) {
  return connection.local_address() == connection.remote_address();
}

Exit refused_by_itself(const SocketAddress& address) {
  return {ExitStatus::refused, {"connect ECONNREFUSED " + net_text(address)}};
}

}  // namespace

ProbePorts::ProbePorts(Run& run, Location where)
    : run_(run),
      where_(std::move(where)),
      settings_(settings_of_one(run.settings())),
      resolver_(run.loop()),
      probes_(where_.ports.size()),
      output_(STDOUT_FILENO) {
  add_answers(resolver_, settings_.connect);
}

void ProbePorts::start() {
  if (!where_.host) where_.host = Host("localhost");
  if (const std::string* const name = where_.host->name()) return look_up(*name);
  probe_more();
}

void ProbePorts::look_up(const std::string& name) {
  lookup_ =
      resolver_.look_up({name, settings_.common.family, settings_.connect.hints},
                        [this, name](const Result<Lookup::Addresses>& found) { looked_up(name, found); });
}

// Each dialer gets the answer from the resolver.
void ProbePorts::looked_up(const std::string& name, const Result<Lookup::Addresses>& found) {
  if (!found) {
    run_.report().event("lookup", {{"host", name}, {"error", found.error().message}});
    return run_.finish(connect_failure(found.error()));
  }
  const bool is_given = std::ranges::any_of(settings_.connect.answers,
                                            [&](const auto& answer) { return answer.first == name; });
  for (const SocketAddress& address : *found) {
    run_.report().event("lookup", {{"host", name},
                                   {"address", host_text(address)},
                                   {"family", std::string(family_name(address.address.family()))}});
    if (!is_given) resolver_.answer(name, address);
  }
  probe_more();
}

void ProbePorts::probe_more() {
  while (begun_ < probes_.size() && running_ < most_at_a_time) {
    ++running_;
    probe(begun_++);
  }
}

void ProbePorts::probe(std::size_t index) {
  Probe& probe = probes_[index];
  probe.since = std::chrono::steady_clock::now();
  Location where = where_;
  where.port = where_.ports[index];
  probe.dialer = std::make_unique<Dialer>(
      run_, settings_, resolver_, std::move(where),
      [&probe](std::string_view event, const EventFields& fields) {
        if (event == "error") probe.error = text_of(fields, "code");
        if (event != "connectionAttempt") return;
        probe.address = text_of(fields, "ip");
        probe.family = text_of(fields, "family");
      },
      [this, index](Dialer::Result result) { settle(index, std::move(result)); });
  probe.dialer->start();
}

void ProbePorts::settle(std::size_t index, Dialer::Result result) {
  Probe& probe = probes_[index];
  if (!result) {
    probe.failure = std::move(result.error());
  } else if (is_connected_to_itself(**result)) {
    probe.error = "ECONNREFUSED";
    probe.failure = refused_by_itself(*(*result)->remote_address());
  } else {
    probe.remote = (*result)->remote_address();
    probe.is_silent =
        (*result)->datagrams() && (*result)->datagrams()->received == 0 && !probe.dialer->facts().tls;
    probe.address = host_text(*probe.remote);
    probe.family = family_name(probe.remote->address.family());
  }
  report(index);
  probe.dialer.reset();
  --running_;
  print_settled();
  if (run_.result()) return;
  if (printed_ == probes_.size()) return run_.finish(this->result());
  probe_more();
}

std::string_view ProbePorts::state_of(const Probe& probe) {
  if (!probe.remote) return state_of_failure(probe.error);
  return probe.is_silent ? "silent" : "open";
}

void ProbePorts::report(std::size_t index) {
  const Probe& probe = probes_[index];
  const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - probe.since;
  run_.report().event("probe", {{"address", probe.address},
                                {"port", std::int64_t{where_.ports[index]}},
                                {"family", probe.family},
                                {"state", std::string(state_of(probe))},
                                {"duration", taken.count()}});
}

// Those behind a port that is still probed wait for it.
void ProbePorts::print_settled() {
  for (; printed_ < probes_.size() && probes_[printed_].settled(); ++printed_) {
    const Probe& probe = probes_[printed_];
    if (probe.remote) output_.text() += endpoint_text(*probe.remote) + "\n";
    if (probe.is_silent)
      run_.report().say(1, endpoint_text(*probe.remote) + ": no answer (open, or filtered)");
    if (!probe.failure) continue;
    for (const std::string& line : probe.failure->lines) run_.report().say(1, line);
  }
  if (!output_.flush()) run_.finish(local_failure("write", output_.error(), "stdout"));
}

// The most that is known of any: one answers, one is refused, one is not blocked.
Exit ProbePorts::result() const {
  const auto any = [this](ExitStatus status) {
    return std::ranges::any_of(
        probes_, [status](const Probe& probe) { return probe.failure && probe.failure->status == status; });
  };
  if (std::ranges::any_of(probes_, [](const Probe& probe) { return probe.remote.has_value(); })) return {};
  const std::string line = fmt::format("none of the {} ports answers", probes_.size());
  for (const ExitStatus status : {ExitStatus::refused, ExitStatus::connect_timeout, ExitStatus::blocked}) {
    if (any(status)) return {status, {line}};
  }
  return {probes_.front().failure->status, {line}};
}

}  // namespace netkit::cli
