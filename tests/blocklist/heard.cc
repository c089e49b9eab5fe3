// SPDX-License-Identifier: MIT
#include "heard.h"

#include <gtest/gtest.h>

namespace netkit::test {

HeardLines heard_of(std::string_view text, const ListOptions& options) {
  Heard heard;
  read_list_text(text, heard, options);
  return heard.lines;
}

HeardLines rules_of(std::string_view text) {
  HeardLines rules;
  for (const std::string& line : heard_of(text)) rules.push_back(line.substr(line.find(' ') + 1));
  return rules;
}

ListSummary summary_of(std::string_view text) {
  Heard heard;
  return read_list_text(text, heard);
}

void expect_cut_anywhere(std::string_view text) {
  const HeardLines whole = heard_of(text);
  for (std::size_t cut = 0; cut <= text.size(); ++cut) {
    Heard heard;
    ListReader reader(heard);
    reader.read(text.substr(0, cut));
    reader.read(text.substr(cut));
    reader.finish();
    ASSERT_EQ(heard.lines, whole) << "cut at " << cut;
  }
  Heard heard;
  ListReader reader(heard);
  for (std::size_t at = 0; at < text.size(); ++at) reader.read(text.substr(at, 1));
  reader.finish();
  EXPECT_EQ(heard.lines, whole);
}

}  // namespace netkit::test
