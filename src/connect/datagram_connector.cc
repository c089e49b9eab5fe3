// SPDX-License-Identifier: MIT
#include <netkit/connect/datagram_connector.h>

#include <netkit/connect/internal/candidates.h>
#include <netkit/loop/uv_error.h>
#include <netkit/socket/zone.h>

#include <utility>

namespace netkit {

DatagramConnector::DatagramConnector(Loop& loop, ConnectOptions options, const DatagramOptions& socket,
                                     const std::optional<IpcPath>& path_of_our_end,
                                     Connector::Listener& listener, Callback on_done)
    : loop_(loop),
      options_(std::move(options)),
      socket_(socket),
      path_of_our_end_(path_of_our_end),
      listener_(listener),
      on_done_(std::move(on_done)),
      candidates_(std::make_unique<internal::Candidates>(loop, options_, listener)),
      start_(loop, [this] { start(); }) {
  if (options_.host == Host("")) options_.host = ConnectOptions().host;
  start_.schedule();
}

DatagramConnector::~DatagramConnector() = default;

void DatagramConnector::start() {
  if (options_.path)
    return on_done_(DatagramConnection::connect(loop_, *options_.path, path_of_our_end_, socket_));
  candidates_->find(most_candidates(), [this](Result<std::vector<SocketAddress>> found) {
    if (!found) return on_done_(std::unexpected(std::move(found.error())));
    try_all(*found);
  });
}

std::size_t DatagramConnector::most_candidates() const {
  const bool several = !options_.from.address && options_.auto_select_family.value_or(!options_.family);
  return several ? internal::Candidates::any_number : 1;
}

void DatagramConnector::try_all(const std::vector<SocketAddress>& candidates) {
  const auto watch = alive_.watch();
  std::vector<SocketAddress> granted;
  std::vector<Error> refused;
  for (const SocketAddress& to : candidates) {
    const auto refusal = refusal_of(to, options_.access, options_.from, socket_.early);
    if (refusal) {
      refused.push_back(blocked_error(*refusal, listener_.blocked_text(*refusal)));
      listener_.on_attempt_failed(to, refused.back());
    } else {
      if (granted.empty()) listener_.on_attempt(to);
      granted.push_back(to);
    }
    if (watch.gone()) return;
  }
  if (!granted.empty())
    return on_done_(DatagramConnection::connect(loop_, std::move(granted), options_.from, socket_));
  Error all = refused.size() == 1 ? refused.front() : aggregate_error(refused);
  on_done_(std::unexpected(std::move(all)));
}

}  // namespace netkit
