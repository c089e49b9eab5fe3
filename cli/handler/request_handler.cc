// SPDX-License-Identifier: MIT
#include "cli/handler/request_handler.h"

#include <netkit/loop/deferred.h>
#include <netkit/stream/lingering_close.h>

#include <optional>
#include <string>
#include <utility>

#include "cli/filter/request_body_filter.h"
#include "cli/filter/response_head_filter.h"
#include "cli/handler/forward_task.h"
#include "cli/handler/proxy_outcome.h"
#include "cli/report/request_report.h"

namespace netkit::cli {
namespace {

using Side = Relay::Side;

Location location_of(const ProxyTarget& target) {
  Location where;
  where.host = target.host;
  where.port = target.port;
  return where;
}

/// A client, what it has asked for, and the connection that is made for it.
class RequestTask final : public ForwardTask {
 public:
  RequestTask(Run& run, Session& session, const Settings& target, Resolver& resolver)
      : ForwardTask(run, session, target, resolver, location_of(session.facts().request->request().target)),
        settings_(target),
        dialogue_(*session.facts().request),
        refusal_(run.loop(), [this] { refuse(); }),
        closing_(run.loop()) {}

  void start() {
    outcome_ = known_outcome();
    if (outcome_) return refusal_.schedule();
    ask();
    ForwardTask::start();
  }

 private:
  const ProxyRequest& request() const { return dialogue_.request(); }
  const ProxyServer& server() { return run().prepared().proxy_server; }

  /// What can be answered before anything is looked up.
  std::optional<ProxyOutcome> known_outcome() {
    const ProxyTarget& target = request().target;
    const IpLiteral* const literal = target.host.literal();
    if (literal == nullptr)
      return settings_.common.numeric ? std::optional(ProxyOutcome::unknown_host) : std::nullopt;
    const IpAddress address = literal->address.unmapped();
    if (settings_.common.family.value_or(address.family()) != address.family())
      return ProxyOutcome::no_address;
    return std::nullopt;
  }

  // A proxy behind this one is given names if nothing depends on the address.
  void ask() {
    const bool is_free = server().allows_all_targets() && !settings_.connect.proxy.empty();
    if (is_free) return dialer().ask_for(request().target, nullptr);
    dialer().ask_for(request().target, [this](const SocketAddress& to) { return rule_against(to); });
  }

  std::optional<std::string> rule_against(const SocketAddress& to) {
    rule_ = run().prepared().access.rule_that_blocks(to.address);
    if (!rule_) rule_ = server().rule_against(to);
    if (!rule_ && !request().is_tunnel() && server().is_itself(to)) rule_ = "this proxy itself";
    return rule_;
  }

  void joined() override {
    const std::string answer = dialogue_.answer(ProxyOutcome::connected, target().local_address());
    if (request().is_tunnel()) {
      session().connection().write(as_bytes(answer));
      report_answer();
      return relay(session().stream(), target());
    }
    target().write(as_bytes(request().head));
    body_.emplace(session().stream(), *request().body);
    response_.emplace(
        target(),
        [this](int status) {
          dialogue_.passed_on(status);
          report_answer();
        },
        [this] {
          std::string text = dialogue_.answer(ProxyOutcome::bad_response, {});
          report_answer();
          return text;
        });
    relay(*body_, *response_);
  }

  void failed(Exit exit) override {
    exit_ = std::move(exit);
    outcome_ = outcome_of(dialer().error());
    if (outcome_ == ProxyOutcome::denied)
      report_refused_target(run().report(), session().id(), request().target, rule_.value_or(exit_text()));
    refuse();
  }

  std::string exit_text() const { return exit_.lines.empty() ? "" : exit_.lines.front(); }

  void refuse() {
    const std::string answer = dialogue_.answer(*outcome_, {});
    report_answer();
    closing_.start(session().connection(), as_bytes(answer), [this] { session().over(std::move(exit_)); });
  }

  void report_answer() {
    report_answered(run().report(), session().id(), session().connection().remote_address(), dialogue_);
  }

  // A response is the last thing on both connections, whatever the client still sends.
  bool on_end(Side from) override {
    if (from == Side::first || !response_) return true;
    session().stream().destroy_soon();
    target().destroy_soon();
    return false;
  }

  // A client that gets an answer of the proxy's in place of the target's gets all of it.
  void on_broken(Side side, const Relay::Ending& how) override {
    if (side == Side::first || !response_ || response_->has_passed()) ForwardTask::on_broken(side, how);
  }

  const Settings& settings_;
  RequestDialogue& dialogue_;
  std::optional<ProxyOutcome> outcome_;
  std::optional<std::string> rule_;  // that has refused the last address
  Exit exit_;
  Deferred refusal_;
  LingeringClose closing_;
  std::optional<RequestBodyFilter> body_;
  std::optional<ResponseHeadFilter> response_;
};

}  // namespace

RequestHandler::RequestHandler(Run& run, const Settings& target)
    : run_(run), target_(target), resolver_(run.loop()) {
  add_answers(resolver_, target.connect);
}

std::unique_ptr<Handler::Task> RequestHandler::serve(Session& session) {
  auto task = std::make_unique<RequestTask>(run_, session, target_, resolver_);
  task->start();
  return task;
}

}  // namespace netkit::cli
