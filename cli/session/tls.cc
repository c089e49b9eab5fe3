// SPDX-License-Identifier: MIT
#include "cli/session/tls.h"

#include <fmt/core.h>
#include <netkit/tls/engine/load_tls.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <utility>
#include <vector>

#include "cli/option/location.h"
#include "cli/option/target.h"
#include "cli/report/tls_report.h"
#include "cli/report/usage_error.h"
#include "cli/text/secret_source.h"

namespace netkit::cli {
namespace {

using Role = TlsOptions::Role;
using Failed = TlsOptionError::Option;

/// The names of options that differ by the side that they are for.
struct OptionNames {
  std::string_view issuers, certificate, key, protocols;
};
constexpr OptionNames of_client{"--ca", "--cert", "--key", "--alpn"};
constexpr OptionNames of_server{"--client-ca", "--cert", "--key", "--alpn"};
constexpr OptionNames of_proxy{"--proxy-ca", "--proxy-cert", "--proxy-key", "--alpn"};
constexpr OptionNames of_target{"--ca", "--to-cert", "--to-key", "--to-alpn"};

std::string_view option_of(Failed failed, const OptionNames& names) {
  switch (failed) {
    case Failed::issuers:
      return names.issuers;
    case Failed::revoked:
      return "--crl";
    case Failed::certificate:
      return names.certificate;
    case Failed::key:
      return names.key;
    case Failed::passphrase:
      return "--key-pass-file";
    case Failed::ciphers:
      return "--ciphers";
    case Failed::suites:
      return "--ciphersuites";
    case Failed::groups:
      return "--groups";
    case Failed::protocols:
      return names.protocols;
    case Failed::versions:
      return "--min-tls";
    case Failed::key_log:
      return "--key-log";
    case Failed::other:
      break;
  }
  return "--tls";
}

std::shared_ptr<const TlsContext> make_context(const TlsOptions& options, const OptionNames& names) {
  const auto module = load_tls();
  if (!module) throw UsageError("--tls: not available: " + module.error());
  auto made = (*module)->context(options);
  if (made) return std::move(*made);
  throw UsageError(fmt::format("{}: {}", option_of(made.error().option, names), made.error().text));
}

/// Empty: none.
std::string key_log_of(const TlsSettings& tls) {
  const char* const log = ::secure_getenv("SSLKEYLOGFILE");
  return tls.key_log.empty() && log != nullptr ? log : tls.key_log;
}

TlsOptions common_options(const TlsSettings& tls, Role role) {
  TlsOptions options;
  options.role = role;
  options.oldest = tls.oldest;
  options.newest = tls.newest;
  options.ciphers = tls.ciphers;
  options.suites = tls.suites;
  options.groups = tls.groups;
  options.revoked = tls.revoked;
  options.key_log = key_log_of(tls);
  return options;
}

/// HOST without its zone and the final dot.
std::string name_of(const std::optional<Host>& host) {
  if (!host) return "localhost";
  if (const IpLiteral* const literal = host->literal()) return literal->address.unmapped().to_string();
  std::string name = *host->name();
  if (name.ends_with('.')) name.pop_back();
  return name;
}

bool is_address(const std::string& name) {
  return IpAddress::parse(name).has_value();
}

void set_names(TlsOptions& options, const TlsSettings& tls, const Location& to) {
  const bool has_host = !to.path && to.descriptors.empty();
  const std::string host = has_host ? name_of(to.host) : "";
  const bool is_off = tls.server_name == "off";
  const std::string asked = tls.server_name && !is_off ? name_of(Host(*tls.server_name)) : host;
  if (!is_off && !is_address(asked)) options.server_name = asked;
  options.names = tls.names;
  if (options.names.empty() && !asked.empty()) options.names = {asked};
}

/// What we show to the peer.
void show(TlsOptions& options, const std::string& certificate, const std::string& key,
          const std::vector<std::string>& protocols) {
  options.certificate = certificate;
  options.key = key;
  options.protocols = protocols;
}

TlsOptions client_options(const Settings& settings, const Location& to) {
  const TlsSettings& tls = settings.tls;
  TlsOptions options = common_options(tls, Role::client);
  options.datagrams = settings.common.datagrams;
  options.issuers = tls.issuers;
  options.pins = tls.pins;
  const bool only_pins = !tls.pins.empty() && tls.issuers.empty() && tls.names.empty();
  options.verify = !tls.insecure && !only_pins;
  set_names(options, tls, to);
  if (options.verify && options.names.empty())
    throw UsageError("--tls: no name to verify (--sni, --verify-name, --pin or --insecure)");
  return options;
}

std::vector<std::string> own_names(const Location& here) {
  std::array<char, 256> host{};
  std::vector<std::string> names{"localhost", "127.0.0.1", "::1"};
  if (::gethostname(host.data(), host.size() - 1) == 0) names.emplace_back(host.data());
  if (here.host) names.push_back(name_of(here.host));
  return names;
}

TlsOptions server_options(const Settings& settings) {
  const TlsSettings& tls = settings.tls;
  TlsOptions options = common_options(tls, Role::server);
  options.datagrams = settings.common.datagrams;
  options.issuers = tls.client_issuers;
  options.names = has_tls_target(settings) ? std::vector<std::string>() : tls.names;
  show(options, tls.certificate, tls.key, tls.protocols);
  if (options.certificate.empty()) options.own_names = own_names(location_to_listen(settings));
  return options;
}

TlsOptions proxy_options_of(const Settings& settings, const ProxyUrl& proxy) {
  const ProxySettings& given = settings.connect.proxy;
  TlsOptions options = common_options(settings.tls, Role::client);
  options.revoked.clear();
  options.issuers = given.issuers;
  options.pins = given.pins;
  const bool only_pins = !given.pins.empty() && given.issuers.empty();
  options.verify = !given.insecure && !only_pins;
  const std::string name = name_of(proxy.host);
  options.names = {name};
  if (!is_address(name)) options.server_name = name;
  show(options, given.certificate, given.key, {});
  return options;
}

void warn_if_public(const Report& report, const std::string& path) {
  struct stat status{};
  const bool is_public =
      ::stat(path.c_str(), &status) == 0 && S_ISREG(status.st_mode) && (status.st_mode & S_IROTH) != 0;
  if (!is_public) return;
  report.say(0,
             fmt::format("warning: {} can be read by everyone (mode {:04o})", path, status.st_mode & 07777));
}

void warn_of_public_files(const Report& report, const Settings& settings) {
  const TlsSettings& tls = settings.tls;
  const ProxySettings& proxy = settings.connect.proxy;
  for (const std::string& path :
       {tls.key.empty() ? tls.certificate : tls.key,
        tls.target_key.empty() ? tls.target_certificate : tls.target_key, tls.passphrase_file,
        proxy.key.empty() ? proxy.certificate : proxy.key, proxy.credentials_file}) {
    if (!path.empty()) warn_if_public(report, path);
  }
}

void warn(const Report& report, const TlsSettings& tls) {
  if (const std::string log = key_log_of(tls); !log.empty())
    report.say(0, fmt::format("warning: who can read {} can read what is sent (--key-log)", log));
  if (tls.oldest < TlsVersion::v1_2)
    report.say(0, "warning: TLS 1.0 and 1.1 can be broken, and OpenSSL checks less for them (--min-tls)");
}

}  // namespace

Tls::Tls(const Settings& settings, Report& report) : settings_(&settings), report_(&report) {
  warn_of_public_files(report, settings);
  if (!settings.tls.on && !has_tls_target(settings)) return;
  warn(report, settings.tls);
  make();
}

// A certificate that was made for this run is kept.
void Tls::make() {
  const TlsSettings& tls = settings_->tls;
  read_passphrase();
  auto clients = clients_, target = target_;
  if (tls.on && settings_->command != "connect" && (!clients_ || !tls.certificate.empty()))
    clients = make_context(with_passphrase(server_options(*settings_)), of_server);
  if (has_tls_target(*settings_)) {
    TlsOptions options = client_options(*settings_, target_of(*settings_).location);
    show(options, tls.target_certificate, tls.target_key, tls.target_protocols);
    target = make_context(with_passphrase(std::move(options)), of_target);
  } else if (settings_->command == "connect") {
    TlsOptions options = client_options(*settings_, location_to_connect(*settings_));
    show(options, tls.certificate, tls.key, tls.protocols);
    target = make_context(with_passphrase(std::move(options)), of_client);
  }
  clients_ = std::move(clients);
  target_ = std::move(target);
}

// What came by a descriptor cannot be read again.
void Tls::read_passphrase() {
  const std::string& file = settings_->tls.passphrase_file;
  if (file.empty() || (passphrase_ && is_descriptor(file))) return;
  passphrase_ = first_line("--key-pass-file", file);
}

TlsOptions Tls::with_passphrase(TlsOptions options) const {
  options.passphrase = passphrase_;
  return options;
}

std::optional<std::string> Tls::ephemeral_pin() const {
  if (!clients_ || !settings_->tls.certificate.empty()) return std::nullopt;
  return clients_->certificate()->pin;
}

bool Tls::have_files() const {
  const TlsSettings& tls = settings_->tls;
  return !tls.certificate.empty() || !tls.target_certificate.empty() || !tls.issuers.empty() ||
         !tls.client_issuers.empty() || !tls.revoked.empty();
}

bool Tls::reload() {
  if (!have_files()) return true;
  try {
    make();
    return true;
  } catch (const UsageError& error) {
    report_->event("reload", {{"error", std::string(error.what())}});
    report_->say(0, fmt::format("{}; certificates and keys are unchanged", error.what()));
    return false;
  }
}

void Tls::report_reloaded() const {
  const std::string& file = settings_->tls.certificate;
  if (!clients_ || file.empty()) return;
  const CertificateFacts& own = *clients_->certificate();
  report_->event(
      "reload",
      {{"file", file}, {"fingerprint256", own.fingerprint256}, {"validTo", time_text(own.valid_to)}});
  report_->say(0, fmt::format("reloaded '{}'", file));
}

std::shared_ptr<const TlsContext> proxy_context(const Settings& settings, const ProxyUrl& proxy) {
  return make_context(proxy_options_of(settings, proxy), of_proxy);
}

}  // namespace netkit::cli
