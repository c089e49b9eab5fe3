// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/loop/fd_watcher.h>
#include <netkit/relay/relay.h>
#include <netkit/socket/resolver.h>

#include <memory>
#include <optional>
#include <string_view>

#include "cli/option/location.h"
#include "cli/session/dialer.h"
#include "cli/session/handler.h"
#include "cli/session/session.h"

namespace netkit::cli {

/// A client, and the connection that is made for it.
class ForwardTask : public Handler::Task, protected Relay::Events {
 public:
  /// `target`: what connect would be given for the target, which is at `to`. All but `to` must outlive the
  /// task.
  ForwardTask(Run& run, Session& session, const Settings& target, Resolver& resolver, const Location& to);

  /// Begins to dial.
  void start();
  void wind_up() override;
  void cut() override;

 protected:
  Run& run() { return run_; }
  Session& session() { return session_; }
  Dialer& dialer() { return *dialer_; }  // until there is a connection or none can be made
  Connection& target() { return *target_; }

  /// There is a connection to the target.
  virtual void joined() { relay(session_.stream(), *target_); }
  /// There is none, for this reason.
  virtual void failed(Exit exit);

  void relay(Stream& client, Stream& target);
  void on_broken(Relay::Side side, const Relay::Ending& how) override;

 private:
  void report(std::string_view event, EventFields fields);
  void report_connected();
  void dialled(Dialer::Result result);
  void watch_client();
  void on_hang_up();
  void on_done(const Relay::Outcome& outcome) override;

  Run& run_;
  Session& session_;
  std::unique_ptr<Dialer> dialer_;
  std::optional<FdWatcher> client_gone_;  // from the first failure on, until there is a target
  std::unique_ptr<Connection> target_;
  std::optional<Relay> relay_;
};

}  // namespace netkit::cli
