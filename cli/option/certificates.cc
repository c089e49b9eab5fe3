// SPDX-License-Identifier: MIT
#include "cli/option/groups.h"
#include "cli/option/join.h"
#include "cli/option/option_values.h"
#include "cli/option/settings.h"

namespace netkit::cli {
namespace {

using Takes = Option::Takes;

constexpr Choice<CertificateForm> forms[] = {
    {"text", CertificateForm::text}, {"json", CertificateForm::json}, {"pem", CertificateForm::pem}};

void set_show(Settings& s, const Option& option, std::string_view value) {
  join_nothing(s, option);
  s.tls.on = true;
  s.tls.show = value.empty() ? CertificateForm::text : choice_value<CertificateForm>(option, value, forms);
}

constexpr Option certificates[] = {
    {.name = "--show-cert",
     .takes = Takes::optional_value,
     .metavar = metavar_of<forms>,
     .help = "print the server's certificates, and what was agreed on; implies --tls and --probe (default: "
             "text)",
     .apply = set_show,
     .needs = Needs::stream},
    {.name = "--expires-within",
     .takes = Takes::value,
     .metavar = "DURATION",
     .help = "with --show-cert: status 1 if one of them expires within DURATION, as in 14d",
     .apply = [](Settings& s, const Option& option,
                 std::string_view value) { s.tls.expires_within = duration_value(option, value); },
     .needs = Needs::tls},
};

}  // namespace

constinit const std::span<const Option> certificate_options = certificates;

}  // namespace netkit::cli
