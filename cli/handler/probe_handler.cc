// SPDX-License-Identifier: MIT
#include "cli/handler/probe_handler.h"

#include <netkit/loop/deferred.h>

#include "cli/session/session.h"

namespace netkit::cli {
namespace {

class ProbeTask final : public Handler::Task {
 public:
  ProbeTask(Loop& loop, Session& session) : session_(session), end_(loop, [this] { session_.over({}); }) {
    end_.schedule();
  }

  void wind_up() override {}
  void cut() override { session_.over({}); }

 private:
  Session& session_;
  Deferred end_;
};

}  // namespace

std::unique_ptr<Handler::Task> ProbeHandler::serve(Session& session) {
  return std::make_unique<ProbeTask>(loop_, session);
}

}  // namespace netkit::cli
