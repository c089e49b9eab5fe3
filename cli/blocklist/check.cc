// SPDX-License-Identifier: MIT
// netkit blocklist check: is an address blocked, and by which rule.
#include <fmt/core.h>
#include <unistd.h>

#include <string_view>

#include "cli/blocklist/loading.h"
#include "cli/blocklist/verbs.h"
#include "cli/report/exit_status.h"
#include "cli/report/output.h"
#include "cli/report/printable.h"
#include "cli/report/report.h"
#include "cli/report/usage_error.h"
#include "cli/text/address_report.h"
#include "cli/text/operands.h"

namespace netkit::cli {
namespace {

class Check {
 public:
  explicit Check(const Settings& settings)
      : settings_(settings), report_(settings.common), rules_(load_rules(settings, report_).rules) {}

  int run() {
    const auto failed = each_operand(settings_.operands, output_, [this](const Line& line) { check(line); });
    if (failed) return report_.conclude(*failed);
    return report_.conclude({status(), {}});
  }

 private:
  /// Where nothing could be asked there is no answer.
  ExitStatus status() const {
    if (any_invalid_ && !any_valid_) return ExitStatus::usage;
    const bool yes = settings_.blocklist.all ? all_ : any_;
    return yes ? ExitStatus::ok : ExitStatus::failed;
  }

  void check(const Line& line) {
    const auto address = IpAddress::parse(line.text.substr(0, line.text.find('%')));
    if (!address || is_ip(line.text) == 0) return invalid(line);
    any_valid_ = true;
    const auto found = rules_.find(*address);
    if (!found) return write_without_rule(line.text, "allowed");
    any_ = true;
    if (settings_.common.verbosity < 0) return;
    begin_line(line.text, "blocked");
    output_.text() += to_string(rules_.rule(*found)) + '\t';
    append_printable(output_.text(), rules_.source(*found));
    if (settings_.common.verbosity > 0) {
      output_.text() += '\t';
      append_printable(output_.text(), rules_.label(*found));
    }
    output_.text() += '\n';
  }

  void invalid(const Line& line) {
    any_invalid_ = true;
    report_.say(0, fmt::format("'{}{}' is not an IP address: {}", line.text, line.cut ? "\u2026" : "",
                               line.cut ? "it is too long" : non_address_reason(line.text)));
    write_without_rule(line.text, "invalid");
  }

  void write_without_rule(std::string_view text, std::string_view answer) {
    all_ = false;
    if (settings_.common.verbosity < 0) return;
    begin_line(text, answer);
    output_.text() += settings_.common.verbosity > 0 ? "-\t-\t\n" : "-\t-\n";
  }

  void begin_line(std::string_view text, std::string_view answer) {
    append_printable(output_.text(), text);
    output_.text() += '\t';
    output_.text() += answer;
    output_.text() += '\t';
  }

  const Settings& settings_;
  Report report_;
  ListedRules rules_;
  Output output_{STDOUT_FILENO};
  bool any_ = false;
  bool all_ = true;
  bool any_valid_ = false;
  bool any_invalid_ = false;
};

}  // namespace

int run_blocklist_check(const Settings& settings) {
  if (settings.operands.empty()) throw UsageError("no address: give LIST... ADDRESS... ('-' reads stdin)");
  refuse_stdin_twice(settings.blocklist, settings.operands);
  return Check(settings).run();
}

}  // namespace netkit::cli
