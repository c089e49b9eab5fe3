// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/blocklist/format/list_file.h>

#include <string>
#include <string_view>
#include <vector>

namespace netkit::test {

/// Writes down what it hears of a list: "2:1 10.0.0.0/8 (SBL123)", "3:8 fault: an octet over 255 in ...".
class Heard final : public ListSink {
 public:
  void on_rule(const Rule& rule, const ListPlace& place, std::string_view label) override {
    std::string line = text_of(place) + to_string(rule);
    if (!label.empty()) line.append(" (").append(label).append(")");
    lines.push_back(std::move(line));
  }
  void on_fault(const ListFault& fault) override {
    lines.push_back(text_of(fault.place) + "fault: " + fault.what);
  }

  std::vector<std::string> lines;

 private:
  static std::string text_of(const ListPlace& place) {
    return std::to_string(place.line) + ':' + std::to_string(place.column) + ' ';
  }
};

using HeardLines = std::vector<std::string>;

/// All that is in a list, in whatever pieces it comes.
HeardLines heard_of(std::string_view text, const ListOptions& options = {});

/// The rules alone, without their places.
HeardLines rules_of(std::string_view text);

ListSummary summary_of(std::string_view text);

/// Expects the same of the list cut in two anywhere, and of its bytes one by one.
void expect_cut_anywhere(std::string_view text);

}  // namespace netkit::test
