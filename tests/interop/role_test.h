// SPDX-License-Identifier: MIT
#pragma once

#include <gtest/gtest.h>
#include <poll.h>

#include <sstream>
#include <string>

#include "support/data.h"
#include "support/name_of.h"
#include "support/netkit.h"

namespace netkit::test {

/// Tests that apply to connect and to listen.
class RoleTest : public testing::TestWithParam<Role> {
 protected:
  static Joined join(Transport transport, const Words& options = {}, const Stdios& stdio = {}) {
    return netkit::test::join(GetParam(), transport, options, stdio);
  }
  static Joined join(const Words& options = {}, const Stdios& stdio = {}) {
    return join(Transport::tcp4, options, stdio);
  }
};

/// Passes if netkit ends with this status; otherwise shows its stderr.
inline testing::AssertionResult ends_with(Process& netkit, int expected) {
  const int status = netkit.wait();
  if (status == expected) return testing::AssertionSuccess();
  return testing::AssertionFailure() << "status " << status << ", not " << expected
                                     << "; stderr: " << netkit.read_stderr_until_eof();
}

/// Waits for netkit to end and returns its stderr, except the line about where it listens.
inline std::string messages(Process& netkit) {
  std::istringstream lines(netkit.read_stderr_until_eof());
  std::string all;
  for (std::string line; std::getline(lines, line);) {
    if (line.find("listening on") == std::string::npos) all += line + "\n";
  }
  return all;
}

}  // namespace netkit::test

/// Instantiates a RoleTest for both.
#define NETKIT_FOR_BOTH_ROLES(suite)                                                                 \
  INSTANTIATE_TEST_SUITE_P(Interop, suite,                                                           \
                           testing::Values(netkit::test::Role::connect, netkit::test::Role::listen), \
                           netkit::test::NameOf())
