// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/export.h>
#include <netkit/proxy/read_proxy_header.h>
#include <netkit/stream/continued_connection.h>

#include <memory>
#include <optional>
#include <utility>

namespace NETKIT_PUBLIC netkit {

/// A connection that a proxy has passed on: the same, but between the ends that its PROXY header names.
class ProxiedConnection final : public ContinuedConnection {
 public:
  ProxiedConnection(std::unique_ptr<Connection> connection, const ReadProxyHeader& header)
      : ContinuedConnection(std::move(connection), {.read = header.size}), header_(header) {
    remote_ = header.ends ? header.ends->source : ContinuedConnection::remote_address();
  }

  std::optional<SocketAddress> local_address() const override {
    return header_.ends ? header_.ends->destination : ContinuedConnection::local_address();
  }
  const std::optional<SocketAddress>& remote_address() const override { return remote_; }

  /// Kept as long as the connection exists.
  void keep(std::shared_ptr<void> token) { token_ = std::move(token); }

 private:
  ReadProxyHeader header_;
  std::optional<SocketAddress> remote_;
  std::shared_ptr<void> token_;
};

// Example:
//
//     int ends[2];
//     assert(::socketpair(AF_UNIX, SOCK_STREAM, 0, ends) == 0);
//     const UniqueFd peer(ends[1]);
//     Loop loop;
//     const auto client = SocketAddress::parse("192.0.2.1:5000");
//     const auto proxy = SocketAddress::parse("192.0.2.2:80");
//     auto accepted = *StreamSocket::adopt(loop, UniqueFd(ends[0]), {});
//     const ProxiedConnection connection(std::move(accepted), {0, ProxiedEnds{*client, *proxy}});
//     assert(connection.remote_address()->port == 5000);

}  // namespace netkit
