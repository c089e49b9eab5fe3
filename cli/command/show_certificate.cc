// SPDX-License-Identifier: MIT
#include "cli/command/show_certificate.h"

#include <fmt/core.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <utility>

#include "cli/option/values.h"
#include "cli/report/certificate_report.h"
#include "cli/report/output.h"
#include "cli/report/tls_report.h"

namespace netkit::cli {
namespace {

Exit expiry(const std::vector<CertificateFacts>& chain, Duration within) {
  const auto first = std::ranges::min_element(chain, {}, &CertificateFacts::valid_to);
  if (first->valid_to > std::chrono::system_clock::now() + within) return {};
  return {ExitStatus::failed,
          {fmt::format("the certificate of \"{}\" expires within {}: {}", first->subject_name,
                       format_duration(within), validity_text(*first))}};
}

}  // namespace

ShowCertificate::ShowCertificate(Run& run, Location where)
    : run_(run),
      resolver_(run.loop()),
      dialer_(
          run, run.settings(), resolver_, std::move(where),
          [&run](std::string_view event, const EventFields& fields) {
            report_dialling(run.report(), event, fields);
          },
          [this](Dialer::Result result) { dialled(std::move(result)); }) {
  add_answers(resolver_, run.settings().connect);
}

void ShowCertificate::dialled(Dialer::Result result) {
  Exit exit = result ? Exit{} : std::move(result.error());
  const auto& tls = dialer_.facts().tls;
  if (result) report_secured(run_.report(), "secureConnect", run_.next_id(), *tls);
  run_.finish(tls && !tls->chain.empty() ? show(*tls, std::move(exit)) : std::move(exit));
}

Exit ShowCertificate::show(const TlsFacts& facts, Exit exit) const {
  const TlsSettings& settings = run_.settings().tls;
  Output output(STDOUT_FILENO);
  output.text() = certificate_report(facts, *settings.show);
  if (!output.flush()) return local_failure("write", output.error(), "stdout");
  if (exit.status != ExitStatus::ok || !settings.expires_within) return exit;
  return expiry(facts.chain, *settings.expires_within);
}

}  // namespace netkit::cli
