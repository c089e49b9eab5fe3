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

/// The block and allow lists, and where each of their rules was written. Copies share the lists, which are
/// immutable: each thread may use a copy of its own.
class AccessRules {
 public:
  /// Reads the lists. Throws UsageError if one cannot be read, or does not look like a list.
  AccessRules(const AccessSettings& given, Report& report);

  AccessLists lists() const;
  /// What refuses the address: "bad.txt:12: 10.0.0.0/8", "--deny: 10.0.0.0/8", "not on the allow list".
  std::string rule_against(const IpAddress& address) const;

  /// Whether a list came from a file.
  bool have_files() const;
  /// Reads the files again and replaces all lists. If one cannot be read it keeps all of them, reports why,
  /// and returns false.
  bool reload();
  /// Reports that the lists were replaced.
  void report_reloaded() const;

 private:
  struct Read {
    std::shared_ptr<const ListedRules> block, allow;           // null: no such list was given
    std::vector<std::pair<std::string, std::uint64_t>> files;  // the path and number of rules of each
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
