// SPDX-License-Identifier: MIT
#include <fmt/core.h>
#include <netkit/addr/endpoint.h>
#include <netkit/addr/port.h>
#include <netkit/socket/zone.h>

#include <algorithm>
#include <limits>

#include "cli/option/option_groups.h"
#include "cli/option/option_rows.h"
#include "cli/report/usage_error.h"

namespace netkit::cli {
namespace {

constexpr std::uint64_t most_int = std::numeric_limits<int>::max();

/// Takes what stands before the next comma off the list.
std::string_view take_item(std::string_view& list) {
  const auto comma = list.find(',');
  const std::string_view item = list.substr(0, comma);
  list = comma == std::string_view::npos ? std::string_view() : list.substr(comma + 1);
  return item;
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

void set_local_port(LocalEnd& from, std::string_view value) {
  const auto port = parse_port(value);
  if (!port) throw UsageError(fmt::format("--local-port: '{}' is not a port in 0..65535", value));
  from.port = *port;
}

void set_attempt_timeout(ConnectSettings& connect, std::string_view value) {
  const Duration timeout = duration_value("--attempt-timeout", value);
  if (timeout == Duration(0)) throw UsageError("--attempt-timeout: '0' is not in 10ms or more");
  connect.attempt_timeout = std::max(timeout, Duration(10));
}

void add_answer(ConnectSettings& connect, std::string_view value) {
  const auto equals = value.find('=');
  const std::string_view name = value.substr(0, equals);
  std::vector<IpAddress> addresses;
  std::string_view rest = equals == std::string_view::npos ? std::string_view() : value.substr(equals + 1);
  while (!rest.empty()) {
    const std::string_view item = take_item(rest);
    const auto address = IpAddress::parse(item);
    if (!address) throw UsageError(fmt::format("--resolve: '{}' is not an IP address", item));
    addresses.push_back(*address);
  }
  const auto host = parse_host(name);
  if (addresses.empty() || !host || !std::holds_alternative<std::string>(*host)) {
    throw UsageError(fmt::format("--resolve: '{}' is not NAME=ADDRESS[,ADDRESS...]", value));
  }
  connect.answers.emplace_back(std::string(name), std::move(addresses));
}

using HintChoices = Choices<bool LookupHints::*>;

void set_hints(ConnectSettings& connect, std::string_view value, const HintChoices& known) {
  LookupHints& hints = connect.hints.emplace();
  for (std::string_view rest = value; !rest.empty();) {
    hints.*choice_value("--hints", take_item(rest), known) = true;
  }
}

OptionRow hints_row(ConnectSettings& connect) {
  HintChoices known{{"addrconfig", &LookupHints::addrconfig},
                    {"v4mapped", &LookupHints::v4mapped},
                    {"all", &LookupHints::all}};
  std::string metavar = joined(words_of(known), ",");
  return text(
      "--hints", std::move(metavar), "what the resolver is asked for, any of them (none)",
      [&connect, known = std::move(known)](std::string_view value) { set_hints(connect, value, known); });
}

std::vector<OptionRow> attempt_rows(Settings& s) {
  ConnectSettings& connect = s.connect;
  return {
      {"--auto-select-family", OptionRow::Takes::yes_or_no, "",
       "race the addresses of a name; no: only the first is tried (yes)",
       [&connect](std::string_view value) { connect.auto_select_family = value == "on"; }},
      text("--attempt-timeout", "DURATION", "how long an attempt runs alone before the next starts (250ms)",
           [&connect](std::string_view value) { set_attempt_timeout(connect, value); }),
      choice<Attempts>("--attempts", "earlier attempts go on beside the next, or are called off (race)",
                       {{"race", Attempts::race}, {"sequential", Attempts::sequential}}, connect.attempts),
      repeatable(text("--resolve", "NAME=ADDRESS[,ADDRESS...]",
                      "answer for NAME instead of the resolver; repeatable",
                      [&connect](std::string_view value) { add_answer(connect, value); })),
      hints_row(connect)};
}

std::vector<OptionRow> retry_rows(ConnectSettings& connect) {
  return {text("--retry", "N", "if it fails for the moment try again, so often (0)",
               [&connect](std::string_view value) {
                 connect.retry.times = count_value("--retry", value, 0, most_int);
               }),
          text("--retry-delay", "DURATION", "before the second try; it doubles up to 5s (250ms)",
               [&connect](std::string_view value) {
                 connect.retry.first_delay = duration_value("--retry-delay", value);
               }),
          duration("--retry-for", "the same, for so long (none)", connect.retry.period)};
}

}  // namespace

OptionGroup connecting_group(Settings& s) {
  ConnectSettings& connect = s.connect;
  const auto fresh = [&s](OptionRow row) { return for_new_socket(std::move(row), s.common); };
  const auto tcp = [&s](OptionRow row) { return for_new_tcp_socket(std::move(row), s.common); };
  OptionGroup group{
      "Connecting:",
      {tcp(text("-s,--local-address", "ADDRESS", "our end's address",
                [&connect](std::string_view value) { set_local_address(connect.from, value); })),
       tcp(text("-p,--local-port", "PORT", "our end's port",
                [&connect](std::string_view value) { set_local_port(connect.from, value); })),
       fresh(duration("-w,--connect-timeout", "for the whole of resolving and connecting, of one try (none)",
                      connect.connect_timeout))}};
  for (OptionRow& row : attempt_rows(s)) group.rows.push_back(tcp(std::move(row)));
  for (OptionRow& row : retry_rows(connect)) group.rows.push_back(fresh(std::move(row)));
  group.rows.push_back(flag("-z,--probe", "connect, then close at once; the status tells", connect.probe));
  return group;
}

}  // namespace netkit::cli
