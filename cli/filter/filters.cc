// SPDX-License-Identifier: MIT
#include "cli/filter/filters.h"

#include <sys/stat.h>
#include <unistd.h>

#include <utility>

#include "cli/filter/copy_filter.h"
#include "cli/filter/crlf_filter.h"
#include "cli/filter/datagram_rate_filter.h"
#include "cli/filter/decoding_filter.h"
#include "cli/filter/delayed_start_filter.h"
#include "cli/filter/event_filter.h"
#include "cli/filter/paced_filter.h"
#include "cli/filter/receive_rate_filter.h"
#include "cli/filter/silent_end_filter.h"
#include "cli/filter/telnet_filter.h"
#include "cli/session/run.h"

namespace netkit::cli {

namespace {

std::unique_ptr<StreamFilter> rate_filter(Loop& loop, const Connection& connection, Stream& behind,
                                          std::size_t rate) {
  if (connection.datagrams()) return std::make_unique<DatagramRateFilter>(loop, behind, rate);
  return std::make_unique<PacedFilter>(loop, behind, pieces_at_rate(rate));
}

/// A conversation over TLS or through a proxy, with what may be a question. A file is more likely an upload.
bool may_end_in_silence(Run& run) {
  const Settings& settings = run.settings();
  const bool may_take_our_end_for_all = run.prepared().tls.target() || !settings.connect.proxy.empty();
  if (!may_take_our_end_for_all || settings.join.to != Joined::console || settings.console.send_only)
    return false;
  struct stat input{};
  return ::fstat(STDIN_FILENO, &input) == 0 && !S_ISREG(input.st_mode);
}

}  // namespace

// The order matters: a filter sees the bytes as the filters before it in the list have left them.
Filters make_filters(Run& run, Connection& connection, std::int64_t session) {
  const Settings& settings = run.settings();
  Filters filters;
  const auto foremost = [&]() -> Stream& {
    if (filters.empty()) return connection;
    return *filters.back();
  };
  if (const auto& delay = settings.server.pause_on_connect)
    filters.push_back(std::make_unique<DelayedStartFilter>(run.loop(), foremost(), *delay));
  if (const auto& raw = run.prepared().copies.raw)
    filters.push_back(std::make_unique<TeeFilter>(run, connection, foremost(), raw));
  if (const auto& hex = run.prepared().copies.hex)
    filters.push_back(std::make_unique<HexDumpFilter>(run, connection, foremost(), hex, session));
  if (settings.treatment.telnet) filters.push_back(std::make_unique<TelnetFilter>(foremost()));
  if (const auto& rate = settings.treatment.rate) {
    filters.push_back(std::make_unique<ReceiveRateFilter>(run.loop(), foremost(), *rate));
    filters.push_back(rate_filter(run.loop(), connection, foremost(), *rate));
  }
  if (run.report().writes_events())
    filters.push_back(std::make_unique<EventFilter>(foremost(), run.report(), session));
  if (const auto& encoding = settings.console.encoding)
    filters.push_back(std::make_unique<DecodingFilter>(foremost(), *encoding));
  if (settings.treatment.crlf) filters.push_back(std::make_unique<CrlfFilter>(foremost()));
  if (may_end_in_silence(run)) filters.push_back(std::make_unique<SilentEndFilter>(foremost(), run.report()));
  if (const auto& delay = settings.treatment.delay)
    filters.push_back(std::make_unique<PacedFilter>(
        run.loop(), foremost(), lines_with_delay(*delay, settings.common.socket.high_water_mark)));
  return filters;
}

}  // namespace netkit::cli
