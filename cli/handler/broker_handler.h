// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/console/console.h>
#include <netkit/relay/broker.h>

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <system_error>

#include "cli/handler/conversation.h"
#include "cli/session/handler.h"
#include "cli/session/run.h"

namespace netkit::cli {

/// Joins clients to each other: what one sends goes to all others, and stdin to all. A Conversation decides
/// in which form, and what goes to stdout.
class BrokerHandler final : public Handler,
                            private Broker::Events,
                            private Stream::Listener,
                            private Conversation::Audience {
 public:
  explicit BrokerHandler(Run& run);
  ~BrokerHandler() override;

  std::unique_ptr<Task> serve(Session& session) override;
  void drain() override;
  void flush(std::function<void()> on_flushed) override;

 private:
  class BrokerTask;
  void join(BrokerTask& task);
  void leave(BrokerTask& task);
  std::int64_t id_of(const Stream& stream) const;
  void settle_input();

  void on_received(Stream& from, Bytes bytes) override;
  void on_ended(Stream& from) override;
  void on_departed(Stream& client, std::error_code cause) override;
  void on_slow(Stream& client, std::size_t queued) override;
  void on_flow(bool reads) override;

  void send_to_others(std::int64_t than, Bytes bytes) override;
  void send_to(std::int64_t client, Bytes bytes) override;
  void print(std::string_view text) override;

  // Of the console.
  void on_data(Bytes bytes) override;
  void on_end() override { input_over_ = true; }
  void on_drain() override { broker_.release(); }
  void on_finish(std::error_code cause) override;
  void on_close(std::error_code cause) override;

  Run& run_;
  Console console_;
  Broker broker_;
  std::unique_ptr<Conversation> conversation_;
  std::map<const Stream*, BrokerTask*> tasks_;  // by the session's stream
  std::function<void()> on_flushed_;
  bool reads_ = true;
  bool input_over_;
  bool input_left_ = false;  // drain() left input unread while there were clients to send it to
};

}  // namespace netkit::cli
