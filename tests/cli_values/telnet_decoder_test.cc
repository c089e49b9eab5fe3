// SPDX-License-Identifier: MIT
#include "cli/filter/telnet_decoder.h"

#include <gtest/gtest.h>

#include <string>

namespace netkit::cli {
namespace {

using std::string_literals::operator""s;

struct Case {
  std::string bytes, data, answer;
};

const Case cases[] = {
    {"plain\r\ntext", "plain\r\ntext", ""},
    {"a\xff\xfd\x01z", "az", "\xff\xfc\x01"},                          // DO: WONT
    {"a\xff\xfb\x03z", "az", "\xff\xfe\x03"},                          // WILL: DONT
    {"a\xff\xfc\x03\xff\xfe\x01z", "az", ""},                          // WONT, DONT
    {"a\xff\xfd\xff\xff\xfb\xffz", "az", "\xff\xfc\xff\xff\xfe\xff"},  // option 255
    {"a\xff\xfa\x18\x01\xff\xff\xf0\x02\xff\xf0z", "az", ""},          // SB ... SE
    {"a\xff\xf1\xff\xf9\xff\xf0\xff\x07z", "az", ""},                  // two bytes each
    {"a\xff\xffz", "a\xffz", ""},                                      // IAC IAC
    {"a\r\0z\r\0\0\r\r\0\0z"s, "a\rz\r\0\r\r\0z"s, ""},                // CR NUL
    {"a\r\xff\xf1\0z"s, "a\rz", ""},                                   // with NOP between
    {"\r\xff\xff\0z"s, "\r\xff\0z"s, ""},
};

TEST(TelnetDecoder, TakesCommandsOutWhereverTheyAreCut) {
  for (const auto& [bytes, data, answer] : cases) {
    for (std::size_t cut = 0; cut <= bytes.size(); ++cut) {
      TelnetDecoder decoder;
      auto decoded = decoder.decode(as_bytes(bytes.substr(0, cut)));
      const auto rest = decoder.decode(as_bytes(bytes.substr(cut)));
      EXPECT_EQ(decoded.data + rest.data, data) << testing::PrintToString(bytes) << cut;
      EXPECT_EQ(decoded.answer + rest.answer, answer) << testing::PrintToString(bytes) << cut;
    }
  }
}

TEST(TelnetDecoder, DropsACommandThatIsNotComplete) {
  for (const std::string bytes : {"a\xff", "a\xff\xfd", "a\xff\xfa\x18\x01", "a\xff\xfa\x18\xff"})
    EXPECT_EQ(TelnetDecoder().decode(as_bytes(bytes)).data, "a");
}

TEST(TelnetEncoded, DoublesIac) {
  EXPECT_EQ(telnet_encoded(as_bytes("a\xffz\xff")), "a\xff\xffz\xff\xff");
}

}  // namespace
}  // namespace netkit::cli
