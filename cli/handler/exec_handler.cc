// SPDX-License-Identifier: MIT
#include "cli/handler/exec_handler.h"

#include <fmt/core.h>
#include <netkit/loop/deferred.h>
#include <netkit/loop/fd_watcher.h>
#include <netkit/loop/timer.h>
#include <netkit/loop/uv_error.h>
#include <netkit/process/child_process.h>

#include <chrono>
#include <csignal>
#include <cstdint>
#include <cstring>
#include <optional>
#include <system_error>
#include <utility>

#include "cli/handler/child_link.h"
#include "cli/process/child_environment.h"
#include "cli/session/session.h"

namespace netkit::cli {
namespace {

// What a child has to end by itself after SIGTERM.
constexpr std::chrono::seconds parting_time{2};

std::string name_of_signal(int number) {
  const char* const name = ::sigabbrev_np(number);
  return name != nullptr ? fmt::format("SIG{}", name) : fmt::format("signal {}", number);
}

Exit exit_of(const Program& program, ChildEnd end) {
  if (end.signal != 0)
    return {ExitStatus::exec,
            {fmt::format("{} was ended by {}", program.name(), name_of_signal(end.signal))},
            128 + end.signal};
  if (end.status == 0) return {};
  return {
      ExitStatus::exec, {fmt::format("{} exited with status {}", program.name(), end.status)}, end.status};
}

/// A connection whose program cannot start. Nothing has run, so the client must not take an end for an empty
/// answer.
class FailedTask final : public Handler::Task {
 public:
  FailedTask(Run& run, Session& session, const Program& program, std::error_code cause)
      : session_(session),
        exit_(cannot_execute(program.name(), cause)),
        over_(run.loop(), [this] { session_.over(std::move(exit_)); }) {
    session.break_off();
    session.set_failed();
    EventFields fields = error_fields(step_error(cause, "exec"));
    fields.emplace(fields.begin(), "id", session.id());
    run.report().event("error", fields);
    over_.schedule();
  }

  void wind_up() override {}
  void cut() override { session_.over(std::move(exit_)); }

 private:
  Session& session_;
  Exit exit_;
  Deferred over_;
};

/// A child and its connection: until the child has ended, and what it wrote has arrived.
class ExecTask final : public Handler::Task, private Stream::Listener {
 public:
  /// Throws std::system_error if the program cannot start, or there are no descriptors for it.
  ExecTask(Run& run, Session& session, const Program& program, std::vector<std::string> environment)
      : run_(run),
        session_(session),
        program_(program),
        link_(make_child_link(run, session)),
        hang_up_(run.loop(), session.connection().descriptor(), [this] { on_hang_up(); }),
        patience_(run.loop(), [this] { child_->signal_group(SIGKILL); }) {
    start(std::move(environment));
  }

  void wind_up() override { part(); }

  void cut() override {
    if (!child_) return session_.over({});
    if (!patience_.running()) return part();
    child_->signal_group(SIGKILL);
  }

 private:
  void start(std::vector<std::string> environment) {
    const auto [input, output] = link_->child_descriptors();
    auto child = ChildProcess::start(run_.loop(),
                                     {program_.file, program_.words, std::move(environment), input, output},
                                     [this](ChildEnd end) { on_child_end(end); });
    if (!child) throw std::system_error(child.error().code, child.error().syscall);
    child_ = std::move(*child);
    link_->started();
    hang_up_.watch_hang_up();
    run_.report().event(
        "spawn",
        {{"id", session_.id()}, {"pid", static_cast<std::int64_t>(child_->id())}, {"file", program_.file}});
  }

  // A connection that both sides have ended in order looks closed as well.
  void on_hang_up() {
    hang_up_.watch(0);
    if (!session_.connection().aborted()) return;
    broken_ = true;
    if (child_) child_->signal_group(SIGHUP);
  }

  void part() {
    if (!child_ || patience_.running()) return;
    parting_ = true;
    link_->end();
    child_->signal_group(SIGTERM);
    patience_.start(parting_time);
  }

  void on_child_end(ChildEnd end) {
    report_end(end);
    exit_ = exit_of(program_, end);
    hang_up_.watch(0);
    patience_.stop();
    child_.reset();
    if (parting_) return finish();
    link_->child_ended([this](std::optional<std::error_code> closed) {
      if (closed) return on_close(*closed);
      deliver();
    });
  }

  void report_end(ChildEnd end) {
    EventFields fields{{"id", session_.id()}, {"pid", static_cast<std::int64_t>(child_->id())}};
    if (end.signal != 0) {
      fields.emplace_back("signal", name_of_signal(end.signal));
    } else {
      fields.emplace_back("status", static_cast<std::int64_t>(end.status));
    }
    run_.report().event("reap", fields);
  }

  // What the client still sends is read and dropped: unread, it would make the close a reset.
  void deliver() {
    session_.stream().start(*this);
    session_.stream().resume();
    session_.stream().destroy_soon();
  }
  void on_data(Bytes) override {}
  void on_end() override {}
  void on_drain() override {}
  void on_finish(std::error_code) override {}
  void on_close(std::error_code cause) override {
    if (cause) broken_ = true;
    finish();
  }

  void finish() {
    if (broken_) session_.set_failed();
    if (broken_ && exit_.status == ExitStatus::ok)
      exit_ = {ExitStatus::reset, {fmt::format("the connection broke off before {} ended", program_.name())}};
    session_.over(std::move(exit_));
  }

  Run& run_;
  Session& session_;
  const Program& program_;
  std::unique_ptr<ChildLink> link_;
  std::unique_ptr<ChildProcess> child_;  // null once it has been reaped
  FdWatcher hang_up_;
  Timer patience_;  // runs while the child is to end
  bool parting_ = false;
  bool broken_ = false;
  Exit exit_;
};

}  // namespace

ExecHandler::ExecHandler(Run& run, const Program& program)
    : run_(run),
      program_(program),
      environment_(environment_to_hand_on(run.settings().command)),
      orphans_(run.loop()) {}

std::unique_ptr<Handler::Task> ExecHandler::serve(Session& session) {
  std::vector<std::string> environment = environment_;
  for (std::string& variable : connection_variables(session.connection(), session.id(), session.facts()))
    environment.push_back(std::move(variable));
  try {
    return std::make_unique<ExecTask>(run_, session, program_, std::move(environment));
  } catch (const std::system_error& error) {
    return std::make_unique<FailedTask>(run_, session, program_, error.code());
  }
}

}  // namespace netkit::cli
