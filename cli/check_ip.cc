// SPDX-License-Identifier: MIT
#include <fmt/core.h>
#include <netkit/addr/ip_address.h>
#include <netkit/io/uv_error.h>
#include <unistd.h>

#include <string_view>

#include "cli/address_report.h"
#include "cli/commands.h"
#include "cli/exit_status.h"
#include "cli/line_reader.h"
#include "cli/output.h"
#include "cli/report.h"

namespace netkit::cli {
namespace {

/// netkit check-ip: tells of each text whether it is an address, of which version and what kind.
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
    for (const std::string& operand : settings_.operands) {
      if (operand == "-") {
        check_stdin();
      } else {
        check(operand);
      }
      if (output_.error() || input_error_) break;
    }
    output_.flush();
    if (output_.error()) return failure("write", output_.error(), "stdout");
    if (input_error_) return failure("read", input_error_, "stdin");
    return {all_are_ ? ExitStatus::ok : ExitStatus::failed, {}};
  }

  /// What has come is told before more is waited for.
  void check_stdin() {
    LineReader lines(STDIN_FILENO);
    bool more = true;
    while (more && output_.flush()) {
      more = lines.fill();
      while (const auto line = lines.next()) {
        if (line->cut) {
          check_cut(line->text);
        } else {
          check(line->text);
        }
        if (!output_.flush_if_full()) return;
      }
    }
    input_error_ = lines.error();
  }

  void check(std::string_view text) {
    const int version = append_(output_.text(), text);
    const bool counts =
        version != 0 && (!settings_.common.family || version == static_cast<int>(*settings_.common.family));
    if (counts) return;
    all_are_ = false;
    if (report_.verbosity() > 0)
      report_.say(1, version == 0 ? hint_about(text) : other_version(text, version));
  }

  /// Only a zone could make an address so long, and no interface has such a name. With an ellipsis behind it,
  /// it is none.
  void check_cut(std::string_view beginning) { check(std::string(beginning) + "\u2026"); }

  static std::string other_version(std::string_view text, int version) {
    return fmt::format("{} is an IPv{} address", text, version);
  }

  static Exit failure(std::string_view step, std::error_code code, std::string_view what) {
    Exit exit{ExitStatus::local_io, {}};
    if (code != std::errc::broken_pipe) {
      exit.lines.push_back(fmt::format("{} {}: {} ({})", step, error_name(code), code.message(), what));
    }
    return exit;
  }

  const Settings& settings_;
  Report report_;
  Append append_;
  Output output_{STDOUT_FILENO};
  std::error_code input_error_;
  bool all_are_ = true;
};

}  // namespace

int run_check_ip(const Settings& settings) {
  if (settings.operands.empty()) throw UsageError("no address: netkit check-ip ADDRESS... ('-' reads stdin)");
  return CheckIp(settings).run();
}

}  // namespace netkit::cli
