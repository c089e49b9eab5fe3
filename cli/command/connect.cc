// SPDX-License-Identifier: MIT
#include <fmt/core.h>
#include <netkit/socket/resolver.h>
#include <netkit/socket/zone.h>

#include <memory>
#include <string>
#include <utility>

#include "cli/command/commands.h"
#include "cli/command/exec.h"
#include "cli/command/probe_ports.h"
#include "cli/command/show_certificate.h"
#include "cli/handler/console_handler.h"
#include "cli/handler/probe_handler.h"
#include "cli/option/location.h"
#include "cli/report/tls_report.h"
#include "cli/session/dialer.h"
#include "cli/session/run.h"
#include "cli/session/sessions.h"

namespace netkit::cli {
namespace {

std::unique_ptr<Handler> probe(Run& run) {
  return std::make_unique<ProbeHandler>(run);
}

std::unique_ptr<Handler> console(Run& run) {
  return std::make_unique<ConsoleHandler>(run, Role::client);
}

/// Dials, then passes the connection to the handler.
class Connect final : public Command {
 public:
  Connect(Run& run, Location location, const MakeHandler& make)
      : run_(run),
        resolver_(run.loop()),
        dialer_(
            run, run.settings(), resolver_, std::move(location),
            [&run](std::string_view event, const EventFields& fields) {
              report_dialling(run.report(), event, fields);
            },
            [this](Dialer::Result result) { dialled(std::move(result)); }),
        handler_(make(run)),
        sessions_(run, *handler_, [&run](const Session&, const Exit& exit) { run.finish(exit); }, [] {}) {
    add_answers(resolver_, run.settings().connect);
  }

  void start() override { dialer_.start(); }
  void on_signal(int number) override { run_.finish({ExitStatus::signal, {}, number}); }

 private:
  void dialled(Dialer::Result result) {
    if (!result) return run_.finish(std::move(result.error()));
    sessions_.add(
        std::move(*result), [this](const Session& session) { report_connected(session); }, dialer_.facts());
  }

  void report_connected(const Session& session) {
    EventFields fields{{"id", session.id()}};
    add_address(fields, "local", session.connection().local_address());
    add_address(fields, "remote", session.connection().remote_address());
    if (auto attempted = dialer_.attempted(); !attempted.empty())
      fields.emplace_back("attempted", std::move(attempted));
    run_.report().event("connect", fields);
    if (const auto& protocol = run_.settings().tls.start)
      run_.report().event("starttls",
                          {{"id", session.id()}, {"protocol", std::string(start_tls_name(*protocol))}});
    if (const auto& tls = dialer_.facts().tls)
      report_secured(run_.report(), "secureConnect", session.id(), *tls);
    run_.report().event("ready", {{"id", session.id()}});
    run_.report().say(1, connected_text(session.connection()));
  }

  std::string connected_text(const Connection& connection) const {
    if (run_.settings().join.to == Joined::nothing) return probed_text(connection);
    return "connected to " + name_of_peer(connection);
  }

  // A probe with datagrams succeeds without an answer, too.
  std::string probed_text(const Connection& connection) const {
    const bool is_silent =
        connection.datagrams() && connection.datagrams()->received == 0 && !dialer_.facts().tls;
    if (is_silent) return name_of_peer(connection) + ": no answer (open, or filtered)";
    return fmt::format("connected to {} in {:.1f}ms", name_of_peer(connection), dialer_.took().count());
  }

  std::string name_of_peer(const Connection& connection) const {
    const CommonSettings& common = run_.settings().common;
    const std::string& target = dialer_.facts().target;
    const std::string through = target.empty() ? "" : target + " through ";
    if (const auto& remote = connection.remote_address()) return through + endpoint_text(*remote);
    return common.unix_path ? *common.unix_path : fmt::format("the peer of descriptor {}", *common.fd);
  }

  Run& run_;
  Resolver resolver_;
  Dialer dialer_;
  std::unique_ptr<Handler> handler_;
  Sessions sessions_;
};

template <typename Kind>
int run_kind(const Settings& settings, const Location& where) {
  return run_command(settings, [&](Run& run) { return std::make_unique<Kind>(run, where); });
}

}  // namespace

int run_connect(const Settings& settings) {
  const Location location = location_to_connect(settings);
  const auto dial = [&](const MakeHandler& make) {
    return run_command(settings, [&](Run& run) { return std::make_unique<Connect>(run, location, make); });
  };
  if (settings.join.to == Joined::program) return run_with_program(settings, dial);
  if (settings.join.to == Joined::nothing)
    return run_then_program(settings, [&] {
      if (settings.tls.show) return run_kind<ShowCertificate>(settings, location);
      return location.ports.empty() ? dial(probe) : run_kind<ProbePorts>(settings, location);
    });
  return dial(console);
}

}  // namespace netkit::cli
