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

/// Which directions a hub uses.
struct HubOptions {
  bool read_input = true;         ///< send near's input to every client
  bool discard_received = false;  ///< read and drop what clients send
};

/// Joins many streams to one: near's input goes to every client, and what any client sends goes to near.
/// Input is read only while there are clients to send it to, at the pace of the slowest. Its end ends no
/// client: a client's stream is ended once the client has ended.
class Hub {
 public:
  using OnDeparted = std::move_only_function<void(std::error_code cause)>;
  using OnNearOver = Once<std::error_code>::Function;

  /// `near` must outlive the hub. `on_near_over` is called once, from the loop: near's output has ended,
  /// after near.end(), or, with a cause, its input or output has failed.
  Hub(Stream& near, const HubOptions& options, OnNearOver on_near_over);
  ~Hub();
  Hub(const Hub&) = delete;
  Hub& operator=(const Hub&) = delete;

  void start();
  /// Starts the client's stream. `on_departed` is called from the loop once the client has closed, with the
  /// cause if it failed; it may destroy the client and the hub. A client that is destroyed earlier must be
  /// removed first.
  void add(Stream& client, OnDeparted on_departed);
  void remove(Stream& client);
  /// Ends the stream of every client and reads no more input.
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
  std::size_t receivers_ = 0;  // clients to which input can be sent
  std::size_t congested_ = 0;  // those at their high-water mark
  bool input_over_ = false;
  bool output_full_ = false;
};

// Example:
//
//     // Write what clients send to standard output, and send what is typed to all of them.
//     Loop loop;
//     Console console(loop, {.input = ::open("/dev/null", O_RDONLY | O_CLOEXEC),
//                            .output = ::open("/dev/null", O_WRONLY | O_CLOEXEC)});
//     Hub hub(console, {}, [&loop](std::error_code) { loop.stop(); });
//     hub.start();
//     console.end();
//     loop.run();
//     assert(hub.clients() == 0);

}  // namespace netkit
