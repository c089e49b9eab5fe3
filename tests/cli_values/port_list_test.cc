// SPDX-License-Identifier: MIT
#include "cli/text/port_list.h"

#include <gtest/gtest.h>

namespace netkit::cli {
namespace {

using Ports = std::vector<std::uint16_t>;

std::optional<std::uint16_t> find(const std::string& name) {
  if (name == "http") return 80;
  return name == "imap-s" ? std::optional<std::uint16_t>(993) : std::nullopt;
}

TEST(PortList, NamesPortsInOrderAndOnce) {
  EXPECT_EQ(parse_port_list("22", find), Ports{22});
  EXPECT_EQ(parse_port_list("443,80,20-23,21", find), (Ports{443, 80, 20, 21, 22, 23}));
  EXPECT_EQ(parse_port_list("http,imap-s,80", find), (Ports{80, 993}));
  EXPECT_EQ(parse_port_list("7-7", find), Ports{7});
  EXPECT_EQ(parse_port_list("1-65535", find)->size(), 65535U);
}

TEST(PortList, IsToldFromAPort) {
  for (const char* const several : {"22,80", "20-25", "http,", ","})
    EXPECT_TRUE(is_port_list(several)) << several;
  for (const char* const one : {"22", "http", "imap-s", "-1", "1-", ""})
    EXPECT_FALSE(is_port_list(one)) << one;
}

TEST(PortList, SaysWhatIsWrong) {
  EXPECT_EQ(parse_port_list("9-3", find).error(), "'9-3' ends before it begins");
  for (const auto& [text, culprit] :
       {std::pair("0,1", "0"), std::pair("1-70000", "70000"), std::pair("1,,2", ""), std::pair("", ""),
        std::pair("22,nonsense", "nonsense"), std::pair("0-5", "0"), std::pair("80,1-", "1-"),
        std::pair("99999999999999999999,1", "99999999999999999999")}) {
    EXPECT_EQ(parse_port_list(text, find).error(), "'" + std::string(culprit) + "' is not a port: 1..65535");
  }
}

}  // namespace
}  // namespace netkit::cli
