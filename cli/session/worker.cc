// SPDX-License-Identifier: MIT
#include "cli/session/worker.h"

#include <utility>

namespace netkit::cli {

Worker::Worker(Run& whole, const ListeningSockets& listening, std::function<void()> on_drained)
    : whole_(whole),
      run_(whole, loop_),
      clients_(std::in_place, run_, std::move(on_drained)),
      admission_(run_.report(), listening.gate(), listening.rules(),
                 [this](std::unique_ptr<StreamSocket> socket) { clients_->accepted(std::move(socket)); }),
      thread_(std::in_place, loop_) {}

Worker::~Worker() {
  stop();
  clients_.reset();
  whole_.traffic().add(run_.traffic().sum());
}

// Once the thread has ended all is ours.
void Worker::call(std::function<void()> work) {
  if (!thread_) return work();
  thread_->call(std::move(work));
}

Result<void> Worker::listen(BoundSocket socket) {
  const auto& settings = run_.settings();
  Result<void> result;
  call([&] {
    auto acceptor = Acceptor::listen(loop_, std::move(socket),
                                     {settings.common.socket, settings.server.backlog}, admission_);
    if (!acceptor) {
      result = std::unexpected(acceptor.error());
    } else {
      acceptor_ = std::move(*acceptor);
    }
  });
  return result;
}

void Worker::set_rules(const AccessRules& rules) {
  call([&] { admission_.set_rules(rules); });
}

void Worker::drain() {
  call([this] {
    acceptor_.reset();
    clients_->drain();
  });
}

std::size_t Worker::clients() {
  std::size_t size = 0;
  call([&] { size = clients_->size(); });
  return size;
}

TrafficCounter::Sum Worker::traffic() {
  TrafficCounter::Sum sum;
  call([&] { sum = run_.traffic().sum(); });
  return sum;
}

}  // namespace netkit::cli
