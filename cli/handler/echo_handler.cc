// SPDX-License-Identifier: MIT
#include "cli/handler/echo_handler.h"

#include <utility>

namespace netkit::cli {

EchoHandler::EchoHandler(Run& run, std::function<void()> on_drained)
    : run_(run),
      clients_(run, [this](Session& connection) { echoes_.erase(connection.id()); }, std::move(on_drained)) {}

void EchoHandler::accepted(std::unique_ptr<StreamSocket> socket) {
  Session& connection = clients_.add(std::move(socket));
  auto& echo = echoes_[connection.id()];
  echo = std::make_unique<Echo>(connection.stream(), [this, id = connection.id()](std::error_code cause) {
    clients_.departed(id, cause);
  });
  echo->start(as_bytes(run_.settings().server.greeting));
}

}  // namespace netkit::cli
