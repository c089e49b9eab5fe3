// SPDX-License-Identifier: MIT
#include "hanging_listener.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

#include <stdexcept>

#include "support/io_fixtures.h"

namespace netkit::test {
namespace {

UniqueFd begin_to_connect(const Where& where) {
  UniqueFd fd(::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  sockaddr_in name{};
  name.sin_family = AF_INET;
  name.sin_port = htons(where.port);
  ::inet_pton(AF_INET, where.host.c_str(), &name.sin_addr);
  ::connect(fd.get(), reinterpret_cast<const sockaddr*>(&name), sizeof name);
  return fd;
}

}  // namespace

HangingListener::HangingListener(const std::string& address)
    : listener_(Where{Transport::tcp4, address, 0, {}}, 0) {
  constexpr std::size_t enough = 8;
  while (waiting_.size() < enough) {
    waiting_.push_back(begin_to_connect(listener_.where()));
    if (!comes(waiting_.back().get(), POLLOUT, Deadline(Duration(100)))) return;
  }
  throw std::runtime_error("this system's queue of waiting connections does not fill");
}

SocketAddress HangingListener::address() const {
  return address_of(listener_.where());
}

void HangingListener::answer() {
  waiting_.pop_back();  // the one that was not let in
  for (std::size_t i = 0; i < waiting_.size(); ++i) listener_.accept();
  waiting_.clear();
}

}  // namespace netkit::test
