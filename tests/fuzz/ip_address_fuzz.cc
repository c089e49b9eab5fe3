// SPDX-License-Identifier: MIT
#include <arpa/inet.h>
#include <netkit/addr/embedded_ipv4.h>
#include <netkit/addr/ip_address.h>
#include <netkit/addr/special_purpose.h>

#include <array>
#include <string>

#include "fault.h"
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
    check_fault(text, address.error(), IpAddress::parse);
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

  const auto row = special_purpose(address);
  require(!row || row->block.contains(address), "a row's block has the address");
  require(!row || row->address_class == classify(address), "the class is that of the row");
  require(row || address.is_v6() || classify(address) == AddressClass::global, "no row, no special purpose");
  const auto embedded = embedded_ipv4(address);
  require(!embedded || (address.is_v6() && embedded->address.is_v4()), "IPv6 carries IPv4");
  require(!embedded || !is_globally_reachable(address) || is_globally_reachable(embedded->address),
          "nothing is reachable by way of what is not");
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
