// SPDX-License-Identifier: MIT
// netkit blocklist filter: the lines of text that hold a blocked address.
#include <fmt/core.h>
#include <netkit/blocklist/address_lookup.h>
#include <unistd.h>

#include <string>
#include <vector>

#include "cli/blocklist/loading.h"
#include "cli/blocklist/verbs.h"
#include "cli/report/exit_status.h"
#include "cli/report/report.h"
#include "cli/text/filter_files.h"
#include "cli/text/operands.h"

namespace netkit::cli {
namespace {

Exit filter(const std::vector<std::string>& files, const Settings& settings, const Report& report) {
  const AddressLookup set(load_set(settings, report));
  Output output(STDOUT_FILENO);
  LineFilter lines(set, settings.blocklist.wanted, output);
  const std::vector<UnreadFile> unread = filter_files(files, lines, output);
  if (output.error()) return local_failure("write", output.error(), "stdout");
  if (lines.cut_lines() > 0) {
    report.say(0, fmt::format("lines longer than 4 MiB, of which only the beginning was searched: {}",
                              lines.cut_lines()));
  }
  Exit exit{lines.found_any() ? ExitStatus::ok : ExitStatus::failed, {}};
  for (const UnreadFile& file : unread) {
    exit.status = ExitStatus::local_io;
    exit.lines.push_back(local_failure(file.step, file.error, file.name).lines.front());
  }
  return exit;
}

}  // namespace

int run_blocklist_filter(const Settings& settings) {
  const std::vector<std::string> files =
      settings.operands.empty() ? std::vector<std::string>{"-"} : settings.operands;
  refuse_stdin_twice(settings.blocklist, files);
  Report report(settings.common);
  return report.conclude(filter(files, settings, report));
}

}  // namespace netkit::cli
