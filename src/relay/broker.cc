// SPDX-License-Identifier: MIT
#include <netkit/relay/broker.h>

#include <netkit/loop/loop.h>

#include <utility>
#include <vector>

namespace netkit {
namespace {

// Whether a full queue has been emptied to its half is looked at so often.
constexpr std::chrono::milliseconds between_checks{20};

}  // namespace

class Broker::Client final : public Stream::Listener {
 public:
  Client(Broker& broker, Stream& stream, const Connection& connection)
      : broker_(broker), stream_(stream), connection_(connection) {}

  Stream& stream() { return stream_; }

  // Bytes that the kernel has not taken yet, filters in front of the connection included.
  std::size_t queued() const {
    if (&stream_ == &connection_) return connection_.queued();
    return connection_.queued() + stream_.unsent() - connection_.unsent();
  }

  void send(Bytes bytes) {
    if (!receives_) return;
    const std::size_t before = queued();
    const std::size_t most = broker_.options_.most_queued;
    if (connection_.datagrams()) {
      if (before == 0 || before + bytes.size() <= most) stream_.write(bytes);
      return;
    }
    stream_.write(bytes);
    if (!full_ && queued() >= most) set_full();
  }

  bool is_full() const { return full_; }
  bool is_slow(std::chrono::milliseconds now) const {
    return full_ && now - full_since_ >= broker_.options_.patience;
  }
  void relieve_at_half() {
    if (full_ && queued() <= broker_.options_.most_queued / 2) relieve();
  }
  void relieve() {
    if (std::exchange(full_, false)) --broker_.full_;
  }

  void on_data(Bytes bytes) override {
    if (!broker_.ending_) broker_.events_.on_received(stream_, bytes);
  }
  void on_end() override {
    broker_.events_.on_ended(stream_);
    receives_ = false;
    stream_.end();
  }
  void on_drain() override {
    relieve();
    broker_.settle();
  }
  void on_finish(std::error_code) override {
    receives_ = false;
    relieve();
    broker_.settle();
  }
  void on_close(std::error_code cause) override {
    Broker& broker = broker_;
    Stream& stream = stream_;
    broker.remove(stream);  // destroys this
    broker.events_.on_departed(stream, cause);
  }

 private:
  void set_full() {
    full_ = true;
    full_since_ = broker_.loop_.now();
    ++broker_.full_;
  }

  Broker& broker_;
  Stream& stream_;
  const Connection& connection_;
  bool receives_ = true;  // what is sent to it is not dropped
  bool full_ = false;
  std::chrono::milliseconds full_since_{};
};

Broker::Broker(Loop& loop, const BrokerOptions& options, Events& events)
    : loop_(loop), options_(options), events_(events), check_(loop, [this] { check(); }) {}

Broker::~Broker() = default;

void Broker::add(Stream& stream, const Connection& connection) {
  auto& added = clients_[&stream];
  added.reset(new Client(*this, stream, connection));
  if (!reads_) stream.pause();
  stream.start(*added);
}

void Broker::remove(Stream& stream) {
  const auto found = clients_.find(&stream);
  if (found == clients_.end()) return;
  found->second->relieve();
  clients_.erase(found);
  settle();
}

void Broker::send(Bytes bytes, const Stream* from) {
  for (auto& [stream, client] : clients_) {
    if (stream != from) client->send(bytes);
  }
  settle();
}

void Broker::send_to(Stream& client, Bytes bytes) {
  clients_.at(&client)->send(bytes);
  settle();
}

void Broker::end_all() {
  ending_ = true;
  for (auto& [stream, client] : clients_) client->stream().end();
  settle();
}

void Broker::hold() {
  held_ = true;
  settle();
}

void Broker::release() {
  held_ = false;
  settle();
}

// All are read, or none. At the end all are, so that their own ends are seen.
void Broker::settle() {
  if (full_ > 0 && !check_.running()) check_.start(between_checks);
  if (full_ == 0) check_.stop();
  const bool reads = ending_ || (full_ == 0 && !held_);
  if (std::exchange(reads_, reads) == reads) return;
  for (auto& [stream, client] : clients_) {
    if (reads) {
      client->stream().resume();
    } else {
      client->stream().pause();
    }
  }
  events_.on_flow(reads);
}

void Broker::check() {
  std::vector<Client*> slow;
  for (auto& [stream, client] : clients_) {
    client->relieve_at_half();
    if (client->is_slow(loop_.now())) slow.push_back(client.get());
  }
  settle();
  // Each call removes one, and no other.
  for (Client* const client : slow) events_.on_slow(client->stream(), client->queued());
}

}  // namespace netkit
