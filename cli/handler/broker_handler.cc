// SPDX-License-Identifier: MIT
#include "cli/handler/broker_handler.h"

#include <fmt/core.h>

#include <algorithm>
#include <utility>

#include "cli/handler/chat.h"
#include "cli/handler/console_options.h"
#include "cli/session/session.h"

namespace netkit::cli {
namespace {

// A reader of stdout that has gone is no harm where nothing is written.
ConsoleOptions console_of(const Settings& settings) {
  ConsoleOptions options = console_options(settings);
  options.watch_reader = settings.server.chat;
  return options;
}

std::unique_ptr<Conversation> conversation_of(const Settings& settings, Conversation::Audience& audience) {
  if (settings.server.chat) return std::make_unique<Chat>(audience);
  return std::make_unique<PlainConversation>(audience);
}

}  // namespace

class BrokerHandler::BrokerTask final : public Handler::Task {
 public:
  BrokerTask(Session& session, BrokerHandler& handler) : session_(session), handler_(handler) {
    handler_.join(*this);
  }
  ~BrokerTask() override { handler_.leave(*this); }

  Session& session() const { return session_; }

  void wind_up() override { session_.stream().destroy_soon(); }
  void cut() override { session_.over({}); }
  void reset() {
    session_.break_off();
    session_.set_failed();
    session_.over({ExitStatus::reset, {}});
  }

 private:
  Session& session_;
  BrokerHandler& handler_;
};

BrokerHandler::BrokerHandler(Run& run)
    : run_(run),
      console_(run.loop(), console_of(run.settings())),
      broker_(run.loop(), {.most_queued = run.settings().server.max_queue}, *this),
      conversation_(conversation_of(run.settings(), *this)),
      input_over_(run.settings().console.recv_only) {
  console_.pause();
  console_.start(*this);
}

BrokerHandler::~BrokerHandler() = default;

std::unique_ptr<Handler::Task> BrokerHandler::serve(Session& session) {
  return std::make_unique<BrokerTask>(session, *this);
}

void BrokerHandler::join(BrokerTask& task) {
  Session& session = task.session();
  tasks_[&session.stream()] = &task;
  broker_.add(session.stream(), session.connection());
  conversation_->joined(session.id(), session.peer());
  settle_input();
}

void BrokerHandler::leave(BrokerTask& task) {
  Session& session = task.session();
  broker_.remove(session.stream());
  tasks_.erase(&session.stream());
  if (!run_.result()) conversation_->left(session.id());
  settle_input();
}

std::int64_t BrokerHandler::id_of(const Stream& stream) const {
  return tasks_.at(&stream)->session().id();
}

// Input is read while there is somebody to send it to.
void BrokerHandler::settle_input() {
  if (input_over_ || !reads_ || tasks_.empty()) {
    console_.pause();
  } else {
    console_.resume();
  }
}

void BrokerHandler::drain() {
  input_left_ = !input_over_ && !tasks_.empty() && console_.input_waits();
  input_over_ = true;
  settle_input();
  broker_.end_all();
}

void BrokerHandler::flush(std::function<void()> on_flushed) {
  on_flushed_ = std::move(on_flushed);
  console_.end();
}

void BrokerHandler::on_received(Stream& from, Bytes bytes) {
  if (!run_.settings().console.send_only) conversation_->received(id_of(from), bytes);
}

void BrokerHandler::on_ended(Stream& from) {
  conversation_->ended(id_of(from));
}

void BrokerHandler::on_departed(Stream& client, std::error_code cause) {
  tasks_.at(&client)->session().closed(cause);
}

void BrokerHandler::on_slow(Stream& client, std::size_t queued) {
  BrokerTask& task = *tasks_.at(&client);
  run_.report().event("drop", {{"id", task.session().id()}, {"reason", std::string("slow")}});
  run_.report().say(0, fmt::format("{} is too slow and was reset: {} bytes waited for it (--max-queue)",
                                   task.session().peer(), queued));
  task.reset();
}

void BrokerHandler::on_flow(bool reads) {
  reads_ = reads;
  settle_input();
}

void BrokerHandler::send_to_others(std::int64_t than, Bytes bytes) {
  const auto found =
      std::ranges::find_if(tasks_, [than](const auto& each) { return each.second->session().id() == than; });
  broker_.send(bytes, found == tasks_.end() ? nullptr : found->first);
}

void BrokerHandler::send_to(std::int64_t client, Bytes bytes) {
  const auto found = std::ranges::find_if(
      tasks_, [client](const auto& each) { return each.second->session().id() == client; });
  broker_.send_to(found->second->session().stream(), bytes);
}

void BrokerHandler::print(std::string_view text) {
  if (!console_.write(as_bytes(text))) broker_.hold();
}

void BrokerHandler::on_data(Bytes bytes) {
  conversation_->received(0, bytes);
}

void BrokerHandler::on_finish(std::error_code cause) {
  if (cause) return run_.finish(local_failure("write", cause, "stdout"));
  if (input_left_) return run_.finish({ExitStatus::reset, {"the rest of stdin was not sent"}});
  if (on_flushed_) on_flushed_();
}

void BrokerHandler::on_close(std::error_code cause) {
  if (cause) run_.finish(local_failure("read", cause, "stdin"));
}

}  // namespace netkit::cli
