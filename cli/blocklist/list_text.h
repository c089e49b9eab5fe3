// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/addr/ip_range.h>
#include <netkit/blocklist/format/list_reader.h>
#include <netkit/blocklist/rule.h>

#include <cstddef>
#include <string>
#include <unordered_map>
#include <vector>

namespace netkit::cli {

/// The text of a plain list, to which rules are added or from which they are removed; everything else in it
/// is kept. Rules are the same if they cover the same addresses: 10.0.0.1/8, 10.0.0.0/8
/// and 10.0.0.0-10.255.255.255.
class ListText final : private ListSink {
 public:
  ListText(std::string text, const ListOptions& options);

  /// Its format and its numbers of rules and of other lines.
  const ListSummary& summary() const { return summary_; }

  bool has(const Rule& rule) const { return lines_of_.contains(addresses_of(rule)); }
  /// Adds a line at the end, with the line ending of the first line.
  void add(const Rule& rule);
  /// Removes all lines with this rule. Of a line with several, the others stay.
  void remove(const Rule& rule);
  /// The changed text.
  std::string text() const;

 private:
  struct Line {
    std::string text;  // with its end
    std::vector<Rule> rules;
    std::string label;
  };

  void on_rule(const Rule& rule, const ListPlace& place, std::string_view label) override;
  void on_fault(const ListFault& fault) override;
  void remove_from(Line& line, const Rule& rule);

  std::string mark_;  // the byte order mark, if there is one
  std::vector<Line> lines_;
  std::string line_end_ = "\n";
  std::unordered_multimap<IpRange, std::size_t> lines_of_;
  ListSummary summary_;
};

}  // namespace netkit::cli
