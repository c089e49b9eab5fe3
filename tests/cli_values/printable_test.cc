// SPDX-License-Identifier: MIT
#include "cli/report/printable.h"

#include <gtest/gtest.h>
#include <netkit/base/utf8.h>

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

namespace netkit::cli {
namespace {

using std::string_view_literals::operator""sv;

std::string printable(std::string_view text) {
  std::string shown;
  append_printable(shown, text);
  return shown;
}

TEST(Printable, LeavesTextAlone) {
  for (const auto text :
       {""sv, "plain ~!"sv, "caf\xc3\xa9"sv, "\xe2\x82\xac\xf0\x9f\x98\x80"sv, "a\\b"sv, "\xc2\xa0"sv}) {
    EXPECT_EQ(printable(text), text);
  }
}

TEST(Printable, EscapesControlCharacters) {
  EXPECT_EQ(printable("a\0b\n\r\t\x1b\x7f"sv), "a\\x00b\\x0a\\x0d\\x09\\x1b\\x7f");
  EXPECT_EQ(printable("\xc2\x80\xc2\x9f"), "\\xc2\\x80\\xc2\\x9f");
}

TEST(Printable, EscapesWhatIsNoUtf8) {
  EXPECT_EQ(printable("\xff"), "\\xff");
  EXPECT_EQ(printable("\xc3"), "\\xc3");
  EXPECT_EQ(printable("\xe2\x82"), "\\xe2\\x82");
  EXPECT_EQ(printable("\xed\xa0\x80"), "\\xed\\xa0\\x80");
  EXPECT_EQ(printable("\xc0\x80"), "\\xc0\\x80");
}

TEST(Printable, IsOneLineOfUtf8Always) {
  for (int first = 0; first < 256; ++first) {
    for (int second = 0; second < 256; ++second) {
      const std::string text{static_cast<char>(first), static_cast<char>(second), 'x'};
      const std::string shown = printable(text);
      ASSERT_EQ(shown, well_formed_utf8(shown));
      for (const char c : shown) ASSERT_TRUE(static_cast<unsigned char>(c) >= 0x20 && c != 0x7f);
    }
  }
}

TEST(JsonLine, EscapesWhatATerminalWouldObey) {
  std::string line;
  append_json_line(line, {{"a\x7f", "\x1b\xc2\x80\xc2\x9f\xc2\xa0\xc3\x80\xff"}});
  EXPECT_EQ(line, "{\"a\\u007f\":\"\\u001b\\u0080\\u009f\xc2\xa0\xc3\x80\xef\xbf\xbd\"}\n");
  EXPECT_EQ(nlohmann::json::parse(line)["a\x7f"], "\x1b\xc2\x80\xc2\x9f\xc2\xa0\xc3\x80\xef\xbf\xbd");
}

}  // namespace
}  // namespace netkit::cli
