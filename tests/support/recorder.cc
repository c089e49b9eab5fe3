// SPDX-License-Identifier: MIT
#include "recorder.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <stdexcept>

#include "raw_socket.h"

namespace netkit::test {

bool Recorder::heard(std::string_view event) const {
  return std::ranges::find(events, event) != events.end();
}

void Recorder::record(std::string_view event) {
  events.emplace_back(event);
  const auto now = then;
  now(event);
}

void Recorder::on_data(Bytes bytes) {
  received += as_text(bytes);
  if (!events.empty() && events.back() == "data") events.pop_back();
  record("data");
}

void Recorder::on_end() {
  ended = true;
  record("end");
}

void Recorder::on_drain() {
  ++drains;
  record("drain");
}

void Recorder::on_finish(std::error_code cause) {
  finish_cause = cause;
  record("finish");
}

void Recorder::on_close(std::error_code cause) {
  close_cause = cause;
  record("close");
}

RawPair tcp_pair() {
  RawListener listener(Transport::tcp4);
  RawPair pair;
  pair.one = connect_to(listener.where());
  pair.other = listener.accept();
  return pair;
}

RawPair raw_pair(Kind kind) {
  if (kind == Kind::tcp) return tcp_pair();
  SocketPair both = socket_pair();
  return {std::move(both.ours), std::move(both.childs)};
}

SocketAndPeer connected(Loop& loop, Kind kind, const SocketOptions& options) {
  RawPair pair = raw_pair(kind);
  SocketAndPeer result;
  result.peer = std::move(pair.one);
  result.socket = *StreamSocket::adopt(loop, std::move(pair.other), options);
  if (result.socket == nullptr) throw std::runtime_error("adopt");
  return result;
}

SocketAndPeer started(Loop& loop, Kind kind, const SocketOptions& options) {
  SocketAndPeer result = connected(loop, kind, options);
  result.socket->start(*result.heard);
  return result;
}

std::string read_while_running(Loop& loop, int fd) {
  std::string bytes;
  std::array<char, 65536> space{};
  run_until(loop, [&] {
    for (;;) {
      const ssize_t count = ::read(fd, space.data(), space.size());
      if (count > 0) {
        bytes.append(space.data(), static_cast<std::size_t>(count));
        continue;
      }
      return count == 0 || errno != EAGAIN;
    }
  });
  return bytes;
}

std::string name_of(Kind kind) {
  return kind == Kind::tcp ? "Tcp" : "Ipc";
}

}  // namespace netkit::test
