// SPDX-License-Identifier: MIT
#include "cli/handler/forward_handler.h"

#include "cli/handler/forward_task.h"

namespace netkit::cli {

ForwardHandler::ForwardHandler(Run& run, const Settings& target, const Location& to)
    : run_(run), target_(target), to_(to), resolver_(run.loop()) {
  add_answers(resolver_, target.connect);
}

std::unique_ptr<Handler::Task> ForwardHandler::serve(Session& session) {
  auto task = std::make_unique<ForwardTask>(run_, session, target_, resolver_, to_);
  task->start();
  return task;
}

}  // namespace netkit::cli
