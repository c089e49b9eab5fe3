// SPDX-License-Identifier: MIT
#pragma once

#include <gtest/gtest.h>

#include <string>

namespace netkit::test {

/// For INSTANTIATE_TEST_SUITE_P: names the case after its parameter, by the name_of() of its type.
struct NameOf {
  template <typename Parameter>
  std::string operator()(const testing::TestParamInfo<Parameter>& info) const {
    return name_of(info.param);
  }
};

}  // namespace netkit::test
