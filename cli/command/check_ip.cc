// SPDX-License-Identifier: MIT
#include <fmt/core.h>
#include <netkit/addr/ip_address.h>
#include <unistd.h>

#include <string_view>

#include "cli/command/commands.h"
#include "cli/report/exit_status.h"
#include "cli/report/output.h"
#include "cli/report/report.h"
#include "cli/report/usage_error.h"
#include "cli/text/address_report.h"
#include "cli/text/operands.h"

namespace netkit::cli {
namespace {

/// netkit check-ip: reports for each text whether it is an address, its version and its class.
class CheckIp {
 public:
  explicit CheckIp(const Settings& settings)
      : settings_(settings), report_(settings.common), append_(report_for(settings)) {}

  int run() { return report_.conclude(check_operands()); }

 private:
  using Append = int (*)(std::string& to, std::string_view text);

  static Append report_for(const Settings& settings) {
    if (settings.common.verbosity < 0) return [](std::string&, std::string_view text) { return is_ip(text); };
    return settings.check_ip.json ? append_address_json : append_address_line;
  }

  Exit check_operands() {
    const auto failed = each_operand(settings_.operands, output_, [this](const Line& line) {
      if (line.cut) return check_cut(line.text);
      check(line.text);
    });
    return failed.value_or(Exit{all_are_ ? ExitStatus::ok : ExitStatus::failed, {}});
  }

  void check(std::string_view text) {
    const int version = append_(output_.text(), text);
    const bool counts =
        version != 0 && (!settings_.common.family || version == static_cast<int>(*settings_.common.family));
    if (counts) return;
    all_are_ = false;
    if (report_.verbosity() > 0)
      report_.say(1, version == 0 ? describe_non_address(text) : other_version(text, version));
  }

  /// Only a zone could make an address this long, and no interface has such a name. The ellipsis makes sure
  /// that the text is not taken for an address.
  void check_cut(std::string_view beginning) { check(std::string(beginning) + "\u2026"); }

  static std::string other_version(std::string_view text, int version) {
    return fmt::format("{} is an IPv{} address", text, version);
  }

  const Settings& settings_;
  Report report_;
  Append append_;
  Output output_{STDOUT_FILENO};
  bool all_are_ = true;
};

}  // namespace

int run_check_ip(const Settings& settings) {
  if (settings.operands.empty()) throw UsageError("no address: give ADDRESS... ('-' reads stdin)");
  return CheckIp(settings).run();
}

}  // namespace netkit::cli
