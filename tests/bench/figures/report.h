// SPDX-License-Identifier: MIT
#pragma once

#include <string>
#include <vector>

#include "contest.h"
#include "table.h"

namespace netkit::bench {

/// A job's figures, as they are printed: a heading, a table and what has to be said about it.
class Report {
 public:
  Report(const std::string& job, const std::string& what);

  void add(const Contest& contest, const Outcome& outcome);
  /// A sentence below the table, once however often it is said.
  void note(const std::string& sentence);

  std::string text() const;

 private:
  std::string heading_;
  Table table_;
  std::vector<std::string> notes_;
};

}  // namespace netkit::bench
