// SPDX-License-Identifier: MIT
#include "cli/report/event_log.h"

#include <fcntl.h>
#include <fmt/core.h>
#include <netkit/socket/zone.h>
#include <unistd.h>

#include <array>
#include <cstring>
#include <nlohmann/json.hpp>

#include "cli/option/values.h"
#include "cli/report/print_line.h"
#include "cli/report/printable.h"
#include "cli/report/time_stamp.h"
#include "cli/report/usage_error.h"

namespace netkit::cli {
namespace {

int descriptor_from(std::string_view text) {
  const auto fd = parse_count(text, 1 << 20);
  const int flags = fd ? ::fcntl(static_cast<int>(*fd), F_GETFL) : -1;
  if (flags < 0 || (flags & O_ACCMODE) == O_RDONLY) {
    throw UsageError(fmt::format("--events: 'fd:{}' is not a descriptor that can be written", text));
  }
  return static_cast<int>(*fd);
}

std::string_view address_key(std::string_view side, int which) {
  constexpr std::array<std::string_view, 3> local{"localAddress", "localPort", "localFamily"};
  constexpr std::array<std::string_view, 3> remote{"remoteAddress", "remotePort", "remoteFamily"};
  return (side == "local" ? local : remote)[static_cast<std::size_t>(which)];
}

std::string line_of(std::string_view event, const EventFields& fields) {
  nlohmann::ordered_json line{{"time", time_stamp()}, {"event", event}};
  for (const auto& field : fields) {
    std::visit([&](const auto& value) { line[std::string(field.first)] = value; }, field.second);
  }
  std::string text;
  append_json_line(text, line);
  return text;
}

}  // namespace

EventLog::EventLog(const std::string& to) : to_(to) {
  if (to.starts_with("fd:")) {
    fd_ = descriptor_from(std::string_view(to).substr(3));
  } else if (!to.empty()) {
    file_.reset(::open(to.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666));
    if (!file_) throw UsageError(fmt::format("--events: cannot open '{}': {}", to, std::strerror(errno)));
    fd_ = file_.get();
  }
  writer_.emplace(fd_, LineWriter::Options{
                           [](std::uint64_t events) {
                             return line_of("lost", {{"events", static_cast<std::int64_t>(events)}});
                           },
                           [this](std::error_code cause) { report_failure(cause); },
                       });
}

void EventLog::write(std::string_view event, const EventFields& fields) {
  writer_->write(line_of(event, fields));
}

void EventLog::report_failure(std::error_code cause) const {
  if (!on_stderr()) print_line(fmt::format("--events: cannot write '{}': {}", to_, cause.message()));
}

void EventLog::report_lost() {
  const std::uint64_t lost = writer_->unwritten();
  if (lost == 0 || on_stderr() || writer_->has_failed()) return;
  print_line(fmt::format("--events: {} event{} not written, because '{}' was not read", lost,
                         lost == 1 ? " was" : "s were", to_));
}

void add_address(EventFields& fields, std::string_view side, const std::optional<SocketAddress>& address) {
  if (!address) return;
  fields.emplace_back(address_key(side, 0), host_text(*address));
  fields.emplace_back(address_key(side, 1), std::int64_t{address->port});
  fields.emplace_back(address_key(side, 2), std::string(family_name(address->address.family())));
}

void add_peer(EventFields& fields, const PeerCredentials& peer) {
  fields.emplace_back("uid", static_cast<std::int64_t>(peer.user));
  fields.emplace_back("gid", static_cast<std::int64_t>(peer.group));
  fields.emplace_back("pid", static_cast<std::int64_t>(peer.process));
}

EventFields error_fields(const Error& error) {
  EventFields fields{{"code", error.name}, {"syscall", error.syscall}, {"message", error.message}};
  std::vector<std::string> messages;
  for (const Error& each : error.errors) messages.push_back(each.message);
  if (!messages.empty()) fields.emplace_back("errors", std::move(messages));
  return fields;
}

}  // namespace netkit::cli
