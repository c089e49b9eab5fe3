// SPDX-License-Identifier: MIT
#include <memory>

#include "cli/command/commands.h"
#include "cli/handler/console_handler.h"
#include "cli/handler/console_hub_handler.h"
#include "cli/option/location.h"
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

}  // namespace

int run_listen(const Settings& settings) {
  const Location location = location_to_listen(settings);
  return run_command(settings, [&](Run& run) -> std::unique_ptr<Command> {
    if (settings.server.keep_open) return std::make_unique<ServeMany>(run, location, many_clients);
    return std::make_unique<ServeOnce>(run, location, one_client);
  });
}

}  // namespace netkit::cli
