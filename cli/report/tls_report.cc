// SPDX-License-Identifier: MIT
#include "cli/report/tls_report.h"

#include <fmt/core.h>

#include <array>
#include <ctime>

namespace netkit::cli {
namespace {

void add_text(EventFields& fields, std::string_view name, const std::string& text) {
  if (!text.empty()) fields.emplace_back(name, text);
}

EventFields fields_of(std::int64_t id, const TlsFacts& facts) {
  EventFields fields{{"id", id}};
  add_text(fields, "protocol", facts.protocol);
  add_text(fields, "cipher", facts.cipher);
  add_text(fields, "group", facts.group);
  add_text(fields, "alpn", facts.alpn);
  add_text(fields, "servername", facts.server_name);
  fields.emplace_back("authorized", facts.authorized);
  if (!facts.authorized && !facts.faults.empty())
    add_text(fields, "authorizationError", facts.faults.front().code);
  if (facts.chain.empty()) return fields;
  const CertificateFacts& leaf = facts.chain.front();
  add_text(fields, "pin", leaf.pin);
  add_text(fields, "subject", leaf.subject);
  add_text(fields, "issuer", leaf.issuer);
  add_text(fields, "validTo", time_text(leaf.valid_to));
  add_text(fields, "fingerprint256", leaf.fingerprint256);
  return fields;
}

std::string line_of(const TlsFacts& facts) {
  std::string line = facts.protocol + ' ' + facts.cipher;
  if (!facts.group.empty()) line += ' ' + facts.group;
  if (!facts.chain.empty()) {
    const CertificateFacts& leaf = facts.chain.front();
    line += fmt::format(", \"{}\" issued by \"{}\", {}", leaf.subject_name, leaf.issuer_name,
                        validity_text(leaf));
  }
  if (!facts.alpn.empty()) line += ", ALPN " + facts.alpn;
  std::string_view separator = "; not verified: ";
  for (const TlsFault& fault : facts.faults) {
    line.append(separator).append(fault.text);
    separator = ", ";
  }
  return line;
}

}  // namespace

std::string time_text(std::chrono::sys_seconds time) {
  const std::time_t seconds = std::chrono::system_clock::to_time_t(time);
  std::tm parts{};
  ::gmtime_r(&seconds, &parts);
  std::array<char, 32> text{};
  return {text.data(), std::strftime(text.data(), text.size(), "%Y-%m-%dT%H:%M:%SZ", &parts)};
}

std::int64_t days_until(std::chrono::sys_seconds time) {
  return std::chrono::floor<std::chrono::days>(time - std::chrono::system_clock::now()).count();
}

std::string validity_text(const CertificateFacts& certificate) {
  const std::int64_t days = days_until(certificate.valid_to);
  const std::int64_t count = days < 0 ? -days : days;
  const std::string_view unit = count == 1 ? "day" : "days";
  return days < 0 ? fmt::format("expired {} {} ago", count, unit) : fmt::format("{} {} left", count, unit);
}

void report_secured(Report& report, std::string_view event, std::int64_t id, const TlsFacts& facts) {
  if (!report.reports_connections()) return;
  report.event(event, fields_of(id, facts));
  report.say(1, line_of(facts));
}

}  // namespace netkit::cli
