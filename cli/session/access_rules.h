// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/blocklist/access_lists.h>
#include <netkit/blocklist/listed_rules.h>

#include <cstdint>
#include <expected>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "cli/option/settings.h"
#include "cli/report/report.h"

namespace netkit::cli {

/// The lists of who may connect, and where each of their rules was written. Copies share the lists, which do
/// not change: each thread may ask its own.
class AccessRules {
 public:
  /// Reads them. Throws UsageError where one cannot be read, or is none.
  AccessRules(const AccessSettings& given, Report& report);

  AccessLists lists() const;
  /// What refuses the address: "bad.txt:12: 10.0.0.0/8", "--deny: 10.0.0.0/8", "not on the allow list".
  std::string rule_against(const IpAddress& address) const;

  /// Whether one came from a file.
  bool have_files() const;
  /// Reads the files again: all lists are new then, or all stay as they were, which it says, with the reason,
  /// and is false.
  bool reload();
  /// Says that they are new.
  void report_reloaded() const;

 private:
  struct Read {
    std::shared_ptr<const ListedRules> block, allow;           // null: none was given
    std::vector<std::pair<std::string, std::uint64_t>> files;  // and how many rules each has
  };
  struct Failure {
    std::string file;
    std::string message;
  };
  using Inputs = std::vector<ListInput>;
  std::expected<Read, Failure> read() const;
  std::expected<std::shared_ptr<const ListedRules>, Failure> read(const Inputs& inputs, Read& all) const;
  std::expected<Read, Failure> read_again() const;

  const AccessSettings* given_;
  Report* report_;
  Read read_;
};

}  // namespace netkit::cli
