// SPDX-License-Identifier: MIT
#include <fmt/core.h>
#include <netkit/addr/endpoint.h>

#include <algorithm>
#include <array>
#include <string>

#include "cli/option/groups.h"
#include "cli/option/option_values.h"
#include "cli/option/settings.h"
#include "cli/report/usage_error.h"

namespace netkit::cli {
namespace {

using Takes = Option::Takes;

constexpr Choice<TlsVersion> versions[] = {{"1.0", TlsVersion::v1_0},
                                           {"1.1", TlsVersion::v1_1},
                                           {"1.2", TlsVersion::v1_2},
                                           {"1.3", TlsVersion::v1_3}};

consteval Choice<StartTlsProtocol> choice_of(StartTlsProtocol protocol) {
  return {start_tls_name(protocol), protocol};
}
constexpr Choice<StartTlsProtocol> start_protocols[] = {
    choice_of(StartTlsProtocol::smtp),  choice_of(StartTlsProtocol::lmtp),
    choice_of(StartTlsProtocol::imap),  choice_of(StartTlsProtocol::pop3),
    choice_of(StartTlsProtocol::ftp),   choice_of(StartTlsProtocol::nntp),
    choice_of(StartTlsProtocol::sieve), choice_of(StartTlsProtocol::postgres),
    choice_of(StartTlsProtocol::ldap)};

std::vector<std::string> protocols_in(const Option& option, std::string_view list) {
  constexpr std::size_t longest = 255;  // RFC 7301, section 3.1
  std::vector<std::string> protocols;
  for (std::size_t start = 0; start <= list.size();) {
    const std::size_t end = std::min(list.find(',', start), list.size());
    protocols.emplace_back(list.substr(start, end - start));
    if (protocols.back().empty() || protocols.back().size() > longest)
      throw UsageError(
          fmt::format("{}: '{}' is not a list of protocols such as h2,http/1.1", option.name, list));
    start = end + 1;
  }
  return protocols;
}

void add_pins(Settings& s, const Option& option, std::string_view value) {
  append_pins(s.tls.pins, option, value);
}

// A name that begins with a dot would stand for all names below it.
void check_name(const Option& option, std::string_view name) {
  if (!parse_host(name))
    throw UsageError(fmt::format("{}: '{}' is not a host name or address", option.name, name));
}

void set_server_name(Settings& s, const Option& option, std::string_view value) {
  if (value != "off") check_name(option, value);
  s.tls.server_name = value;
}

void add_name(Settings& s, const Option& option, std::string_view value) {
  check_name(option, value);
  s.tls.names.emplace_back(value);
}

template <auto member>
void set_text(Settings& s, const Option&, std::string_view value) {
  s.tls.*member = value;
}

template <auto member>
void add_text(Settings& s, const Option&, std::string_view value) {
  (s.tls.*member).emplace_back(value);
}

template <auto member>
void set_version(Settings& s, const Option& option, std::string_view value) {
  s.tls.*member = choice_value<TlsVersion>(option, value, versions);
}

template <auto member>
void set_protocols(Settings& s, const Option& option, std::string_view value) {
  s.tls.*member = protocols_in(option, value);
}

// With --to it is the target's TLS, which has its own word.
void set_start(Settings& s, const Option& option, std::string_view value) {
  s.tls.start = choice_value<StartTlsProtocol>(option, value, start_protocols);
  if (s.command == "connect") s.tls.on = true;
}

constexpr Option on[] = {
    {.name = "--tls",
     .help = "TLS 1.2 or 1.3; with --udp DTLS 1.2",
     .apply = [](Settings& s, const Option&, std::string_view) { s.tls.on = true; }},
};

constexpr Option of_client[] = {
    {.name = "--ca",
     .takes = Takes::value,
     .metavar = "FILE|DIR",
     .help = "trust the issuers in FILE (PEM) or DIR (of openssl rehash) only; repeatable (default: the "
             "system's)",
     .apply = add_text<&TlsSettings::issuers>,
     .repeatable = true},
    {.name = "--pin",
     .takes = Takes::value,
     .metavar = "sha256//BASE64",
     .help = "trust a peer with this key, whatever its certificate says; repeatable",
     .apply = add_pins,
     .repeatable = true},
    {.name = "--insecure",
     .help = "do not verify the peer's certificate",
     .apply = [](Settings& s, const Option&, std::string_view) { s.tls.insecure = true; }},
    {.name = "--sni",
     .takes = Takes::value,
     .metavar = "NAME|off",
     .help = "send NAME to the server, and verify that its certificate is for NAME (default: HOST)",
     .apply = set_server_name},
};

constexpr Option start[] = {
    {.name = "--starttls",
     .takes = Takes::value,
     .metavar = metavar_of<start_protocols>,
     .help = "ask the server in this protocol to go on with TLS; implies --tls",
     .apply = set_start,
     .needs = Needs::stream},
};

constexpr Option name_rows[] = {
    {.name = "--verify-name",
     .takes = Takes::value,
     .metavar = "NAME",
     .help = "the peer's certificate must be for NAME, a host name or address",
     .apply = add_name,
     .repeatable = true},
};

constexpr Option of_server[] = {
    {.name = "--client-ca",
     .takes = Takes::value,
     .metavar = "FILE|DIR",
     .help = "clients must have a certificate of an issuer in FILE or DIR; repeatable",
     .apply = add_text<&TlsSettings::client_issuers>,
     .repeatable = true},
};

constexpr Option own[] = {
    {.name = "--cert",
     .takes = Takes::value,
     .metavar = "FILE",
     .help = "certificate to show, and its chain, leaf first (PEM)",
     .apply = set_text<&TlsSettings::certificate>},
    {.name = "--key",
     .takes = Takes::value,
     .metavar = "FILE",
     .help = "its private key, unless the FILE of --cert has it",
     .apply = set_text<&TlsSettings::key>},
    {.name = "--key-pass-file",
     .takes = Takes::value,
     .metavar = "FILE|fd:N",
     .help = "the first line opens an encrypted key",
     .apply = set_text<&TlsSettings::passphrase_file>},
    {.name = "--alpn",
     .takes = Takes::value,
     .metavar = "LIST",
     .help = "application protocols, preferred first, as in h2,http/1.1",
     .apply = set_protocols<&TlsSettings::protocols>},
};

constexpr Option of_both[] = {
    {.name = "--crl",
     .takes = Takes::value,
     .metavar = "FILE",
     .help = "refuse certificates that this list revokes (PEM); repeatable",
     .apply = add_text<&TlsSettings::revoked>,
     .repeatable = true},
    {.name = "--min-tls",
     .takes = Takes::value,
     .metavar = metavar_of<versions>,
     .help = "oldest version (default: 1.2)",
     .apply = set_version<&TlsSettings::oldest>},
    {.name = "--max-tls",
     .takes = Takes::value,
     .metavar = metavar_of<versions>,
     .help = "newest version (default: 1.3)",
     .apply = set_version<&TlsSettings::newest>},
    {.name = "--ciphers",
     .takes = Takes::value,
     .metavar = "LIST",
     .help = "OpenSSL's list of ciphers up to TLS 1.2",
     .apply = set_text<&TlsSettings::ciphers>},
    {.name = "--ciphersuites",
     .takes = Takes::value,
     .metavar = "LIST",
     .help = "OpenSSL's list of cipher suites of TLS 1.3",
     .apply = set_text<&TlsSettings::suites>},
    {.name = "--groups",
     .takes = Takes::value,
     .metavar = "LIST",
     .help = "OpenSSL's list of groups for the key exchange",
     .apply = set_text<&TlsSettings::groups>},
    {.name = "--allow-truncation",
     .help = "accept the end of a peer that does not send close_notify",
     .apply = [](Settings& s, const Option&, std::string_view) { s.tls.allow_truncation = true; }},
    {.name = "--key-log",
     .takes = Takes::value,
     .metavar = "FILE",
     .help = "append the secrets of each session to FILE, for Wireshark",
     .apply = set_text<&TlsSettings::key_log>},
};

constexpr Option handshakes[] = {
    {.name = "--handshake-timeout",
     .takes = Takes::value,
     .metavar = "DURATION",
     .help = "time limit for the handshake, and for the answer of a proxy; 0 for none (default: 10s)",
     .apply = [](Settings& s, const Option& option,
                 std::string_view value) { s.tls.handshake_timeout = duration_value(option, value); }},
};

constexpr Option of_target[] = {
    {.name = "--to-cert",
     .takes = Takes::value,
     .metavar = "FILE",
     .help = "certificate to show to the target (PEM)",
     .apply = set_text<&TlsSettings::target_certificate>},
    {.name = "--to-key",
     .takes = Takes::value,
     .metavar = "FILE",
     .help = "its private key, unless the FILE of --to-cert has it",
     .apply = set_text<&TlsSettings::target_key>},
    {.name = "--to-alpn",
     .takes = Takes::value,
     .metavar = "LIST",
     .help = "application protocols to offer to the target",
     .apply = set_protocols<&TlsSettings::target_protocols>},
};

}  // namespace

constinit const std::span<const Option> tls_options = on;
constinit const std::span<const Option> tls_client_options = of_client;
constinit const std::span<const Option> tls_start_options = start;
constinit const std::span<const Option> tls_name_options = name_rows;
constinit const std::span<const Option> tls_server_options = of_server;
constinit const std::span<const Option> tls_own_options = own;
constinit const std::span<const Option> tls_common_options = of_both;
constinit const std::span<const Option> tls_target_options = of_target;
constinit const std::span<const Option> handshake_options = handshakes;

}  // namespace netkit::cli
