// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include "commands.h"
#include "installed.h"

namespace netkit::test {
namespace {

/// What it defines for others: "netkit::Loop::run()", "vtable for netkit::net::Socket".
std::vector<std::string> names_of_library() {
  std::vector<std::string> names;
  const std::string symbols = output_of(
      {"nm", "--dynamic", "--defined-only", "--demangle", installed().libraries() + "/libnetkit.so"});
  for (const std::string& line : lines_of(symbols)) {
    names.push_back(line.substr(line.find(' ') + 3));  // behind address and type
  }
  return names;
}

bool is_ours(std::string name) {
  for (const char* kind : {"vtable for ", "typeinfo for ", "typeinfo name for ", "non-virtual thunk to ",
                           "guard variable for "}) {
    if (name.starts_with(kind)) name.erase(0, std::string(kind).size());
  }
  return name.starts_with("netkit::") || name.starts_with("std::hash<netkit::");
}

TEST(Exports, AreOfNetkitAlone) {
  const auto names = names_of_library();
  EXPECT_GT(names.size(), 100u);
  for (const std::string& name : names) {
    EXPECT_TRUE(is_ours(name)) << name;
  }
}

TEST(Exports, AreNotWhatNoInstalledHeaderDeclares) {
  for (const std::string& name : names_of_library()) {
    for (const char* hidden :
         {"netkit::scan::", "netkit::internal::SocketCell::", "netkit::ByteBlock", "(anonymous"}) {
      EXPECT_FALSE(name.contains(hidden)) << name;
    }
  }
}

}  // namespace
}  // namespace netkit::test
