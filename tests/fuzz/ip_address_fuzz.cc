// SPDX-License-Identifier: MIT
#include <arpa/inet.h>
#include <netkit/addr/ip_address.h>

#include <array>
#include <string>

#include "require.h"

namespace netkit::fuzz {
namespace {

/// The grammars are the same but for zones, and for NUL, where the system stops reading.
std::optional<IpAddress> system_parse(const std::string& text) {
  std::array<std::uint8_t, 4> v4{};
  std::array<std::uint8_t, 16> v6{};
  if (inet_pton(AF_INET, text.c_str(), v4.data()) == 1) return IpAddress::v4(v4);
  if (inet_pton(AF_INET6, text.c_str(), v6.data()) == 1) return IpAddress::v6(v6);
  return std::nullopt;
}

std::string system_text(const IpAddress& address) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  if (address.is_v4()) return inet_ntop(AF_INET, address.v4_bytes().data(), text.data(), text.size());
  return inet_ntop(AF_INET6, address.v6_bytes().data(), text.data(), text.size());
}

void check_refusal(std::string_view text, const ParseError& error) {
  require(error.offset <= text.size(), "a fault lies in the text or at its end");
  require(!problem_text(error.problem).empty(), "a fault has a name");
  const bool ends =
      error.problem == ParseProblem::incomplete || error.problem == ParseProblem::too_few_groups;
  if (ends) require(error.offset == text.size(), "what is missing is missing at the end");
  if (error.problem == ParseProblem::unexpected) {
    const auto cut = IpAddress::parse(text.substr(0, error.offset + 1));
    require(!cut && cut.error() == error, "a byte is refused whatever stands behind it");
  }
}

void check_text(std::string_view text) {
  const auto address = IpAddress::parse(text);
  const int version = is_ip(text);
  const bool has_nul = text.find('\0') != std::string_view::npos;
  const bool has_zone = text.find('%') != std::string_view::npos;

  require(version == 0 || version == 4 || version == 6, "is_ip gives 0, 4 or 6");
  require(is_ipv4(text) == (version == 4), "is_ipv4 agrees with is_ip");
  require(is_ipv6(text) == (version == 6), "is_ipv6 agrees with is_ip");
  require(!has_nul || version == 0, "no address holds a NUL");
  require(!has_zone || !address, "parse takes no zone");
  require(!has_zone || version != 4, "only IPv6 addresses have zones");
  require(has_zone || address.has_value() == (version != 0), "parse takes the addresses without a zone");
  if (version != 0 && has_zone) {
    require(IpAddress::parse(text.substr(0, text.find('%'))).has_value(),
            "there is an address before a zone");
  }
  if (address) {
    require(has_nul || *address == system_parse(std::string(text)), "parse agrees with inet_pton");
  } else {
    require(has_nul || !system_parse(std::string(text)), "parse refuses what inet_pton refuses");
    check_refusal(text, address.error());
  }
  if (version == 6 && !has_zone)
    require(is_ip(std::string(text) + "%eth0") == 6, "any IPv6 address takes a zone");
}

void check_address(const IpAddress& address) {
  const std::string text = address.to_string();
  require(text == system_text(address), "to_string agrees with inet_ntop");
  require(IpAddress::parse(text) == address, "parse reads what to_string writes");
  require(is_ip(text) == (address.is_v4() ? 4 : 6), "is_ip knows what to_string writes");
  require(IpAddress::v6(address.v6_bytes()).unmapped() == address.unmapped(), "the mapped form maps back");
  require(!address.unmapped().is_v4_mapped(), "unmapping is done once");
}

}  // namespace
}  // namespace netkit::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace netkit;
  const std::string_view text = fuzz::as_text(data, size);
  fuzz::check_text(text);
  if (const auto address = IpAddress::parse(text)) fuzz::check_address(*address);
  if (size == 16) {
    std::array<std::uint8_t, 16> bytes{};
    std::copy_n(data, bytes.size(), bytes.begin());
    fuzz::check_address(IpAddress::v6(bytes));
    fuzz::check_address(IpAddress::v6(bytes).unmapped());
  }
  return 0;
}
