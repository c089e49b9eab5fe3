// SPDX-License-Identifier: MIT
#include "cli/session/worker_thread.h"

#include <utility>

namespace netkit::cli {

WorkerThread::WorkerThread(Run& whole, const MakeHandler& make, const Gate& limits, Worker::Events& events,
                           LoopThread::OnFailure on_failure)
    : whole_(whole),
      run_(whole, loop_),
      worker_(std::in_place, run_, make, limits, events),
      thread_(std::in_place, loop_, std::move(on_failure)) {}

WorkerThread::~WorkerThread() {
  stop();
  acceptor_.reset();
  worker_.reset();
  whole_.add_traffic(run_.traffic());
}

// Once the worker's thread has ended, the main thread may do its work.
void WorkerThread::call(std::function<void()> work) {
  if (!thread_) return work();
  thread_->call(std::move(work));
}

Result<void> WorkerThread::listen(BoundSocket socket) {
  const auto& settings = run_.settings();
  Result<void> result;
  call([&] {
    auto acceptor = Acceptor::listen(loop_, std::move(socket),
                                     {settings.common.socket, settings.server.backlog}, worker_->admission());
    if (!acceptor) {
      result = std::unexpected(acceptor.error());
    } else {
      acceptor_ = std::move(*acceptor);
    }
  });
  return result;
}

void WorkerThread::set_prepared(const Prepared& prepared) {
  call([&] { worker_->set_prepared(prepared); });
}

void WorkerThread::drain() {
  call([this] {
    acceptor_.reset();
    worker_->admission().stop();
    worker_->handler().drain();
  });
}

std::size_t WorkerThread::clients() {
  std::size_t clients = 0;
  call([&] { clients = worker_->clients(); });
  return clients;
}

TrafficCounter WorkerThread::traffic() {
  TrafficCounter traffic;
  call([&] { traffic = run_.traffic(); });
  return traffic;
}

}  // namespace netkit::cli
