// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/addr/ipc_path.h>
#include <netkit/base/alive.h>
#include <netkit/base/export.h>
#include <netkit/base/once.h>
#include <netkit/base/result.h>
#include <netkit/connect/connector.h>
#include <netkit/loop/deferred.h>
#include <netkit/socket/datagram_connection.h>
#include <netkit/socket/datagram_options.h>

#include <cstddef>
#include <memory>
#include <optional>
#include <vector>

namespace NETKIT_PUBLIC netkit {

class Loop;

namespace internal {
class NETKIT_HIDDEN Candidates;
}

/// What a Connector is for streams: looks the name up and makes a DatagramConnection to its addresses, less
/// those that the lists refuse. That sends nothing, so it does not find out whether somebody listens.
class DatagramConnector {
 public:
  using Callback = Once<Result<std::unique_ptr<DatagramConnection>>>;

  /// Of `options` those for TCP attempts and `from.socket` have no effect. `path_of_our_end` is for a path.
  /// Calls all of `listener` but on_connected() and on_failed(), and then `on_done`, once; all from the loop.
  /// Each call but blocked_text() may destroy the connector. `listener` must outlive it.
  DatagramConnector(Loop& loop, ConnectOptions options, const DatagramOptions& socket,
                    const std::optional<IpcPath>& path_of_our_end, Connector::Listener& listener,
                    Callback on_done);
  ~DatagramConnector();
  DatagramConnector(const DatagramConnector&) = delete;
  DatagramConnector& operator=(const DatagramConnector&) = delete;

 private:
  void start();
  void try_all(const std::vector<SocketAddress>& candidates);
  std::size_t most_candidates() const;

  Loop& loop_;
  ConnectOptions options_;
  DatagramOptions socket_;
  std::optional<IpcPath> path_of_our_end_;
  Connector::Listener& listener_;
  Callback on_done_;
  std::unique_ptr<internal::Candidates> candidates_;
  Deferred start_;
  Alive alive_;
};

// Example:
//
//     struct Quiet final : Connector::Listener {
//       void on_lookup(const std::string&, const SocketAddress&) override {}
//       void on_lookup_failed(const std::string&, const Error&) override {}
//       void on_attempt(const SocketAddress&) override {}
//       void on_attempt_failed(const SocketAddress&, const Error&) override {}
//       void on_attempt_timeout(const SocketAddress&) override {}
//       void on_connected(std::unique_ptr<StreamSocket>) override {}
//       void on_failed(const Error&) override {}
//     } listener;
//     Loop loop;
//     ConnectOptions options;
//     options.host = "127.0.0.1";
//     options.port = 9;
//     DatagramConnector connector(loop, options, {}, {}, listener, [](auto connection) {
//       assert((*connection)->remote_address()->port == 9);
//     });
//     loop.run();

}  // namespace netkit
