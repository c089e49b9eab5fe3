// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/export.h>
#include <netkit/base/once.h>
#include <netkit/stream/stream.h>

#include <cstddef>
#include <functional>
#include <memory>
#include <system_error>
#include <unordered_map>

namespace NETKIT_PUBLIC netkit {

/// Which ways bytes go.
struct HubOptions {
  bool read_input = true;         ///< near's input is sent to every client
  bool discard_received = false;  ///< what clients send is read and thrown away
};

/// Joins many streams to one: near's input goes to every client, what any client sends goes to near.
/// Input is read only while there are clients, at the pace of the slowest; its end ends no client:
/// each gets our end when its own has come.
class Hub {
 public:
  using Departed = std::move_only_function<void(std::error_code cause)>;
  using Over = Once<std::error_code>::Function;

  /// `near` outlives the hub. `on_near_over` is called once, from the loop: near's output has ended, after
  /// near.end(), or its input or output has failed.
  Hub(Stream& near, const HubOptions& options, Over on_near_over);
  ~Hub();
  Hub(const Hub&) = delete;
  Hub& operator=(const Hub&) = delete;

  void start();
  /// The client outlives its stay; `on_departed` is called from the loop once it has closed, and may
  /// destroy it. A client destroyed before that is removed first.
  void add(Stream& client, Departed on_departed);
  void remove(Stream& client);
  /// Sends our end to every client; no more input is read.
  void end_all();
  std::size_t clients() const { return clients_.size(); }

 private:
  class Client;
  struct NearSide;

  void input(Bytes bytes);
  void settle_input();
  void output_drained();
  void received(Bytes bytes);
  void near_over(std::error_code cause);

  Stream& near_;
  HubOptions options_;
  Once<std::error_code> on_near_over_;
  std::unique_ptr<NearSide> near_side_;
  std::unordered_map<Stream*, std::unique_ptr<Client>> clients_;
  std::size_t congested_ = 0;  // clients that asked us to hold off
  bool input_over_ = false;
  bool output_full_ = false;
};

// Example:
//
//     // What clients send goes to standard output, what is typed goes to all of them.
//     Loop loop;
//     Console console(loop, {.input = ::open("/dev/null", O_RDONLY | O_CLOEXEC),
//                            .output = ::open("/dev/null", O_WRONLY | O_CLOEXEC)});
//     Hub hub(console, {}, [&loop](std::error_code) { loop.stop(); });
//     hub.start();
//     console.end();
//     loop.run();
//     assert(hub.clients() == 0);

}  // namespace netkit
