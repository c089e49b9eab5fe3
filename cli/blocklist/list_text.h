// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/addr/ip_range.h>
#include <netkit/blocklist/format/list_reader.h>
#include <netkit/blocklist/rule.h>

#include <cstddef>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

namespace netkit::cli {

/// The text of a plain list, whose lines come and go; everything else in it stays as it is. Rules are the
/// same if they name the same addresses: 10.0.0.1/8, 10.0.0.0/8 and 10.0.0.0-10.255.255.255.
class ListText final : private ListSink {
 public:
  ListText(std::string text, const ListOptions& options);

  /// Its format, and how much of it is rules.
  const ListSummary& summary() const { return summary_; }

  bool has(const Rule& rule) const { return lines_of_.contains(addresses_of(rule)); }
  /// A line at the end; ended as the first line is.
  void add(const Rule& rule);
  /// All lines of this rule.
  void remove(const Rule& rule);
  /// What has come of it.
  std::string text() const;

 private:
  void on_rule(const Rule& rule, const ListPlace& place, std::string_view label) override;
  void on_fault(const ListFault& fault) override;

  std::vector<std::string> lines_;  // with their ends
  std::unordered_multimap<IpRange, std::size_t> lines_of_;
  ListSummary summary_;
};

}  // namespace netkit::cli
