// SPDX-License-Identifier: MIT
#include "name_server.h"

#include <arpa/inet.h>
#include <sys/socket.h>
#include <sys/time.h>

#include <array>
#include <sstream>

#include "support/patience.h"

namespace netkit::test {
namespace {

constexpr std::size_t header_size = 12;  // RFC 1035 section 4.1.1

std::string labels(const std::string& name) {
  std::string all;
  std::istringstream parts(name);
  for (std::string label; std::getline(parts, label, '.');) all += static_cast<char>(label.size()) + label;
  return all;
}

UniqueFd bound_socket() {
  UniqueFd made(::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0));
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(53);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const timeval look_up_for_stop{0, 100'000};
  ::setsockopt(made.get(), SOL_SOCKET, SO_RCVTIMEO, &look_up_for_stop, sizeof look_up_for_stop);
  if (::bind(made.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0)
    fail_errno("bind");
  return made;
}

}  // namespace

NameServer::NameServer(const std::string& name)
    : name_(labels(name)),
      socket_(bound_socket()),
      thread_([this](const std::stop_token& stop) { serve(stop); }) {}

void NameServer::serve(const std::stop_token& stop) {
  std::array<char, 512> buffer;
  while (!stop.stop_requested()) {
    sockaddr_storage from{};
    socklen_t size = sizeof from;
    auto* const peer = reinterpret_cast<sockaddr*>(&from);
    const auto count = ::recvfrom(socket_.get(), buffer.data(), buffer.size(), 0, peer, &size);
    if (count < static_cast<ssize_t>(header_size)) continue;
    const std::string reply = answer({buffer.data(), static_cast<std::size_t>(count)});
    (void)::sendto(socket_.get(), reply.data(), reply.size(), 0, peer, size);
  }
}

std::string NameServer::answer(const std::string& query) const {
  const auto end_of_name = query.find('\0', header_size);
  const std::string question =
      query.substr(header_size, end_of_name - header_size + 5);  // with type and class
  const bool known = question.starts_with(name_ + '\0');
  const bool for_ipv4 = question.ends_with(std::string("\0\1\0\1", 4));
  std::string reply = query.substr(0, 2);
  reply += known ? std::string("\x81\x80", 2) : std::string("\x81\x83", 2);  // an answer; or no such name
  reply += std::string("\0\1\0", 3) + static_cast<char>(known && for_ipv4) + std::string(4, '\0') + question;
  if (!known || !for_ipv4) return reply;
  return reply +
         std::string("\xc0\x0c\0\1\0\1\0\0\0\0\0\4\x7f\0\0\x08", 16);  // the name above, A, IN, 127.0.0.8
}

}  // namespace netkit::test
