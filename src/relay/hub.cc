// SPDX-License-Identifier: MIT
#include <netkit/relay/hub.h>

#include <utility>

namespace netkit {

class Hub::Client final : public Stream::Listener {
 public:
  Client(Hub& hub, Stream& stream, OnDeparted on_departed)
      : hub_(hub), stream_(stream), on_departed_(std::move(on_departed)) {
    ++hub_.receivers_;
  }

  Stream& stream() { return stream_; }

  void send(Bytes bytes) {
    if (receives_ && !stream_.write(bytes) && !std::exchange(congested_, true)) ++hub_.congested_;
  }
  void relieve() {
    if (std::exchange(congested_, false)) --hub_.congested_;
    hub_.settle_input();
  }
  void stop_receiving() {
    if (std::exchange(receives_, false)) --hub_.receivers_;
    relieve();
  }

  void on_data(Bytes bytes) override { hub_.received(bytes); }
  void on_end() override {
    stream_.end();
    stop_receiving();
  }
  void on_drain() override { relieve(); }
  void on_finish(std::error_code) override { stop_receiving(); }
  void on_close(std::error_code cause) override {
    OnDeparted on_departed = std::move(on_departed_);
    hub_.remove(stream_);
    on_departed(cause);
  }

 private:
  Hub& hub_;
  Stream& stream_;
  OnDeparted on_departed_;
  bool receives_ = true;    // what is sent to it is not dropped
  bool congested_ = false;  // its queue is full
};

struct Hub::NearSide final : Stream::Listener {
  explicit NearSide(Hub& owner) : hub(owner) {}
  void on_data(Bytes bytes) override { hub.input(bytes); }
  void on_end() override { hub.input_over_ = true; }
  void on_drain() override { hub.output_drained(); }
  void on_finish(std::error_code cause) override { hub.near_over(cause); }
  void on_close(std::error_code cause) override {
    if (cause) hub.near_over(cause);
  }
  Hub& hub;
};

Hub::Hub(Stream& near, const HubOptions& options, OnNearOver on_near_over)
    : near_(near),
      options_(options),
      on_near_over_(std::move(on_near_over)),
      near_side_(new NearSide(*this)),
      input_over_(!options.read_input) {}

Hub::~Hub() = default;

void Hub::start() {
  near_.pause();
  near_.start(*near_side_);
}

void Hub::add(Stream& client, OnDeparted on_departed) {
  auto& added = clients_[&client];
  added.reset(new Client(*this, client, std::move(on_departed)));
  if (output_full_) client.pause();
  client.start(*added);
  settle_input();
}

void Hub::remove(Stream& client) {
  const auto found = clients_.find(&client);
  if (found == clients_.end()) return;
  found->second->stop_receiving();
  clients_.erase(found);
}

void Hub::end_all() {
  input_over_ = true;
  near_.pause();
  for (auto& [stream, client] : clients_) stream->end();
}

void Hub::input(Bytes bytes) {
  for (auto& [stream, client] : clients_) client->send(bytes);
  settle_input();
}

// Read input while at least one client receives it and none is congested.
void Hub::settle_input() {
  if (input_over_) return;
  if (receivers_ == 0 || congested_ > 0) {
    near_.pause();
  } else {
    near_.resume();
  }
}

void Hub::received(Bytes bytes) {
  if (options_.discard_received || near_.write(bytes) || std::exchange(output_full_, true)) return;
  for (auto& [stream, client] : clients_) stream->pause();
}

void Hub::output_drained() {
  output_full_ = false;
  for (auto& [stream, client] : clients_) stream->resume();
}

void Hub::near_over(std::error_code cause) {
  on_near_over_(cause);
}

}  // namespace netkit
