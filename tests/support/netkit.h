// SPDX-License-Identifier: MIT
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "process.h"
#include "raw_socket.h"
#include "where.h"

namespace netkit::test {

using Words = std::vector<std::string>;

Words operator+(Words words, const Words& more);

/// The program under test: the one that was built, or what the variable NETKIT_PROGRAM names.
std::string netkit_program();

/// The Launch of netkit with these arguments, run by NETKIT_TEST_WRAPPER ("valgrind -q") if that is set.
Launch netkit(const Words& arguments, const Stdios& stdio = {});

/// Runs it from start to end.
Outcome run_netkit(const Words& arguments, std::string_view stdin_text = {});

/// A netkit that listens, and its address as reported through --ready-fd.
struct Server {
  std::unique_ptr<Process> process;
  Where where;
};

/// Starts `netkit listen ...` or `netkit echo ...` and waits until it listens.
/// Throws, with its stderr, if it ends instead.
Server start_server(Launch launch);

/// Starts "listen" or "echo" on an address of the system's choice.
Server start_server(const std::string& command, Transport transport, const Words& options = {},
                    const Stdios& stdio = {});

enum class Role { connect, listen };

std::string name_of(Role role);  ///< as in the names of tests: "Connect", "Listen"
inline void PrintTo(Role role, std::ostream* out) {
  *out << name_of(role);
}

/// A netkit and the other end of its one connection.
struct Joined {
  std::unique_ptr<Process> netkit;
  UniqueFd peer;
  Where where;
};

/// Starts netkit as client or server and connects it with a socket of the test.
Joined join(Role role, Transport transport, const Words& options = {}, const Stdios& stdio = {});

}  // namespace netkit::test
