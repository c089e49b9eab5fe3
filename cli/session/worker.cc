// SPDX-License-Identifier: MIT
#include "cli/session/worker.h"

#include <utility>

namespace netkit::cli {

Worker::Worker(Run& run, const MakeHandler& make, const Gate& limits, Events& events)
    : run_(run),
      events_(events),
      handler_(make(run)),
      sessions_(
          run, *handler_,
          [this](const Session& session, const Exit& exit) { events_.on_over(session, exit); },
          [this] { events_.on_empty(); }),
      admission_(run, limits,
                 [this](std::unique_ptr<Connection> connection) { accepted(std::move(connection)); }) {}

void Worker::accepted(std::unique_ptr<Connection> connection) {
  events_.on_connection();
  sessions_.add(std::move(connection),
                [this](const Session& session) { report_accepted(run_.report(), session); });
}

void Worker::set_prepared(const Prepared& prepared) {
  run_.set_prepared(prepared);
  admission_.set_rules(prepared.access);
}

Gate gate_of(const Settings& settings) {
  return Gate({settings.server.max_connections, settings.server.max_per_address});
}

}  // namespace netkit::cli
