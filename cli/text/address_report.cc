// SPDX-License-Identifier: MIT
#include "cli/text/address_report.h"

#include <fmt/core.h>
#include <netkit/addr/embedded_ipv4.h>
#include <netkit/addr/ip_address.h>
#include <netkit/addr/special_purpose.h>
#include <netkit/base/uint128.h>

#include <nlohmann/json.hpp>
#include <optional>

#include "cli/report/printable.h"

namespace netkit::cli {
namespace {

using Json = nlohmann::ordered_json;
using Answer = SpecialPurpose::Answer;

/// An address as it is written: with a zone or without.
struct Literal {
  IpAddress address;
  std::string_view zone;
};

std::optional<Literal> literal_of(std::string_view text) {
  if (const auto address = IpAddress::parse(text)) return Literal{*address, {}};
  if (!is_ipv6(text)) return std::nullopt;
  const std::size_t percent = text.find('%');
  return Literal{*IpAddress::parse(text.substr(0, percent)), text.substr(percent + 1)};
}

std::string expanded(const IpAddress& address) {
  if (address.is_v4()) return address.to_string();
  std::string text;
  for (int shift = 112; shift >= 0; shift -= 16) {
    const std::uint64_t half = shift >= 64 ? address.high() : address.low();
    text += fmt::format("{}{:04x}", text.empty() ? "" : ":", half >> shift % 64 & 0xffff);
  }
  return text;
}

std::string integer(const IpAddress& address) {
  if (address.is_v4()) return std::to_string(address.v4_value());
  return to_decimal(Uint128{address.high()} << 64 | address.low());
}

/// RFC 1035 section 3.5, RFC 3596 section 2.5.
std::string reverse_name(const IpAddress& address) {
  std::string name;
  if (address.is_v4()) {
    for (int shift = 0; shift < 32; shift += 8)
      name += fmt::format("{}.", address.v4_value() >> shift & 0xff);
    return name + "in-addr.arpa";
  }
  for (int shift = 0; shift < 128; shift += 4) {
    const std::uint64_t half = shift >= 64 ? address.high() : address.low();
    name += fmt::format("{:x}.", half >> shift % 64 & 0xf);
  }
  return name + "ip6.arpa";
}

Json answer(Answer given) {
  return given == Answer::not_applicable ? Json(nullptr) : Json(given == Answer::yes);
}

Json registry(const IpAddress& address) {
  const auto row = special_purpose(address);
  if (!row) return nullptr;
  return {{"name", row->name},
          {"block", row->block.to_string()},
          {"rfc", row->rfc},
          {"source", answer(row->source)},
          {"destination", answer(row->destination)},
          {"forwardable", answer(row->forwardable)},
          {"global", answer(row->global)},
          {"reserved", answer(row->reserved)}};
}

Json embedded(const IpAddress& address) {
  const auto inner = embedded_ipv4(address);
  if (!inner) return nullptr;
  return {{"form", form_name(inner->form)},
          {"address", inner->address.to_string()},
          {"class", class_name(classify(inner->address))}};
}

}  // namespace

int append_address_line(std::string& to, std::string_view text) {
  const auto literal = literal_of(text);
  if (!literal) {
    append_printable(to, text);
    to += "\t0\t-\n";
    return 0;
  }
  to.append(text)
      .append(literal->address.is_v4() ? "\t4\t" : "\t6\t")
      .append(class_name(classify(literal->address)))
      .append("\n");
  return literal->address.is_v4() ? 4 : 6;
}

int append_address_json(std::string& to, std::string_view text) {
  Json object{{"input", text},       {"version", 0},        {"canonical", nullptr}, {"expanded", nullptr},
              {"zone", nullptr},     {"integer", nullptr},  {"reverse", nullptr},   {"class", nullptr},
              {"registry", nullptr}, {"embedded", nullptr}, {"reason", nullptr}};
  const auto literal = literal_of(text);
  const int version = !literal ? 0 : literal->address.is_v4() ? 4 : 6;
  if (literal) {
    const IpAddress& address = literal->address;
    object["version"] = version;
    object["canonical"] = address.to_string();
    object["expanded"] = expanded(address);
    if (!literal->zone.empty()) object["zone"] = literal->zone;
    object["integer"] = integer(address);
    object["reverse"] = reverse_name(address);
    object["class"] = class_name(classify(address));
    object["registry"] = registry(address);
    object["embedded"] = embedded(address);
  } else {
    object["reason"] = non_address_reason(text);
  }
  append_json_line(to, object);
  return version;
}

}  // namespace netkit::cli
