// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/addr/ip_address.h>
#include <netkit/addr/ipc_path.h>
#include <netkit/addr/socket_address.h>
#include <netkit/base/text_decoder.h>
#include <netkit/blocklist/format/list_reader.h>
#include <netkit/blocklist/format/list_writer.h>
#include <netkit/connect/race.h>
#include <netkit/proxy/machine/proxy_url.h>
#include <netkit/proxy/proxy_header.h>
#include <netkit/relay/relay.h>
#include <netkit/socket/bound_socket.h>
#include <netkit/socket/dial.h>
#include <netkit/socket/resolver.h>
#include <netkit/socket/socket_options.h>
#include <netkit/tls/engine/tls_options.h>
#include <netkit/tls/start_tls_dialogue.h>

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "cli/option/option.h"
#include "cli/session/retries.h"
#include "cli/text/line_filter.h"
#include "cli/text/list_loading.h"

namespace netkit::cli {

using Duration = std::chrono::milliseconds;

/// Who may connect, or be connected to.
struct AccessSettings {
  std::vector<ListInput> block;  ///< --block-list, --deny
  std::vector<ListInput> allow;  ///< --allow-list, --allow; any: only these
};

/// What connections are joined to, and the option that says so: --probe, --to, --exec.
struct JoinSettings {
  Joined to = Joined::console;
  std::string_view option;         ///< "" if no option says so
  std::string value;               ///< of the option
  std::vector<std::string> words;  ///< of a program: argv
  std::vector<std::string> then;   ///< --then: argv of the program that follows a probe
};

/// Options of listen, connect and echo.
struct CommonSettings {
  std::optional<Family> family;          ///< -4, -6
  std::optional<std::string> unix_path;  ///< -U
  std::optional<int> fd;                 ///< --fd: a descriptor that was handed to us
  bool numeric = false;                  ///< -n: no look-ups
  bool datagrams = false;                ///< -u
  std::optional<int> hops;               ///< --ttl
  bool broadcast = false;                ///< --broadcast
  SocketOptions socket;                  ///< all that is about a socket's own options
  bool size_pipes = false;               ///< --high-water-mark was given: it also sizes kernel pipes
  AccessSettings access;
  std::optional<Duration> idle_timeout;  ///< -i
  enum class OnIdle { end, destroy, report } on_idle = OnIdle::end;
  std::optional<Duration> max_time;   ///< --max-time
  int verbosity = 0;                  ///< -v adds one, -q is -1
  std::optional<std::string> events;  ///< --events: empty for stderr, "fd:N", or a file
  bool summary = false;               ///< --summary
  enum class Progress { none, on_terminal, always } progress = Progress::none;  ///< --progress
};

/// How a connection is joined to stdin and stdout: listen and connect.
struct ConsoleSettings {
  enum class HalfOpen { by_rule, on, off } half_open = HalfOpen::by_rule;
  std::optional<Duration> silence;     ///< --half-open=DURATION
  bool no_shutdown = false;            ///< stdin's end does not end our side
  std::optional<Duration> quit_after;  ///< -Q
  bool send_only = false;
  bool recv_only = false;
  std::optional<Encoding> encoding;  ///< of what arrives; absent: it stays as it is
};

/// What is done to the bytes of a connection on their way.
struct TreatmentSettings {
  bool crlf = false;                    ///< -C
  bool telnet = false;                  ///< -t
  std::optional<std::string> output;    ///< -o
  std::optional<std::string> hex_dump;  ///< -x
  bool append = false;                  ///< --append: to those files
  std::optional<Duration> delay;        ///< -d
  std::optional<std::size_t> rate;      ///< --rate: bytes a second, each way
};

/// Who may connect to a Unix-domain socket; nobody: everybody.
struct PeerSettings {
  std::vector<uid_t> users;   ///< --allow-user
  std::vector<gid_t> groups;  ///< --allow-group
  bool empty() const { return users.empty() && groups.empty(); }
};

/// Targets that a word of --target-allow names.
enum class TargetWord : std::uint8_t { global, private_use, loopback, link_local, any };

/// What --proxy-server speaks, and whom it lets reach what.
struct ProxyServerSettings {
  bool http = true, socks4 = true, socks5 = true;
  AccessSettings targets;            ///< --target-allow, --target-deny and their lists
  std::vector<TargetWord> words;     ///< --target-allow
  std::vector<std::uint16_t> ports;  ///< --target-ports; empty: any
};

/// Options of listen and echo.
struct ServerSettings {
  bool keep_open = false;                        ///< -k; echo always does
  bool chat = false;                             ///< --chat
  std::size_t max_queue = std::size_t{1} << 20;  ///< --max-queue
  std::optional<std::size_t> max_connections;    ///< -m
  std::optional<std::size_t> max_per_address;
  std::optional<Duration> pause_on_connect;  ///< how long nothing is read from a new connection
  std::optional<Duration> retry_in_use;      ///< how long to try again where the address is in use
  int backlog = 511;
  TcpBindOptions tcp;
  IpcBindOptions ipc;
  PeerSettings peers;
  ProxyServerSettings proxy;
  bool accept_proxy = false;  ///< --accept-proxy: connections begin with a PROXY header
  std::optional<int> ready_fd;
  Duration drain{8000};  ///< how long live connections may go on after SIGTERM
  std::string greeting;  ///< echo: sent first
  unsigned workers = 1;  ///< echo: threads that serve, each with a loop of its own
};

/// The proxies on the way to a target, the nearest first.
struct ProxySettings {
  std::vector<ProxyUrl> urls;        ///< --proxy
  bool from_environment = false;     ///< --proxy env
  std::string credentials_file;      ///< --proxy-auth-file; with --proxy-server that of its own users
  std::vector<std::string> issuers;  ///< --proxy-ca
  std::vector<KeyPin> pins;          ///< --proxy-pin
  bool insecure = false;             ///< --proxy-insecure
  std::string certificate, key;      ///< --proxy-cert, --proxy-key

  bool empty() const { return urls.empty() && !from_environment; }
};

/// Options of connect.
struct ConnectSettings {
  LocalEnd from;                            ///< -s, -p
  std::optional<std::string> from_path;     ///< -s, of Unix-domain datagrams
  std::optional<Duration> connect_timeout;  ///< -w
  bool auto_select_family = true;
  Attempts attempts = Attempts::race;
  Duration attempt_timeout{250};
  std::optional<LookupHints> hints;
  std::optional<ProxyVersion> send_proxy;                                   ///< --send-proxy
  std::vector<std::pair<std::string, std::vector<SocketAddress>>> answers;  ///< --resolve
  RetryPolicy retry;  ///< --retry, --retry-delay, --retry-for
  ProxySettings proxy;
};

/// How certificates are printed.
enum class CertificateForm : std::uint8_t { text, json, pem };

/// TLS of the connection (connect), of the clients (listen, echo), or of the target of --to.
struct TlsSettings {
  bool on = false;  ///< --tls
  // As a client.
  std::vector<std::string> issuers;        ///< --ca
  std::vector<KeyPin> pins;                ///< --pin
  bool insecure = false;                   ///< --insecure
  std::optional<std::string> server_name;  ///< --sni; "off": none is sent
  // As a server.
  std::vector<std::string> client_issuers;  ///< --client-ca
  // As either.
  std::vector<std::string> names;        ///< --verify-name
  std::vector<std::string> revoked;      ///< --crl
  std::string certificate, key;          ///< --cert, --key
  std::string passphrase_file;           ///< --key-pass-file
  std::vector<std::string> protocols;    ///< --alpn
  TlsVersion oldest = TlsVersion::v1_2;  ///< --min-tls
  TlsVersion newest = TlsVersion::v1_3;  ///< --max-tls
  std::string ciphers, suites, groups;
  Duration handshake_timeout{10000};
  bool allow_truncation = false;
  std::string key_log;
  std::optional<StartTlsProtocol> start;  ///< --starttls
  // Of a probe.
  std::optional<CertificateForm> show;  ///< --show-cert
  std::optional<Duration> expires_within;
  // To a target.
  std::string target_certificate, target_key;  ///< --to-cert, --to-key
  std::vector<std::string> target_protocols;   ///< --to-alpn
};

/// Options of check-ip.
struct CheckIpSettings {
  bool json = false;
};

/// Options of blocklist's verbs.
struct BlocklistSettings {
  std::vector<ListInput> lists;        ///< -f, --rule
  ListOptions reading;                 ///< --octets
  bool strict = false;                 ///< a bad line is an error
  bool all = false;                    ///< check: 0 only if all are blocked
  Wanted wanted = Wanted::lines_with;  ///< filter: -v, -o
  bool json = false;                   ///< rules
  bool ranges = false;                 ///< merge, diff: ranges in place of blocks
  std::vector<std::string> except;     ///< merge: files whose addresses are left out
  std::vector<std::string> common;     ///< merge: files that must have them too
  std::optional<ExportFormat> format;  ///< export
  ExportOptions export_options;
};

enum class Shell { bash, zsh, fish };

/// Options of netkit itself, without a command.
struct ProgramSettings {
  bool version = false;
  std::optional<Shell> completion;
};

/// Everything a command may be given.
struct Settings {
  std::string_view command;  ///< "listen", "blocklist check"; of netkit itself ""
  ProgramSettings program;
  CommonSettings common;
  JoinSettings join;
  ConsoleSettings console;
  TreatmentSettings treatment;
  ServerSettings server;
  ConnectSettings connect;
  TlsSettings tls;
  CheckIpSettings check_ip;
  BlocklistSettings blocklist;
  std::vector<std::string> operands;
};

}  // namespace netkit::cli
