// SPDX-License-Identifier: MIT
#include "cli/option/foreign_address.h"

#include <fmt/core.h>
#include <netkit/base/ascii.h>
#include <netkit/socket/resolver.h>

#include <algorithm>
#include <utility>

#include "cli/option/netcat_habits.h"

namespace netkit::cli {
namespace {

constexpr std::string_view of_socat = "an address of socat", a_url = "a URL",
                           standard_io = "stdin and stdout";

/// What a type of address is in netkit: a command and what stands before the rest, or an option that netkit
/// does not have, or neither where the address is left out.
struct SocatType {
  std::string_view names;  ///< with blanks between them, in capitals
  std::string_view command, prefix;
  std::string_view missing_option = "";
};

constexpr SocatType socat_types[] = {
    {"TCP TCP4 TCP6 TCP-CONNECT TCP4-CONNECT TCP6-CONNECT", "connect", ""},
    {"TCP-LISTEN TCP-L TCP4-LISTEN TCP4-L TCP6-LISTEN TCP6-L", "listen", ""},
    {"UNIX UNIX-CONNECT UNIX-CLIENT", "connect", "-U "},
    {"UNIX-LISTEN UNIX-L", "listen", "-U "},
    {"ABSTRACT ABSTRACT-CONNECT ABSTRACT-CLIENT", "connect", "-U @"},
    {"ABSTRACT-LISTEN", "listen", "-U @"},
    {"STDIO STDIN STDOUT -", "", ""},
    {"UDP UDP4 UDP6 UDP-CONNECT UDP4-CONNECT UDP6-CONNECT UDP-SENDTO UDP4-SENDTO UDP6-SENDTO UDP-DATAGRAM "
     "UDP4-DATAGRAM UDP6-DATAGRAM",
     "connect", "-u "},
    {"UDP-LISTEN UDP-L UDP4-LISTEN UDP6-LISTEN", "listen", "-u "},
    {"UDP-RECV UDP4-RECV UDP6-RECV UDP-RECVFROM UDP4-RECVFROM UDP6-RECVFROM", "listen", "-u -k --recv-only "},
    {"UNIX-SENDTO", "connect", "-u -U "},
    {"UNIX-RECV UNIX-RECVFROM", "listen", "-u -k --recv-only -U "},
    {"OPENSSL SSL OPENSSL-CONNECT", "connect", "--tls "},
    {"OPENSSL-LISTEN SSL-L SSL-LISTEN", "listen", "--tls "},
    {"EXEC SYSTEM SHELL", "", "", "--exec"},
    {"PROXY SOCKS4 SOCKS4A SOCKS5", "", "", "--proxy-type"},
};

constexpr std::string_view schemes_of_tls = " https wss tls ssl ftps imaps pop3s smtps ldaps ";

bool has_word(std::string_view words, std::string_view word) {
  const std::string spaced = fmt::format(" {} ", words);
  return spaced.contains(fmt::format(" {} ", word));
}

std::string in_capitals(std::string_view text) {
  std::string capitals(text);
  for (char& c : capitals) c = is_letter(c) ? static_cast<char>(c & ~0x20) : c;
  return capitals;
}

/// "h 80" of "h:80"; a text without a port stays as it is.
std::string host_and_port(std::string_view text) {
  const auto colon = text.rfind(':');
  if (colon == std::string_view::npos || text.ends_with(']')) return std::string(text);
  const std::string_view host = text.substr(0, colon);
  return fmt::format("{}{}{}", host, host.empty() ? "" : " ", text.substr(colon + 1));
}

ForeignAddress in_words_of_netkit(const SocatType& type, std::string_view rest) {
  const std::string_view address = rest.substr(0, rest.find(','));
  const bool serves_many = type.command == "listen" && rest.substr(address.size()).contains(",fork");
  if (!type.missing_option.empty()) return {of_socat, "", std::string(*answer_to_habit(type.missing_option))};
  if (type.command.empty()) return {standard_io, "", "leave it out: netkit joins them without it"};
  const std::string where = type.prefix.contains("-U") ? std::string(address) : host_and_port(address);
  return {of_socat, fmt::format("{} {}{}{}", type.command, serves_many ? "-k " : "", type.prefix, where), ""};
}

std::optional<ForeignAddress> read_socat(std::string_view text) {
  const auto colon = text.find(':');
  const std::string_view name = text.substr(0, colon);
  const auto type = std::ranges::find_if(
      socat_types, [name](const SocatType& one) { return has_word(one.names, in_capitals(name)); });
  if (type == std::end(socat_types)) return std::nullopt;
  if (colon == std::string_view::npos) {
    return type->command.empty() && name == in_capitals(name) ? std::optional(in_words_of_netkit(*type, ""))
                                                              : std::nullopt;
  }
  const std::string_view rest = text.substr(colon + 1);
  // A host may have that name: "tcp:80".
  if (is_number(rest) && !name.contains('-')) return std::nullopt;
  return in_words_of_netkit(*type, rest);
}

std::string words_of_url(std::string_view scheme, std::string_view rest) {
  if (scheme == "unix") return fmt::format("-U {}", rest);
  rest = rest.substr(0, rest.find_first_of("/?#"));
  rest = rest.substr(rest.find('@') == std::string_view::npos ? 0 : rest.find('@') + 1);
  std::string words = host_and_port(rest);
  if (words != rest) return words;
  return fmt::format("{} {}", words, port_of_service(std::string(scheme)) ? scheme : "PORT");
}

std::string_view option_of(std::string_view scheme) {
  if (has_word(schemes_of_tls, scheme)) return "--tls ";
  return scheme.starts_with("udp") ? "-u " : "";
}

std::optional<ForeignAddress> read_url(std::string_view text, std::string_view command) {
  const auto end = text.find("://");
  const std::string_view scheme = text.substr(0, end);
  if (end == std::string_view::npos || scheme.empty() || !std::ranges::all_of(scheme, is_alphanumeric))
    return std::nullopt;
  return ForeignAddress{
      a_url, fmt::format("{} {}{}", command, option_of(scheme), words_of_url(scheme, text.substr(end + 3))),
      ""};
}

}  // namespace

std::string ForeignAddress::advice() const {
  if (words.empty()) return note;
  return fmt::format("write 'netkit {}'{}{}", words, note.empty() ? "" : "; ", note);
}

std::optional<ForeignAddress> read_foreign_address(std::string_view text, std::string_view command) {
  if (auto url = read_url(text, command)) return url;
  return read_socat(text);
}

}  // namespace netkit::cli
