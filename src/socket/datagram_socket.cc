// SPDX-License-Identifier: MIT
#include <netkit/socket/datagram_socket.h>

#include <netkit/loop/uv_error.h>
#include <netkit/socket/internal/datagram_peers.h>

#include <utility>

namespace netkit {

Result<std::unique_ptr<DatagramSocket>> DatagramSocket::open(Loop& loop, BoundSocket socket, Peers serves,
                                                             const DatagramOptions& options, Events& events) {
  auto address = socket.address();
  if (address && address->address.is_multicast()) {
    if (auto error = internal::join_group(socket.fd(), *address, options.early.interface))
      return std::unexpected(std::move(*error));
  }
  auto peers = std::make_shared<internal::DatagramPeers>(loop, serves, options, events);
  if (auto error = peers->start(std::move(socket.fd_), std::move(socket.file_)))
    return std::unexpected(std::move(*error));
  return std::unique_ptr<DatagramSocket>(new DatagramSocket(std::move(peers), std::move(address)));
}

DatagramSocket::~DatagramSocket() {
  peers_->close();
}

std::uint64_t DatagramSocket::dropped() const {
  return peers_->dropped();
}

}  // namespace netkit
