// SPDX-License-Identifier: MIT
#include "where.h"

#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <random>

#include "raw_socket.h"

namespace netkit::test {

std::string name_of(Transport transport) {
  switch (transport) {
    case Transport::tcp4:
      return "Tcp4";
    case Transport::tcp6:
      return "Tcp6";
    case Transport::unix_path:
      return "Unix";
    case Transport::abstract_name:
      return "Abstract";
  }
  return {};
}

std::vector<std::string> Where::netkit_words() const {
  if (is_tcp(transport)) return {host, std::to_string(port)};
  return {"-U", text()};
}

std::string Where::text() const {
  switch (transport) {
    case Transport::tcp4:
      return host + ":" + std::to_string(port);
    case Transport::tcp6:
      return "[" + host + "]:" + std::to_string(port);
    case Transport::unix_path:
      return path;
    case Transport::abstract_name:
      return "@" + path;
  }
  return {};
}

bool ipv6_available() {
  static const bool available = [] {
    try {
      const RawListener probe(Transport::tcp6);
      return true;
    } catch (const std::runtime_error&) {
      return false;
    }
  }();
  return available;
}

std::string unused_name() {
  // A run that was killed leaves its files behind, and process numbers are reused.
  static const std::string run = std::to_string(::getpid()) + "-" + std::to_string(std::random_device{}());
  static std::atomic<int> count{0};
  return "nk-" + run + "-" + std::to_string(++count);
}

Where unused_where(Transport transport) {
  if (is_tcp(transport)) return RawListener(transport).where();
  const std::string name = unused_name();
  return {
      transport,
      {},
      0,
      transport == Transport::unix_path ? (std::filesystem::temp_directory_path() / name).string() : name};
}

}  // namespace netkit::test
