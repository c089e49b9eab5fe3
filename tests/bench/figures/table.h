// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

namespace netkit::bench {

/// A table in Markdown whose columns are also straight in a terminal.
class Table {
 public:
  using Row = std::vector<std::string>;

  explicit Table(Row headings);

  /// As many cells as there are headings.
  void add(Row row);
  bool empty() const { return rows_.size() == 1; }

  std::string text() const;

 private:
  std::vector<Row> rows_;  ///< the headings first
};

/// Three figures that count, and no more: "0.98", "12.3", "34567".
std::string figures(double value);

}  // namespace netkit::bench
