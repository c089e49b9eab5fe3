// SPDX-License-Identifier: MIT
#include "cli/options.h"

#include <fmt/core.h>
#include <netkit/addr/endpoint.h>
#include <netkit/addr/port.h>
#include <netkit/io/zone.h>

#include <algorithm>
#include <limits>

#include "cli/exit_status.h"
#include "cli/option_rows.h"
#include "cli/values.h"

namespace netkit::cli {
namespace {

constexpr std::uint64_t most_int = std::numeric_limits<int>::max();
constexpr Duration longest_keep_alive{32767 * 1000};  // tcp(7): TCP_KEEPIDLE is a short of seconds

// Wraps a row's action: giving the option is remembered, for it means nothing on the other kind of socket.
OptionRow noted(OptionRow row, std::vector<std::string>& given) {
  row.apply = [apply = std::move(row.apply), &given, name = row.long_name()](std::string_view value) {
    given.push_back(name);
    apply(value);
  };
  return row;
}

void set_family(CommonSettings& common, Family family) {
  if (common.family && *common.family != family) throw UsageError("-4 and -6 exclude each other");
  common.family = family;
}

void set_keep_alive(SocketOptions& socket, std::string_view value) {
  KeepAlive keep_alive;
  if (!value.empty()) keep_alive.idle = duration_value("--keep-alive", value);
  if (keep_alive.idle > longest_keep_alive) {
    throw UsageError(fmt::format("--keep-alive: '{}' is longer than 32767s", value));
  }
  socket.keep_alive = keep_alive;
}

OptionGroup address_group(Settings& s) {
  return {"Where:",
          {noted(action("-4,--ipv4", "IPv4 only", [&s] { set_family(s.common, Family::ipv4); }),
                 s.common.tcp_only),
           noted(action("-6,--ipv6", "IPv6 only", [&s] { set_family(s.common, Family::ipv6); }),
                 s.common.tcp_only),
           text("-U,--unix", "PATH", "Unix-domain socket; @NAME is an abstract one",
                [&s](std::string_view value) { s.common.unix_path = value; })}};
}

OptionGroup connection_group(Settings& s) {
  using OnIdle = CommonSettings::OnIdle;
  return {
      "Connection:",
      {noted(flag("--no-delay", "send small writes at once (TCP_NODELAY)", s.common.socket.no_delay),
             s.common.tcp_only),
       noted({"--keep-alive", OptionRow::Takes::optional_value, "DURATION",
              "probe an idle connection, first after DURATION (SO_KEEPALIVE)",
              [&s](std::string_view value) { set_keep_alive(s.common.socket, value); }},
             s.common.tcp_only),
       text("--high-water-mark", "SIZE", "bytes queued towards a slow side before its source is paused (64k)",
            [&s](std::string_view value) {
              s.common.socket.high_water_mark =
                  size_value("--high-water-mark", value, 1, std::uint64_t{1} << 30);
              s.common.size_pipes = true;
            }),
       duration("-i,--idle-timeout", "part after so long without a byte either way (none)",
                s.common.idle_timeout),
       text("--on-idle", "end|destroy|report",
            "what then: FIN after what is queued, drop at once, only say so (end)",
            [&s](std::string_view value) {
              s.common.on_idle = choice_value<OnIdle>(
                  "--on-idle", value,
                  {{"end", OnIdle::end}, {"destroy", OnIdle::destroy}, {"report", OnIdle::report}});
            }),
       duration("--max-time", "end everything after so long, with status 124 (none)", s.common.max_time)}};
}

void set_half_open(ConversationSettings& conversation, std::string_view value) {
  using HalfOpen = ConversationSettings::HalfOpen;
  conversation.silence.reset();
  if (value.empty() || value == "on") {
    conversation.half_open = HalfOpen::on;
  } else if (value == "off") {
    conversation.half_open = HalfOpen::off;
  } else if (const auto silence = parse_duration(value)) {
    conversation.half_open = HalfOpen::by_rule;
    conversation.silence = *silence;
  } else {
    throw UsageError(fmt::format("--half-open: '{}' is neither on, off nor a duration such as 2s", value));
  }
}

OptionGroup conversation_group(Settings& s) {
  return {"Standard input and output:",
          {{"--half-open", OptionRow::Takes::optional_value, "on|off|DURATION",
            "go on sending after the peer's end: to stdin's own end, not at all, or while it is not silent "
            "so long",
            [&s](std::string_view value) { set_half_open(s.conversation, value); }},
           flag("--no-shutdown", "stdin's end does not end our side", s.conversation.no_shutdown),
           duration("-Q,--quit-after", "after stdin's end wait at most so long for the peer (for ever)",
                    s.conversation.quit_after),
           flag("--send-only", "send stdin, throw away what arrives", s.conversation.send_only),
           flag("--recv-only", "do not read stdin", s.conversation.recv_only)}};
}

OptionGroup message_group(Settings& s) {
  return {"Messages:",
          {action("-v,--verbose", "say more; repeatable", [&s] { ++s.common.verbosity; }),
           action("-q,--quiet", "say nothing but errors", [&s] { s.common.verbosity = -1; }),
           {"--events", OptionRow::Takes::optional_value, "FILE|fd:N",
            "one JSON object a line for each event, on stderr or there",
            [&s](std::string_view value) { s.common.events = value; }},
           // Looked for before anything else is parsed; stands here to be known.
           action("-h,--help", "this text", [] {})}};
}

OptionGroup server_group(Settings& s) {
  ServerSettings& server = s.server;
  return {
      "Listening:",
      {text("-m,--max-connections", "N",
            "more at once are accepted and closed at once; 0 drops all (no limit)",
            [&server](std::string_view value) {
              server.max_connections = count_value("--max-connections", value, 0, most_int);
            }),
       text("--backlog", "N", "connections that wait to be accepted (511)",
            [&server](std::string_view value) {
              server.backlog = static_cast<int>(count_value("--backlog", value, 0, most_int));
            }),
       noted(flag("--ipv6-only", "no IPv4 on an IPv6 address", server.tcp.ipv6_only), s.common.tcp_only),
       noted(flag("--reuse-port", "share the port with other sockets (SO_REUSEPORT)", server.tcp.reuse_port),
             s.common.tcp_only),
       noted(flag("--unlink", "take over a stale socket file, that nobody listens on",
                  server.ipc.take_over_stale),
             server.ipc_only),
       noted(text("--mode", "OCTAL", "permissions of the socket file (by the umask)",
                  [&server](std::string_view value) {
                    const auto mode = parse_mode(value);
                    if (!mode)
                      throw UsageError(fmt::format("--mode: '{}' is not an octal number in 0..777", value));
                    server.ipc.mode = static_cast<mode_t>(*mode);
                  }),
             server.ipc_only),
       noted(flag("--readable-all", "let everyone read the socket file", server.ipc.readable_all),
             server.ipc_only),
       noted(
           flag("--writable-all", "let everyone write to the socket file: connect", server.ipc.writable_all),
           server.ipc_only),
       text("--ready-fd", "N", "when listening, write the address to descriptor N and close it",
            [&server](std::string_view value) {
              server.ready_fd = static_cast<int>(count_value("--ready-fd", value, 1, most_int));
            }),
       text("--drain", "DURATION", "how long live connections may go on after SIGTERM (8s)",
            [&server](std::string_view value) { server.drain = duration_value("--drain", value); })}};
}

void set_local_address(LocalEnd& from, std::string_view value) {
  const auto host = parse_host(value);
  const auto* literal = host ? std::get_if<IpLiteral>(&*host) : nullptr;
  if (literal == nullptr) throw UsageError(fmt::format("Invalid IP address: {}", value));
  from.address = literal->address;
  if (literal->zone.empty()) return;
  const auto scope = scope_id_of(literal->zone);
  if (!scope) throw UsageError(fmt::format("no network interface '{}' (in '{}')", literal->zone, value));
  from.scope_id = *scope;
}

void add_answer(ConnectSettings& connect, std::string_view value) {
  const auto equals = value.find('=');
  const std::string_view name = value.substr(0, equals);
  std::vector<IpAddress> addresses;
  std::string_view rest = equals == std::string_view::npos ? std::string_view() : value.substr(equals + 1);
  while (!rest.empty()) {
    const auto comma = rest.find(',');
    const auto address = IpAddress::parse(rest.substr(0, comma));
    if (!address) {
      throw UsageError(fmt::format("--resolve: '{}' is not an IP address", rest.substr(0, comma)));
    }
    addresses.push_back(*address);
    rest = comma == std::string_view::npos ? std::string_view() : rest.substr(comma + 1);
  }
  const auto host = parse_host(name);
  if (addresses.empty() || !host || !std::holds_alternative<std::string>(*host)) {
    throw UsageError(fmt::format("--resolve: '{}' is not NAME=ADDRESS[,ADDRESS...]", value));
  }
  connect.answers.emplace_back(std::string(name), std::move(addresses));
}

OptionGroup connect_group(Settings& s) {
  ConnectSettings& connect = s.connect;
  return {
      "Connecting:",
      {noted(text("-s,--local-address", "ADDRESS", "our end's address",
                  [&connect](std::string_view value) { set_local_address(connect.from, value); }),
             s.common.tcp_only),
       noted(text("-p,--local-port", "PORT", "our end's port",
                  [&connect](std::string_view value) {
                    const auto port = parse_port(value);
                    if (!port)
                      throw UsageError(fmt::format("--local-port: '{}' is not a port in 0..65535", value));
                    connect.from.port = *port;
                  }),
             s.common.tcp_only),
       duration("-w,--connect-timeout", "for the whole of resolving and connecting (none)",
                connect.connect_timeout),
       noted(text("--attempt-timeout", "DURATION",
                  "how long an attempt runs alone before the next starts (250ms)",
                  [&connect](std::string_view value) {
                    const Duration timeout = duration_value("--attempt-timeout", value);
                    if (timeout == Duration(0))
                      throw UsageError("--attempt-timeout: '0' is not in 10ms or more");
                    connect.attempt_timeout = std::max(timeout, Duration(10));
                  }),
             s.common.tcp_only),
       noted(text("--resolve", "NAME=ADDRESS[,ADDRESS...]",
                  "answer for NAME instead of the resolver; repeatable",
                  [&connect](std::string_view value) { add_answer(connect, value); }),
             s.common.tcp_only),
       flag("-z,--probe", "connect, then close at once; the status tells", connect.probe)}};
}

}  // namespace

OptionTable listen_options(Settings& s) {
  OptionGroup server = server_group(s);
  server.rows.insert(server.rows.begin(),
                     flag("-k,--keep-open", "go on accepting, many clients at a time", s.server.keep_open));
  return {address_group(s), std::move(server), conversation_group(s), connection_group(s), message_group(s)};
}

OptionTable connect_options(Settings& s) {
  return {address_group(s), connect_group(s), conversation_group(s), connection_group(s), message_group(s)};
}

OptionTable echo_options(Settings& s) {
  OptionGroup server = server_group(s);
  server.rows.push_back(text("--greeting", "TEXT", "sent first; \\r \\n \\t \\0 \\xHH \\\\ are understood",
                             [&s](std::string_view value) {
                               auto greeting = unescape(value);
                               if (!greeting) {
                                 throw UsageError(fmt::format(
                                     "--greeting: unknown escape '{}'; known are \\r \\n \\t \\0 \\xHH \\\\",
                                     value.substr(greeting.error(), 2)));
                               }
                               s.server.greeting = std::move(*greeting);
                             }));
  return {address_group(s), std::move(server), connection_group(s), message_group(s)};
}

void check_settings(const Settings& s) {
  if (s.conversation.send_only && s.conversation.recv_only) {
    throw UsageError("--send-only and --recv-only exclude each other");
  }
  if (s.common.unix_path && !s.common.tcp_only.empty()) {
    throw UsageError(fmt::format("{} is for TCP and cannot go with --unix", s.common.tcp_only.front()));
  }
  if (!s.common.unix_path && !s.server.ipc_only.empty()) {
    throw UsageError(fmt::format("{} is for socket files and needs --unix", s.server.ipc_only.front()));
  }
  if (s.common.unix_path && s.common.unix_path->starts_with('@') && !s.server.ipc_only.empty()) {
    throw UsageError(fmt::format("{}: an abstract socket has no file", s.server.ipc_only.front()));
  }
}

}  // namespace netkit::cli
