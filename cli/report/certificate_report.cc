// SPDX-License-Identifier: MIT
#include "cli/report/certificate_report.h"

#include <fmt/core.h>

#include <nlohmann/json.hpp>
#include <string_view>

#include "cli/report/printable.h"
#include "cli/report/tls_report.h"

namespace netkit::cli {
namespace {

using Json = nlohmann::ordered_json;

// ---- Text.

void append_word(std::string& to, std::string_view before, std::string_view word) {
  if (!word.empty()) to.append(before).append(word);
}

std::string joined(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) append_word(text, text.empty() ? "" : ", ", name);
  return text;
}

void append_line(std::string& to, std::string_view label, std::string_view text) {
  if (text.empty()) return;
  append_printable(to, fmt::format("{:<12}{}", label, text));
  to += '\n';
}

std::string date_text(std::chrono::sys_seconds time) {
  return time_text(time).substr(0, 10);
}

void append_certificate(std::string& to, std::size_t number, const CertificateFacts& one) {
  append_line(to, fmt::format("{} subject", number), one.subject);
  append_line(to, "  names", joined(one.names));
  append_line(to, "  issuer", one.issuer);
  append_line(
      to, "  valid",
      fmt::format("{} to {}, {}", date_text(one.valid_from), date_text(one.valid_to), validity_text(one)));
  append_line(to, "  serial",
              fmt::format("{}   key  {} {}   signed with  {}", one.serial_number, one.key_type, one.key_bits,
                          one.signature));
  append_line(to, "  sha256", fmt::format("{}   pin  {}", one.fingerprint256, one.pin));
}

std::string as_text(const TlsFacts& facts) {
  std::string text, agreed = facts.protocol;
  append_word(agreed, "   ", facts.cipher);
  append_word(agreed, "   ", facts.group);
  append_word(agreed, "   ALPN ", facts.alpn);
  append_line(text, "protocol", agreed);
  const bool has_fault = !facts.authorized && !facts.faults.empty();
  append_line(text, "verified",
              has_fault ? fmt::format("no: {} {}", facts.faults.front().code, facts.faults.front().text)
                        : std::string(facts.authorized ? "yes" : "no"));
  std::size_t number = 0;
  for (const CertificateFacts& one : facts.chain) append_certificate(text, ++number, one);
  return text;
}

// ---- JSON.

void add_text(Json& object, const char* name, const std::string& text) {
  if (!text.empty()) object[name] = text;
}

Json json_of(const CertificateFacts& one) {
  return {{"subject", one.subject},
          {"issuer", one.issuer},
          {"names", one.names},
          {"validFrom", time_text(one.valid_from)},
          {"validTo", time_text(one.valid_to)},
          {"daysLeft", days_until(one.valid_to)},
          {"serialNumber", one.serial_number},
          {"keyType", one.key_type},
          {"keyBits", one.key_bits},
          {"signature", one.signature},
          {"fingerprint256", one.fingerprint256},
          {"pin", one.pin},
          {"selfSigned", one.self_signed}};
}

std::string as_json(const TlsFacts& facts) {
  Json object;
  add_text(object, "protocol", facts.protocol);
  add_text(object, "cipher", facts.cipher);
  add_text(object, "group", facts.group);
  add_text(object, "alpn", facts.alpn);
  add_text(object, "servername", facts.server_name);
  object["authorized"] = facts.authorized;
  if (!facts.authorized && !facts.faults.empty()) object["authorizationError"] = facts.faults.front().code;
  object["chain"] = Json::array();
  for (const CertificateFacts& one : facts.chain) object["chain"].push_back(json_of(one));
  std::string line;
  append_json_line(line, object);
  return line;
}

std::string as_pem(const TlsFacts& facts) {
  std::string text;
  for (const CertificateFacts& one : facts.chain) text += one.pem;
  return text;
}

}  // namespace

std::string certificate_report(const TlsFacts& facts, CertificateForm form) {
  switch (form) {
    case CertificateForm::json:
      return as_json(facts);
    case CertificateForm::pem:
      return as_pem(facts);
    case CertificateForm::text:
      break;
  }
  return as_text(facts);
}

}  // namespace netkit::cli
