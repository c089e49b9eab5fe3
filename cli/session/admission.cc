// SPDX-License-Identifier: MIT
#include "cli/session/admission.h"

#include <fmt/core.h>
#include <netkit/proxy/proxied_connection.h>
#include <netkit/socket/zone.h>
#include <netkit/tls/client_hello.h>

#include <string>
#include <string_view>
#include <utility>

#include "cli/report/drop_report.h"
#include "cli/session/handshakes.h"
#include "cli/session/peer_rules.h"

namespace netkit::cli {
namespace {

struct ReasonTexts {
  std::string_view reason;  // in events
  std::string_view text;    // on stderr
};

/// Answers a peer that has no connection.
class AnswerSink final : public TlsEngine::Sink {
 public:
  explicit AnswerSink(const DatagramSocket::Events::Answer& answer) : answer_(answer) {}
  void send(Bytes bytes) noexcept override { answer_(bytes); }

 private:
  const DatagramSocket::Events::Answer& answer_;
};

ReasonTexts texts_of(Dropped::Reason reason) {
  switch (reason) {
    case Dropped::Reason::max_connections:
      return {"max-connections", "--max-connections is reached"};
    case Dropped::Reason::max_per_address:
      return {"max-per-address", "--max-per-address is reached"};
    case Dropped::Reason::descriptors:
      return {"descriptors", "out of file descriptors"};
    case Dropped::Reason::blocked:
    case Dropped::Reason::not_listed:
      break;  // see report_blocked()
  }
  return {};
}

}  // namespace

Admission::Admission(Run& run, const Gate& limits, Callback on_connection)
    : GatedEvents(limits),
      run_(run),
      report_(run.report()),
      refusals_(run.refusals()),
      rules_(run.prepared().access),
      peers_(run.settings().server.peers),
      on_connection_(std::move(on_connection)),
      datagrams_(*this) {
  gate().set_lists(rules_.lists());
}

void Admission::set_rules(const AccessRules& rules) {
  rules_ = rules;
  gate().set_lists(rules_.lists());
}

// With a PROXY header the address is not known yet.
std::optional<Admission::Token> Admission::admit(const std::optional<SocketAddress>& remote) {
  return GatedEvents::admit(run_.settings().server.accept_proxy ? std::nullopt : remote);
}

void Admission::on_connection(std::unique_ptr<StreamSocket> socket) {
  if (!may_connect(peers_, *socket))
    return report_blocked(socket->peer_credentials().value_or(PeerCredentials{}));
  auto list = admission_handshakes(run_.loop(), run_.settings());
  if (list.empty()) return on_connection_(std::move(socket));
  greet(std::move(socket), std::move(list));
}

void Admission::greet(std::unique_ptr<Connection> connection, Handshakes::List list) {
  const auto local = connection->local_address(), remote = connection->remote_address();
  const auto entry =
      greeted_.insert(greeted_.end(), std::make_unique<Greeted>(std::move(list), local, remote));
  (*entry)->handshakes.start(std::move(connection), [this, entry](Handshake::Result result) {
    std::unique_ptr<Greeted> how = std::move(*entry);
    greeted_.erase(entry);
    greeted(std::move(how), std::move(result));
  });
}

// The limits and the lists are for the address that the header names.
void Admission::greeted(std::unique_ptr<Greeted> how, Handshake::Result result) {
  if (!result) {
    const bool is_late = result.error().code == std::errc::timed_out;
    return report_dropped(report_, "proxy-header",
                          is_late ? "no PROXY header came in time" : "it sent no PROXY header", how->local,
                          how->remote);
  }
  const auto& remote = (*result)->remote_address();
  if (remote) {
    auto token = gate().admit_address(*remote);
    if (!token) return on_drop({token.error(), (*result)->local_address(), remote});
    if (auto* const proxied = dynamic_cast<ProxiedConnection*>(result->get()))
      proxied->keep(std::move(*token));
  }
  on_connection_(std::move(*result));
}

std::optional<Admission::Token> Admission::Datagrams::admit(const std::optional<SocketAddress>& remote) {
  auto token = admission_.gate().admit(remote);
  if (token) return std::move(*token);
  refused_for_ = token.error();
  return std::nullopt;
}

// With TLS nothing is kept for a peer before it has returned a cookie. One that the lists refuse is sent
// nothing: admit() refuses it.
std::optional<std::string> Admission::Datagrams::begins(const std::optional<SocketAddress>& remote,
                                                        Bytes datagram, const Answer& answer) {
  const auto& context = admission_.run_.prepared().tls.clients();
  if (!context) return "";
  auto random = random_of_client_hello(datagram);
  if (!random || !remote) return std::nullopt;
  if (admission_.gate().lists().check(remote->address) != Access::granted) return random;
  AnswerSink sink(answer);
  return context->accept(datagram, endpoint_text(*remote), sink) ? random : std::nullopt;
}

void Admission::Datagrams::on_connection(std::unique_ptr<Connection> connection) {
  admission_.on_connection_(std::move(connection));
}

// A peer that is refused may go on sending.
void Admission::Datagrams::on_refused(const TurnedAway& datagram) {
  constexpr std::chrono::seconds between_reports{1};
  const auto now = admission_.run_.loop().now();
  if (reported_at_ && now - *reported_at_ < between_reports) return;
  reported_at_ = now;
  admission_.on_drop({refused_for_, datagram.local, datagram.remote});
}

void Admission::on_drop(const Dropped& dropped) {
  if (dropped.by_list()) return report_blocked(dropped);
  const auto [reason, text] = texts_of(dropped.reason);
  report_dropped(report_, reason, text, dropped.local, dropped.remote);
}

void Admission::report_blocked(const Dropped& dropped) {
  const std::string rule = rules_.rule_against(dropped.remote->address);
  EventFields fields;
  add_address(fields, "remote", dropped.remote);
  fields.emplace_back("rule", rule);
  report_.event("blocked", fields);
  refusals_.say(fmt::format("blocked {}: {}", endpoint_text(*dropped.remote), rule));
}

void Admission::report_blocked(const PeerCredentials& peer) {
  EventFields fields;
  add_peer(fields, peer);
  report_.event("blocked", fields);
  refusals_.say(fmt::format("blocked user {}, group {} (process {})", peer.user, peer.group, peer.process));
}

void Admission::on_error(const Error& error) {
  report_.event("error", error_fields(error));
  report_.say(0, fmt::format("{}: {}; new connections have to wait", error.message, error.code.message()));
}

void Admission::on_recovered() {
  report_.say(0, "connections are accepted again");
}

}  // namespace netkit::cli
