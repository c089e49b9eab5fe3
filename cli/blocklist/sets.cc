// SPDX-License-Identifier: MIT
// netkit blocklist merge, diff, export: prints the combined addresses of lists as a list.
#include <unistd.h>

#include <string>
#include <string_view>
#include <vector>

#include "cli/blocklist/loading.h"
#include "cli/blocklist/verbs.h"
#include "cli/option/option_values.h"
#include "cli/report/exit_status.h"
#include "cli/report/output.h"
#include "cli/report/report.h"
#include "cli/report/usage_error.h"
#include "cli/text/operands.h"

namespace netkit::cli {
namespace {

/// Writes the set with `mark` before each line. Returns false if writing failed.
bool write_marked(const AddressSet& set, ExportFormat format, std::string_view mark, Output& output) {
  std::string text;
  bool begins = true;
  write_list(set, format, [&](std::string_view piece) {
    for (const char c : piece) {
      if (begins) output.text() += mark;
      output.text() += c;
      begins = c == '\n';
    }
    output.flush_if_full();
  });
  return output.flush();
}

Exit write(const AddressSet& set, ExportFormat format, const ExportOptions& options) {
  Output output(STDOUT_FILENO);
  write_list(
      set, format,
      [&output](std::string_view piece) {
        output.text() += piece;
        output.flush_if_full();
      },
      options);
  if (!output.flush()) return local_failure("write", output.error(), "stdout");
  return {};
}

std::string no_format() {
  std::vector<std::string_view> names;
  for (const ExportFormatName& format : export_formats) names.push_back(format.word);
  return "no format: give --format " + alternatives(names);
}

ExportFormat plain_format(const Settings& settings) {
  return settings.blocklist.ranges ? ExportFormat::ranges : ExportFormat::plain;
}

}  // namespace

int run_blocklist_merge(const Settings& settings) {
  refuse_operands(settings);
  refuse_stdin_twice(settings.blocklist, {});
  Report report(settings.common);
  AddressSet set = load_set(settings, report);
  for (const std::string& path : settings.blocklist.common) set = set & load_set(path, settings, report);
  for (const std::string& path : settings.blocklist.except) set = set - load_set(path, settings, report);
  return report.conclude(write(set, plain_format(settings), {}));
}

int run_blocklist_diff(const Settings& settings) {
  if (settings.operands.size() != 2) throw UsageError("give two lists: FILE FILE");
  refuse_stdin_twice({}, settings.operands);
  Report report(settings.common);
  const AddressSet one = load_set(settings.operands[0], settings, report);
  const AddressSet other = load_set(settings.operands[1], settings, report);
  const Exit exit{one == other ? ExitStatus::ok : ExitStatus::failed, {}};
  if (settings.common.verbosity < 0) return report.conclude(exit);
  Output output(STDOUT_FILENO);
  const bool written = write_marked(one - other, plain_format(settings), "< ", output) &&
                       write_marked(other - one, plain_format(settings), "> ", output);
  return report.conclude(written ? exit : local_failure("write", output.error(), "stdout"));
}

int run_blocklist_export(const Settings& settings) {
  refuse_operands(settings);
  if (!settings.blocklist.format) throw UsageError(no_format());
  Report report(settings.common);
  return report.conclude(
      write(load_set(settings, report), *settings.blocklist.format, settings.blocklist.export_options));
}

}  // namespace netkit::cli
