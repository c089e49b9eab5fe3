// SPDX-License-Identifier: MIT
#include <netkit/net/write_log.h>

#include <utility>

namespace netkit::net {

void WriteLog::add(std::size_t bytes, WriteDone done) {
  total_ += bytes;
  open_.push_back({total_, std::move(done)});
}

void WriteLog::settle(std::size_t queued) {
  while (!open_.empty() && open_.front().end + queued <= total_) {
    over_ = open_.front().end;
    if (open_.front().done) done_.push_back(std::move(open_.front().done));
    open_.pop_front();
  }
}

std::vector<WriteDone> WriteLog::take_done() {
  return std::exchange(done_, {});
}

std::vector<WriteDone> WriteLog::abandon() {
  std::vector<WriteDone> abandoned;
  for (Write& write : open_) {
    if (write.done) abandoned.push_back(std::move(write.done));
  }
  open_.clear();
  over_ = total_;
  return abandoned;
}

}  // namespace netkit::net
