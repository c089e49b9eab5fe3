// SPDX-License-Identifier: MIT
#pragma once

#include <gtest/gtest.h>

#include "support/data.h"
#include "support/name_of.h"
#include "support/peers.h"

namespace netkit::test {

/// A test of netkit with another program; skipped where that, or the transport, is missing.
class MeetingTest : public testing::TestWithParam<Meeting> {
 protected:
  void SetUp() override {
    NETKIT_NEEDS(GetParam().peer->program);
    NETKIT_NEEDS(GetParam().transport);
  }
};

}  // namespace netkit::test
