// SPDX-License-Identifier: MIT
#include "cli/handler/echo_handler.h"

#include <netkit/relay/echo.h>

#include "cli/session/session.h"

namespace netkit::cli {
namespace {

class EchoTask final : public Handler::Task {
 public:
  EchoTask(Session& session, Bytes greeting)
      : session_(session),
        echo_(session.stream(), [this](std::error_code cause) { session_.closed(cause); }) {
    echo_.start(greeting);
  }

  void wind_up() override { session_.stream().destroy_soon(); }
  void cut() override { session_.over({}); }

 private:
  Session& session_;
  Echo echo_;
};

}  // namespace

std::unique_ptr<Handler::Task> EchoHandler::serve(Session& session) {
  return std::make_unique<EchoTask>(session, as_bytes(settings_.greeting));
}

}  // namespace netkit::cli
