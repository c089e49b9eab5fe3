// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/blocklist/access_lists.h>
#include <netkit/blocklist/listed_rules.h>

#include <cstdint>
#include <expected>
#include <memory>
#include <optional>
#include <string>
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

  /// The rule that blocks the address, or the IPv4 address that it leads to, such as that of NAT64.
  std::optional<std::string> rule_that_blocks(const IpAddress& address) const;

  /// Whether a list came from a file.
  bool have_files() const;
  /// Reads the files again and replaces all lists. If one cannot be read, or has lost all that it had, it
  /// keeps all of them, reports why, and returns false.
  bool reload();
  /// Reports that the lists were replaced.
  void report_reloaded() const;

 private:
  struct File {
    std::string path;
    std::uint64_t rules = 0;
    bool is_blank = false;  // not even a comment is in it
  };
  struct Read {
    std::shared_ptr<const ListedRules> block, allow;  // null: no such list was given
    std::vector<File> files;
    std::vector<std::string> warnings;
  };
  struct Failure {
    std::string file;
    std::string message;
  };
  using Inputs = std::vector<ListInput>;
  std::expected<Read, Failure> read() const;
  std::expected<std::shared_ptr<const ListedRules>, Failure> read(const Inputs& inputs, Read& all) const;
  std::expected<Read, Failure> read_again() const;
  std::optional<Failure> why_not(const Read& all) const;
  void adopt(Read all);

  const AccessSettings* given_;
  Report* report_;
  Read read_;
};

}  // namespace netkit::cli
