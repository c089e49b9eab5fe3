// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <ostream>
#include <string>
#include <vector>

namespace netkit::test {

enum class Transport { tcp4, tcp6, unix_path, abstract_name };

inline bool is_tcp(Transport transport) {
  return transport == Transport::tcp4 || transport == Transport::tcp6;
}

/// As in the names of tests: "Tcp4", "Tcp6", "Unix", "Abstract".
std::string name_of(Transport transport);

/// Where a socket listens or is to be connected to.
struct Where {
  Transport transport = Transport::tcp4;
  std::string host;        ///< TCP: a literal without brackets
  std::uint16_t port = 0;  ///< TCP
  std::string path;        ///< Unix: the file; abstract: the name without the leading NUL or @

  /// The operands and options for netkit: {"127.0.0.1", "8124"}, {"-U", "/tmp/x"}, {"-U", "@x"}.
  std::vector<std::string> netkit_words() const;
  /// In messages: "127.0.0.1:8124", "[::1]:8124", "/tmp/x", "@x".
  std::string text() const;
};

inline void PrintTo(const Where& where, std::ostream* out) {
  *out << where.text();
}
inline void PrintTo(Transport transport, std::ostream* out) {
  *out << name_of(transport);
}

/// Whether a socket can be bound to ::1 here.
bool ipv6_available();

/// A name for an abstract socket or file that no other test uses.
std::string unused_name();

/// An address of this transport that is not in use: for TCP a port that was free a moment ago, for Unix a
/// file in the temporary directory that does not exist.
Where unused_where(Transport transport);

}  // namespace netkit::test
