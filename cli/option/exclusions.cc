// SPDX-License-Identifier: MIT
#include "cli/option/exclusions.h"

#include <fmt/core.h>

#include <algorithm>
#include <string>
#include <vector>

#include "cli/option/target.h"
#include "cli/report/usage_error.h"
#include "cli/text/port_list.h"

namespace netkit::cli {
namespace {

/// When an option that needs something cannot have it, and how that is said after the option's name.
struct Exclusion {
  Needs need;
  bool (*applies)(const Settings& settings, Stage stage);
  std::string_view complaint;
};

bool has_tls(const Settings& s) {
  return s.tls.on || has_tls_target(s) ||
         std::ranges::find(s.connect.proxy.urls, ProxyScheme::https, &ProxyUrl::scheme) !=
             s.connect.proxy.urls.end();
}

constexpr Exclusion exclusions[] = {
    {Needs::tcp, [](const Settings& s, Stage) { return s.common.unix_path.has_value(); },
     " is for TCP and cannot go with --unix"},
    {Needs::stream, [](const Settings& s, Stage) { return s.common.datagrams; },
     " is for streams and cannot go with --udp"},
    {Needs::udp, [](const Settings& s, Stage) { return s.common.unix_path.has_value(); },
     " is for UDP and cannot go with --unix"},
    {Needs::udp,
     [](const Settings& s, Stage stage) { return !s.common.datagrams && stage == Stage::complete; },
     " is for datagrams and needs --udp"},
    {Needs::new_socket, [](const Settings& s, Stage) { return s.common.fd.has_value(); },
     " is for a new socket and cannot go with --fd"},
    {Needs::socket_file,
     [](const Settings& s, Stage) { return s.common.unix_path && s.common.unix_path->starts_with('@'); },
     ": an abstract socket has no file"},
    {Needs::socket_file,
     [](const Settings& s, Stage stage) {
       return !s.common.unix_path && (stage == Stage::complete || !s.operands.empty());
     },
     " is for socket files and needs --unix"},
    {Needs::tls, [](const Settings& s, Stage stage) { return !has_tls(s) && stage == Stage::complete; },
     " is for TLS and needs --tls"},
    {Needs::handshakes,
     [](const Settings& s, Stage stage) {
       return !has_tls(s) && s.connect.proxy.empty() && s.join.to != Joined::requested &&
              stage == Stage::complete;
     },
     " is for TLS and proxies and needs --tls, --proxy or --proxy-server"},
    {Needs::tls_clients, [](const Settings& s, Stage stage) { return !s.tls.on && stage == Stage::complete; },
     " is for TLS with clients and needs --tls"},
    {Needs::tls_target,
     [](const Settings& s, Stage stage) { return !has_tls_target(s) && stage == Stage::complete; },
     " is for TLS with the target and needs --to tls:ENDPOINT"},
};

void check_needs(const Option& option, Needs needs, const Settings& settings, Stage stage) {
  for (const Exclusion& exclusion : exclusions) {
    if (!includes(needs, exclusion.need) || !exclusion.applies(settings, stage)) continue;
    throw UsageError(std::string(option.name).append(exclusion.complaint));
  }
}

void check_join(const Option& option, const OptionGroup& group, const Settings& settings, Stage stage) {
  const JoinSettings& join = settings.join;
  if (!includes(option.joined, join.to))
    throw UsageError(fmt::format("{} and {} exclude each other", option.name, join.option));
  const bool may_come = stage == Stage::more_may_come && join.option.empty();
  if (!may_come && !includes(group.joined, join.to))
    throw UsageError(fmt::format("{} is {}", option.name, group.purpose));
}

void refuse_both_directions_off(const Settings& s) {
  if (!s.console.send_only || !s.console.recv_only) return;
  throw UsageError("--send-only and --recv-only exclude each other");
}

void refuse_two_addresses(const Settings& s) {
  std::vector<std::string> addresses;
  if (s.common.unix_path) addresses.push_back("-U " + *s.common.unix_path);
  if (s.common.fd) addresses.push_back(fmt::format("--fd {}", *s.common.fd));
  if (!s.operands.empty()) addresses.push_back(s.operands.front());
  if (addresses.size() < 2) return;
  throw UsageError(fmt::format("more than one address: {} and {}", addresses[0], addresses[1]));
}

void refuse_reset_of_unix_sockets(const Settings& s) {
  if (s.common.socket.reset && s.common.unix_path) throw UsageError(std::string(no_reset_on_unix_sockets));
}

void refuse_report_about_children(const Settings& s) {
  if (s.join.to == Joined::program && s.common.on_idle == CommonSettings::OnIdle::report)
    throw UsageError(fmt::format("--on-idle report and {} exclude each other", s.join.option));
}

// Of Unix-domain datagrams nobody could tell which answer is whose.
void refuse_unix_datagrams_forwarded(const Settings& s) {
  if (!s.common.datagrams || s.join.to != Joined::target) return;
  if (s.common.unix_path) throw UsageError("--udp with --unix and --to exclude each other");
  if (s.join.value.starts_with("unix:"))
    throw UsageError(fmt::format("--to: with --udp write HOST:PORT; '{}' is a path", s.join.value));
}

// -s takes a path only for Unix-domain datagrams, and there nothing else.
void check_local_address(const Settings& s, Stage stage) {
  const ConnectSettings& connect = s.connect;
  if (!connect.from.address && !connect.from_path) return;
  const bool datagrams_may_come = s.common.datagrams || stage == Stage::more_may_come;
  if (s.common.unix_path && (connect.from.address || !datagrams_may_come))
    throw UsageError("--local-address is for TCP and cannot go with --unix");
  if (connect.from_path && !s.common.unix_path)
    throw UsageError(fmt::format("Invalid IP address: {}", *connect.from_path));
}

void refuse_answers_without_questions(const Settings& s) {
  if (!s.common.numeric) return;
  if (!s.connect.answers.empty()) throw UsageError("--numeric and --resolve exclude each other");
  if (s.connect.hints) throw UsageError("--numeric and --hints exclude each other");
}

void check_progress(const Settings& s) {
  if (s.common.progress == CommonSettings::Progress::none) return;
  if (s.server.keep_open) throw UsageError("--progress is for one connection and cannot go with --keep-open");
  if (s.common.events && s.common.events->empty())
    throw UsageError("--progress and --events on stderr exclude each other");
}

void check_copies(const Settings& s, Stage stage) {
  const TreatmentSettings& treatment = s.treatment;
  if (treatment.output && treatment.output == treatment.hex_dump)
    throw UsageError(fmt::format("--output and --hex-dump: both name '{}'", *treatment.output));
  if (stage == Stage::complete && treatment.append && !treatment.output && !treatment.hex_dump)
    throw UsageError("--append is for a copy and needs --output or --hex-dump");
}

void refuse_trust_without_verifying(const TlsSettings& tls) {
  if (!tls.insecure) return;
  for (const auto& [given, option] :
       {std::pair(!tls.pins.empty(), "--pin"), std::pair(!tls.issuers.empty(), "--ca"),
        std::pair(!tls.revoked.empty(), "--crl"), std::pair(!tls.names.empty(), "--verify-name")}) {
    if (given) throw UsageError(fmt::format("--insecure and {} exclude each other", option));
  }
}

void refuse_options_of_proxies(const ProxySettings& proxy, Joined to) {
  for (const auto& [given, option] :
       {std::pair(!proxy.credentials_file.empty() && to != Joined::requested, "--proxy-auth-file"),
        std::pair(!proxy.issuers.empty(), "--proxy-ca"), std::pair(!proxy.pins.empty(), "--proxy-pin"),
        std::pair(proxy.insecure, "--proxy-insecure"), std::pair(!proxy.certificate.empty(), "--proxy-cert"),
        std::pair(!proxy.key.empty(), "--proxy-key")}) {
    if (given) throw UsageError(fmt::format("{} is about a proxy and needs --proxy", option));
  }
}

void check_tls(const Settings& s, Stage stage) {
  const TlsSettings& tls = s.tls;
  refuse_trust_without_verifying(tls);
  if (s.common.datagrams && has_tls_target(s))
    throw UsageError("--udp and --to tls:ENDPOINT exclude each other");
  if (s.common.datagrams && tls.on && s.common.unix_path)
    throw UsageError("--tls with --udp is for IP addresses and cannot go with --unix");
  if (stage != Stage::complete) return;
  if (tls.expires_within && !tls.show)
    throw UsageError("--expires-within is for certificates that are shown and needs --show-cert");
  if (tls.certificate.empty() && !tls.key.empty())
    throw UsageError("--key belongs to a certificate and needs --cert");
  if (tls.target_certificate.empty() && !tls.target_key.empty())
    throw UsageError("--to-key belongs to a certificate and needs --to-cert");
  const bool is_server_alone = s.command != "connect" && !has_tls_target(s);
  if (!is_server_alone || !tls.client_issuers.empty()) return;
  if (!tls.names.empty())
    throw UsageError("--verify-name is for certificates of clients and needs --client-ca");
  if (!tls.revoked.empty()) throw UsageError("--crl is for certificates of clients and needs --client-ca");
}

// A chain has one way to each target.
void check_proxies(const Settings& s, Stage stage) {
  const ProxySettings& proxy = s.connect.proxy;
  if (stage != Stage::complete) return;
  if (proxy.empty()) return refuse_options_of_proxies(proxy, s.join.to);
  if (s.join.to == Joined::requested && proxy.from_environment)
    throw UsageError("--proxy env and --proxy-server exclude each other");
  if (s.join.to == Joined::target && is_path_target(s))
    throw UsageError("--proxy and --to unix:PATH exclude each other");
  if (s.join.to == Joined::nothing && !s.operands.empty() &&
      is_port_list(s.operands.back().substr(s.operands.back().rfind(':') + 1)))
    throw UsageError("--proxy: several ports are probed only without it");
  if (proxy.insecure && !(proxy.pins.empty() && proxy.issuers.empty()))
    throw UsageError("--proxy-insecure excludes --proxy-ca and --proxy-pin");
  if (proxy.certificate.empty() && !proxy.key.empty())
    throw UsageError("--proxy-key belongs to a certificate and needs --proxy-cert");
}

// '-' is stdin, which listen and connect send.
void refuse_lists_from_payload(const Settings& s) {
  if (s.command != "listen" && s.command != "connect") return;
  for (const auto* lists : {&s.common.access.block, &s.common.access.allow}) {
    const auto from_stdin = std::ranges::find_if(
        *lists, [](const ListInput& list) { return list.file() != nullptr && *list.file() == "-"; });
    if (from_stdin == lists->end()) continue;
    throw UsageError(
        fmt::format("{}: stdin is sent to the peer and cannot be a list too", from_stdin->option));
  }
}

}  // namespace

void check_exclusions(const Settings& settings, std::span<const OptionGroup> groups,
                      std::span<const GivenOption> given, Stage stage) {
  refuse_both_directions_off(settings);
  check_tls(settings, stage);
  check_proxies(settings, stage);
  refuse_two_addresses(settings);
  refuse_reset_of_unix_sockets(settings);
  refuse_lists_from_payload(settings);
  refuse_report_about_children(settings);
  refuse_answers_without_questions(settings);
  check_local_address(settings, stage);
  refuse_unix_datagrams_forwarded(settings);
  check_copies(settings, stage);
  check_progress(settings);
  for (const OptionGroup& group : groups) {
    for (const Option& option : group.options) {
      if (!is_given(option, given)) continue;
      check_needs(option, group.needs | option.needs, settings, stage);
      check_join(option, group, settings, stage);
    }
  }
}

}  // namespace netkit::cli
