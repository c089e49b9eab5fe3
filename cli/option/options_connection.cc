// SPDX-License-Identifier: MIT
#include <fmt/core.h>
#include <net/if.h>

#include <limits>

#include "cli/option/option_groups.h"
#include "cli/option/option_rows.h"
#include "cli/report/usage_error.h"

namespace netkit::cli {
namespace {

constexpr Duration longest_keep_alive{32767 * 1000};  // tcp(7): the times are shorts of seconds
constexpr Duration longest_user_timeout{std::numeric_limits<int>::max()};
constexpr std::uint64_t most_probes = 127;
constexpr std::uint64_t largest_buffer = std::uint64_t{1} << 30;

Duration limited_duration(std::string_view option, std::string_view value, Duration longest) {
  const Duration duration = duration_value(option, value);
  if (duration <= longest) return duration;
  throw UsageError(fmt::format("{}: '{}' is longer than {}s", option, value, longest.count() / 1000));
}

KeepAlive& keep_alive_of(SocketOptions& socket) {
  return socket.keep_alive ? *socket.keep_alive : socket.keep_alive.emplace();
}

void set_keep_alive(SocketOptions& socket, std::string_view value) {
  KeepAlive& keep_alive = keep_alive_of(socket);
  keep_alive.idle = value.empty() ? Duration(0) : limited_duration("--keep-alive", value, longest_keep_alive);
}

void set_keep_alive_interval(SocketOptions& socket, std::string_view value) {
  const Duration interval = limited_duration("--keep-alive-interval", value, longest_keep_alive);
  keep_alive_of(socket).interval = std::chrono::duration_cast<std::chrono::seconds>(interval);
}

void set_interface(EarlyOptions& early, std::string_view value) {
  const std::string name(value);
  if (name.size() >= IFNAMSIZ) {
    throw UsageError(fmt::format("--interface: '{}' is longer than {} bytes and no network interface", name,
                                 IFNAMSIZ - 1));
  }
  if (::if_nametoindex(name.c_str()) == 0) {
    throw UsageError(fmt::format("--interface: '{}' is not a network interface of this machine", name));
  }
  early.interface = name;
}

OptionRow buffer(std::string names, std::string_view help, std::optional<int>& target) {
  const std::string option = names;
  return text(std::move(names), "SIZE", help, [&target, option](std::string_view value) {
    target = static_cast<int>(size_value(option, value, 1, largest_buffer));
  });
}

std::vector<OptionRow> keep_alive_rows(CommonSettings& common) {
  SocketOptions& socket = common.socket;
  const auto tcp = [&common](OptionRow row) { return noted(std::move(row), common.tcp_only); };
  return {tcp({"--keep-alive", OptionRow::Takes::optional_value, "DURATION",
               "probe an idle connection, first after DURATION (SO_KEEPALIVE)",
               [&socket](std::string_view value) { set_keep_alive(socket, value); }}),
          tcp(text("--keep-alive-interval", "DURATION", "between probes (1s); implies --keep-alive",
                   [&socket](std::string_view value) { set_keep_alive_interval(socket, value); })),
          tcp(text("--keep-alive-count", "N",
                   "unanswered probes until the connection is given up (10); implies --keep-alive",
                   [&socket](std::string_view value) {
                     keep_alive_of(socket).count =
                         static_cast<int>(count_value("--keep-alive-count", value, 1, most_probes));
                   }))};
}

}  // namespace

OptionGroup connection_group(Settings& s) {
  using OnIdle = CommonSettings::OnIdle;
  CommonSettings& common = s.common;
  return {
      "Session:",
      {text("--high-water-mark", "SIZE", "bytes queued towards a slow side before its source is paused (64k)",
            [&common](std::string_view value) {
              common.socket.high_water_mark =
                  size_value("--high-water-mark", value, 1, std::uint64_t{1} << 30);
              common.size_pipes = true;
            }),
       text("--read-buffer", "SIZE", "largest chunk read at once (64k)",
            [&common](std::string_view value) {
              common.socket.read_buffer = size_value("--read-buffer", value, 1, 64 * 1024);
            }),
       duration("-i,--idle-timeout", "part after so long without a byte either way (none)",
                common.idle_timeout),
       choice<OnIdle>("--on-idle", "what then: FIN after what is queued, drop at once, only say so (end)",
                      {{"end", OnIdle::end}, {"destroy", OnIdle::destroy}, {"report", OnIdle::report}},
                      common.on_idle),
       flag("--reset", "part with RST in place of FIN, once all has arrived", common.socket.reset),
       duration("--max-time", "end everything after so long, with status 124 (none)", common.max_time)}};
}

OptionGroup socket_group(Settings& s) {
  CommonSettings& common = s.common;
  SocketOptions& socket = common.socket;
  const auto tcp = [&common](OptionRow row) { return noted(std::move(row), common.tcp_only); };
  OptionGroup group{"Socket:",
                    {tcp(flag("--no-delay", "send small writes at once (TCP_NODELAY)", socket.no_delay))}};
  for (OptionRow& row : keep_alive_rows(common)) group.rows.push_back(std::move(row));
  group.rows.push_back(tcp(
      text("--tos", "N", "type of service, 0..255 (IP_TOS, IPV6_TCLASS)", [&socket](std::string_view value) {
        socket.type_of_service = static_cast<int>(count_value("--tos", value, 0, 255));
      })));
  group.rows.push_back(tcp(text("--user-timeout", "DURATION",
                                "give up when data sent is not acknowledged for so long (TCP_USER_TIMEOUT)",
                                [&socket](std::string_view value) {
                                  socket.user_timeout =
                                      limited_duration("--user-timeout", value, longest_user_timeout);
                                })));
  group.rows.push_back(buffer("--send-buffer", "the kernel's (SO_SNDBUF)", socket.early.send_buffer));
  group.rows.push_back(buffer("--receive-buffer", "the kernel's (SO_RCVBUF)", socket.early.receive_buffer));
  group.rows.push_back(
      noted(tcp(text("--interface", "INTERFACE", "this network interface only (SO_BINDTODEVICE)",
                     [&socket](std::string_view value) { set_interface(socket.early, value); })),
            common.new_socket_only));
  return group;
}

}  // namespace netkit::cli
