// SPDX-License-Identifier: MIT
#include <netkit/connect/race.h>

#include <netkit/base/net_errc.h>
#include <netkit/loop/uv_error.h>
#include <netkit/socket/address_error.h>
#include <netkit/socket/destination.h>
#include <netkit/socket/stream_socket.h>
#include <netkit/socket/zone.h>

#include <algorithm>
#include <cerrno>
#include <utility>

namespace netkit {

std::optional<Refusal> refusal_of(const SocketAddress& to, const AccessLists& access, const LocalEnd& from,
                                  const EarlyOptions& early) {
  if (access.check(to.address) == Access::blocked) return Refusal{to, to.address, Access::blocked};
  const IpAddress reached = destination_of(to, from, early);
  const Access verdict = access.check(reached);
  return verdict == Access::granted ? std::nullopt : std::optional(Refusal{to, reached, verdict});
}

Error blocked_error(const Refusal& refusal, std::string message) {
  Error error = net_error(NetErrc::ip_blocked, std::move(message));
  error.address = host_text(refusal.to);
  return error;
}

std::vector<SocketAddress> interleaved(const std::vector<SocketAddress>& addresses) {
  std::vector<SocketAddress> leading, following;
  for (const SocketAddress& address : addresses) {
    auto& family = address.address.family() == addresses.front().address.family() ? leading : following;
    if (std::ranges::find(family, address) == family.end()) family.push_back(address);
  }
  std::vector<SocketAddress> order;
  for (std::size_t i = 0; i < std::max(leading.size(), following.size()); ++i) {
    if (i < leading.size()) order.push_back(leading[i]);
    if (i < following.size()) order.push_back(following[i]);
  }
  return order;
}

Race::Race(Loop& loop, std::vector<SocketAddress> candidates, const RaceOptions& options, Listener& listener)
    : loop_(loop),
      candidates_(std::move(candidates)),
      options_(options),
      listener_(listener),
      next_(loop, [this] { waited_long_enough(); }) {}

void Race::start() {
  start_next();
}

std::string Race::Listener::blocked_text(const Refusal& refusal) {
  return host_text(refusal.to) +
         (refusal.access == Access::blocked ? " is on the block list" : " is not on the allow list");
}

Error Race::error_of(const Refusal& refusal) const {
  return blocked_error(refusal, listener_.blocked_text(refusal));
}

std::optional<Refusal> Race::refusal_of(const SocketAddress& to) const {
  const auto& early = options_.socket.early;
  const auto refusal = netkit::refusal_of(to, options_.access, options_.from, early);
  if (refusal || !options_.may_dial) return refusal;
  for (const IpAddress& asked : {to.address, destination_of(to, options_.from, early)}) {
    if (!options_.may_dial({asked, to.port})) return Refusal{to, asked, Access::not_listed};
  }
  return std::nullopt;
}

void Race::start_next() {
  next_.stop();
  const std::size_t index = attempts_.size();
  const SocketAddress to = candidates_[index];
  const auto watch = alive_.watch();
  attempts_.emplace_back();
  const auto refusal = refusal_of(to);
  // As in `net`: a refused address is reported as an attempt only if there is no other address.
  if (refusal && candidates_.size() > 1) return attempt_over(index, std::unexpected(error_of(*refusal)));
  listener_.on_attempt(to);
  if (watch.gone()) return;
  if (refusal) return listener_.on_failed(error_of(*refusal));
  attempts_.back().dial = Dial::tcp(loop_, to, options_.from, options_.socket,
                                    [this, index](Result<std::unique_ptr<StreamSocket>> result) {
                                      attempt_over(index, std::move(result));
                                    });
  if (attempts_.size() < candidates_.size()) next_.start(options_.attempt_timeout);
}

void Race::waited_long_enough() {
  const SocketAddress to = candidates_[attempts_.size() - 1];
  if (options_.attempts == Attempts::sequential) {
    attempts_.back() = {nullptr, address_error(errno_error(ETIMEDOUT), "connect", to)};
    ++failed_;
  }
  const auto watch = alive_.watch();
  listener_.on_attempt_timeout(to);
  if (!watch.gone()) start_next();
}

void Race::attempt_over(std::size_t index, Result<std::unique_ptr<StreamSocket>> result) {
  if (result) {
    next_.stop();
    for (std::size_t i = 0; i < attempts_.size(); ++i) {
      if (i != index) attempts_[i].dial.reset();
    }
    return listener_.on_connected(std::move(*result));
  }
  Attempt& attempt = attempts_[index];
  attempt.error = result.error();
  ++failed_;
  const SocketAddress to = candidates_[index];
  const auto watch = alive_.watch();
  listener_.on_attempt_failed(to, result.error());
  if (watch.gone()) return;
  if (attempts_.size() < candidates_.size()) return start_next();
  if (failed_ == candidates_.size()) all_failed();
}

void Race::all_failed() {
  if (failed_ == 1) return listener_.on_failed(Error(*attempts_.front().error));
  listener_.on_failed(aggregate_error(errors_so_far({})));
}

std::vector<SocketAddress> Race::attempted() const {
  std::vector<SocketAddress> tried;
  for (std::size_t i = 0; i < attempts_.size(); ++i) {
    const auto& error = attempts_[i].error;
    if (!error || error->code != NetErrc::ip_blocked) tried.push_back(candidates_[i]);
  }
  return tried;
}

std::vector<Error> Race::errors_so_far(std::error_code pending) const {
  std::vector<Error> errors;
  for (std::size_t i = 0; i < attempts_.size(); ++i) {
    errors.push_back(attempts_[i].error ? *attempts_[i].error
                                        : address_error(pending, "connect", candidates_[i]));
  }
  return errors;
}

}  // namespace netkit
