// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/bytes.h>
#include <netkit/base/export.h>
#include <netkit/loop/timer.h>
#include <netkit/stream/connection.h>
#include <netkit/stream/stream.h>

#include <chrono>
#include <cstddef>
#include <memory>
#include <system_error>
#include <unordered_map>

namespace NETKIT_PUBLIC netkit {

class Loop;

/// How long a broker waits for its clients, and for how much.
struct BrokerOptions {
  /// Bytes that may wait for one client; then nothing more is read from anybody until half of them are gone.
  std::size_t most_queued = 1024 * 1024;
  /// How long that may take before the client counts as slow.
  std::chrono::milliseconds patience{1000};
};

/// Joins many clients to each other: what one of them sends can be sent to all others. Each sender's bytes
/// stay in order, and one read stays in one piece. Everybody is read at the pace of the slowest, unless that
/// is too slow.
class Broker {
 public:
  /// Called from the loop.
  class Events {
   public:
    /// The client has sent this. May call send(), not remove().
    virtual void on_received(Stream& from, Bytes bytes) = 0;
    /// The client will send no more. May call send(), not remove().
    virtual void on_ended(Stream& /*from*/) {}
    /// The client has closed, and is removed; with a cause, it has failed. May destroy it.
    virtual void on_departed(Stream& client, std::error_code cause) = 0;
    /// Most of what may wait for the client has waited for too long. To be removed.
    virtual void on_slow(Stream& client, std::size_t queued) = 0;
    /// Whether clients and other sources are to be read: false while too much waits.
    virtual void on_flow(bool reads) = 0;

   protected:
    ~Events() = default;
  };

  /// `events` must outlive the broker.
  Broker(Loop& loop, const BrokerOptions& options, Events& events);
  ~Broker();
  Broker(const Broker&) = delete;
  Broker& operator=(const Broker&) = delete;

  /// Starts the stream of a client, which is `connection` or in front of it. Both must outlive the broker or
  /// be removed.
  void add(Stream& stream, const Connection& connection);
  void remove(Stream& stream);
  /// Sends to all clients but `from`, which may be null. Datagrams for which there is no room are dropped.
  void send(Bytes bytes, const Stream* from);
  /// Sends to this client alone.
  void send_to(Stream& client, Bytes bytes);
  /// Ends the stream of every client after what is queued; what they still send is dropped.
  void end_all();
  std::size_t clients() const { return clients_.size(); }

  /// Has on_flow() say that nothing is read while something else than a client takes no more.
  void hold();
  void release();

 private:
  class Client;

  void settle();
  void check();

  Loop& loop_;
  BrokerOptions options_;
  Events& events_;
  std::unordered_map<const Stream*, std::unique_ptr<Client>> clients_;
  std::size_t full_ = 0;  // clients for which too much waits
  bool held_ = false;     // by hold()
  bool reads_ = true;
  bool ending_ = false;
  Timer check_;  // runs while a client is full
};

// Example:
//
//     // What one client sends goes to the other.
//     int one[2], other[2];
//     assert(::socketpair(AF_UNIX, SOCK_STREAM, 0, one) == 0);
//     assert(::socketpair(AF_UNIX, SOCK_STREAM, 0, other) == 0);
//     Loop loop;
//     auto first = *StreamSocket::adopt(loop, UniqueFd(one[0]), {});
//     auto second = *StreamSocket::adopt(loop, UniqueFd(other[0]), {});
//     const UniqueFd talker(one[1]), listener(other[1]);
//     struct PassOn final : Broker::Events {
//       void on_received(Stream& from, Bytes bytes) override { broker->send(bytes, &from); }
//       void on_departed(Stream&, std::error_code) override {}
//       void on_slow(Stream&, std::size_t) override {}
//       void on_flow(bool) override {}
//       Broker* broker = nullptr;
//     } events;
//     Broker broker(loop, {}, events);
//     events.broker = &broker;
//     broker.add(*first, *first);
//     broker.add(*second, *second);
//     assert(::write(talker.get(), "hello", 5) == 5 && ::shutdown(talker.get(), SHUT_WR) == 0);
//     assert(::shutdown(listener.get(), SHUT_WR) == 0);
//     loop.run();
//     std::array<char, 8> text{};
//     assert(::read(listener.get(), text.data(), text.size()) == 5);

}  // namespace netkit
