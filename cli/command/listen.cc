// SPDX-License-Identifier: MIT
#include <memory>

#include "cli/command/commands.h"
#include "cli/command/exec.h"
#include "cli/handler/broker_handler.h"
#include "cli/handler/console_handler.h"
#include "cli/handler/console_hub_handler.h"
#include "cli/handler/forward_handler.h"
#include "cli/handler/request_handler.h"
#include "cli/option/location.h"
#include "cli/option/target.h"
#include "cli/report/usage_error.h"
#include "cli/session/run.h"
#include "cli/session/serve_many.h"
#include "cli/session/serve_once.h"

namespace netkit::cli {
namespace {

std::unique_ptr<Handler> one_client(Run& run) {
  return std::make_unique<ConsoleHandler>(run, Role::server);
}

std::unique_ptr<Handler> many_clients(Run& run) {
  return std::make_unique<ConsoleHubHandler>(run);
}

std::unique_ptr<Handler> clients_of_each_other(Run& run) {
  return std::make_unique<BrokerHandler>(run);
}

int serve(const Settings& settings, const MakeHandler& make) {
  const Location location = location_to_listen(settings);
  return run_command(settings, [&](Run& run) -> std::unique_ptr<Command> {
    if (settings.server.keep_open) return std::make_unique<ServeMany>(run, location, make);
    return std::make_unique<ServeOnce>(run, location, make);
  });
}

int forward(const Settings& settings) {
  const Target target = target_of(settings);
  return serve(settings, [&target](Run& run) {
    return std::make_unique<ForwardHandler>(run, target.settings, target.location);
  });
}

int be_a_proxy(const Settings& settings) {
  const Settings target = settings_for_targets(settings);
  return serve(settings, [&target](Run& run) { return std::make_unique<RequestHandler>(run, target); });
}

}  // namespace

int run_listen(const Settings& settings) {
  if (settings.server.workers > 1 && !settings.server.keep_open)
    throw UsageError("--workers is for many clients and needs --keep-open");
  if (settings.join.to == Joined::program)
    return run_with_program(settings, [&](const MakeHandler& make) { return serve(settings, make); });
  if (settings.join.to == Joined::target) return forward(settings);
  if (settings.join.to == Joined::requested) return be_a_proxy(settings);
  if (settings.join.to == Joined::broker) return serve(settings, clients_of_each_other);
  return serve(settings, settings.server.keep_open ? many_clients : one_client);
}

}  // namespace netkit::cli
