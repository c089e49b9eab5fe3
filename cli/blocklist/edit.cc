// SPDX-License-Identifier: MIT
// netkit blocklist add, remove: adds rules to a file, removes rules from it.
#include <fmt/core.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string>
#include <vector>

#include "cli/blocklist/list_text.h"
#include "cli/blocklist/verbs.h"
#include "cli/report/exit_status.h"
#include "cli/report/report.h"
#include "cli/report/usage_error.h"
#include "cli/text/list_loading.h"
#include "cli/text/locked_file.h"

namespace netkit::cli {
namespace {

/// Only plain lists are changed.
void refuse_other_formats(const std::string& path, const ListSummary& summary) {
  if (summary.is_encoded) {
    throw UsageError(
        fmt::format("{}: the list is compressed or UTF-16; only plain lists can be changed", path));
  }
  if (summary.format != ListFormat::plain) {
    throw UsageError(fmt::format("{}: the list has the format of {}; only plain lists can be changed", path,
                                 format_name(summary.format)));
  }
  if (summary.is_no_list()) {
    throw UsageError(fmt::format("'{}' does not look like a list: {} of {} lines are not rules", path,
                                 summary.faults, summary.faults + summary.rules));
  }
}

/// One run of add or remove: a change to the text of the file that its first operand names.
class Edit {
 public:
  explicit Edit(const Settings& settings) : settings_(settings), report_(settings.common) {
    if (settings.operands.size() < 2) throw UsageError("needs a file and a rule: FILE RULE...");
    if (path() == "-") throw UsageError("'-': standard input cannot be changed");
    for (std::size_t i = 1; i < settings.operands.size(); ++i) {
      rules_.push_back(rule_value("RULE", settings.operands[i], settings.blocklist.reading.octets,
                                  ZerosAdvice::octets_option));
    }
  }

  template <typename Change>
  int run(const Change& change) {
    return report_.conclude(edit(change));
  }

  const std::vector<Rule>& rules() const { return rules_; }
  const std::string& path() const { return settings_.operands.front(); }
  const Report& report() const { return report_; }

 private:
  template <typename Change>
  Exit edit(const Change& change) {
    auto file = LockedFile::open(path());
    if (!file) return local_failure(file.error());
    auto before = file->read();
    if (!before) return local_failure(before.error());
    ListText list(*before, settings_.blocklist.reading);
    refuse_other_formats(path(), list.summary());
    Exit exit{change(list), {}};
    const std::string after = list.text();
    if (after == *before) return exit;
    if (const auto replaced = file->replace(after); !replaced) return local_failure(replaced.error());
    return exit;
  }

  const Settings& settings_;
  Report report_;
  std::vector<Rule> rules_;
};

}  // namespace

int run_blocklist_add(const Settings& settings) {
  Edit edit(settings);
  return edit.run([&edit](ListText& list) {
    for (const Rule& rule : edit.rules()) {
      if (list.has(rule)) {
        edit.report().say(1, fmt::format("{} is already in {}", to_string(rule), edit.path()));
      } else {
        list.add(rule);
      }
    }
    return ExitStatus::ok;
  });
}

int run_blocklist_remove(const Settings& settings) {
  Edit edit(settings);
  if (::access(edit.path().c_str(), F_OK) != 0) {
    throw UsageError(fmt::format("cannot read '{}': {}", edit.path(), std::strerror(errno)));
  }
  return edit.run([&edit](ListText& list) {
    ExitStatus status = ExitStatus::ok;
    for (const Rule& rule : edit.rules()) {
      if (!list.has(rule)) {
        edit.report().say(0, fmt::format("{} is not in {}", to_string(rule), edit.path()));
        status = ExitStatus::failed;
      }
      list.remove(rule);
    }
    return status;
  });
}

}  // namespace netkit::cli
