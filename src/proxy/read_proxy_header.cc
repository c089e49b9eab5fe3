// SPDX-License-Identifier: MIT
#include <netkit/proxy/read_proxy_header.h>

#include <netkit/addr/port.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>

namespace netkit {
namespace {

using std::string_view_literals::operator""sv;
using Result = std::variant<ReadProxyHeader, NoProxyHeader>;

constexpr std::string_view word = "PROXY ";
constexpr std::size_t longest_line = 107;

constexpr std::string_view signature = "\r\n\r\n\0\r\nQUIT\n"sv;
constexpr std::size_t fixed_length = 16;  // version 2: signature, command, family, length
constexpr std::size_t longest_rest = longest_proxy_header - fixed_length;

bool may_become(std::string_view bytes, std::string_view start) {
  return start.starts_with(bytes.substr(0, start.size()));
}

/// Takes what stands before the next blank off the text.
std::string_view take_word(std::string_view& text) {
  const auto blank = text.find(' ');
  const std::string_view taken = text.substr(0, blank);
  text = blank == std::string_view::npos ? std::string_view() : text.substr(blank + 1);
  return taken;
}

std::optional<IpAddress> address_of(std::string_view text, Family family) {
  const auto address = IpAddress::parse(text);
  return address && address->family() == family ? std::optional(*address) : std::nullopt;
}

// "SRC DST SPORT DPORT".
std::optional<ProxiedEnds> ends_of_line(std::string_view rest, Family family) {
  const auto source = address_of(take_word(rest), family), destination = address_of(take_word(rest), family);
  const auto source_port = parse_port(take_word(rest));
  const auto destination_port = parse_port(rest);
  if (!source || !destination || !source_port || !destination_port) return std::nullopt;
  return ProxiedEnds{{*source, *source_port}, {*destination, *destination_port}};
}

Result read_line(std::string_view bytes) {
  const std::string_view start = bytes.substr(0, longest_line);
  const auto end = start.find('\n');
  if (end == std::string_view::npos)
    return bytes.size() < longest_line ? NoProxyHeader::incomplete : NoProxyHeader::malformed;
  if (start[end - 1] != '\r') return NoProxyHeader::malformed;
  std::string_view rest = start.substr(word.size(), end - 1 - word.size());
  const std::string_view protocol = take_word(rest);
  if (protocol == "UNKNOWN") return ReadProxyHeader{end + 1};
  if (protocol != "TCP4" && protocol != "TCP6") return NoProxyHeader::malformed;
  const auto ends = ends_of_line(rest, protocol == "TCP4" ? Family::ipv4 : Family::ipv6);
  if (!ends) return NoProxyHeader::malformed;
  return ReadProxyHeader{end + 1, ends};
}

/// Reads numbers and addresses in network byte order.
class Fields {
 public:
  explicit Fields(std::string_view bytes) : bytes_(bytes) {}

  std::uint32_t number(std::size_t size) {
    std::uint32_t value = 0;
    for (const char byte : take(size)) value = value << 8 | static_cast<std::uint8_t>(byte);
    return value;
  }
  IpAddress address(Family family) {
    if (family == Family::ipv4) return IpAddress::v4(number(4));
    std::array<std::uint8_t, 16> bytes{};
    std::ranges::transform(take(bytes.size()), bytes.begin(),
                           [](char c) { return static_cast<std::uint8_t>(c); });
    return IpAddress::v6(bytes);
  }

 private:
  std::string_view take(std::size_t size) {
    const std::string_view taken = bytes_.substr(0, size);
    bytes_.remove_prefix(size);
    return taken;
  }
  std::string_view bytes_;
};

ProxiedEnds ends_of_block(std::string_view block, Family family) {
  Fields fields(block);
  ProxiedEnds ends{{fields.address(family)}, {fields.address(family)}};
  ends.source.port = static_cast<std::uint16_t>(fields.number(2));
  ends.destination.port = static_cast<std::uint16_t>(fields.number(2));
  return ends;
}

Result read_block(std::string_view bytes) {
  if (bytes.size() < fixed_length) return NoProxyHeader::incomplete;
  constexpr char local = 0x20, proxy = 0x21;
  constexpr char stream_ipv4 = 0x11, stream_ipv6 = 0x21;
  constexpr std::size_t ipv4_length = 12, ipv6_length = 36;
  const char command = bytes[12], family = bytes[13];
  const std::size_t length = Fields(bytes.substr(14)).number(2);
  if ((command != local && command != proxy) || length > longest_rest) return NoProxyHeader::malformed;
  const bool has_addresses = command == proxy && (family == stream_ipv4 || family == stream_ipv6);
  if (has_addresses && length < (family == stream_ipv4 ? ipv4_length : ipv6_length))
    return NoProxyHeader::malformed;
  if (bytes.size() < fixed_length + length) return NoProxyHeader::incomplete;
  ReadProxyHeader header{fixed_length + length};
  if (has_addresses)
    header.ends =
        ends_of_block(bytes.substr(fixed_length), family == stream_ipv4 ? Family::ipv4 : Family::ipv6);
  return header;
}

}  // namespace

std::variant<ReadProxyHeader, NoProxyHeader> read_proxy_header(std::string_view bytes) {
  if (!may_become(bytes, word) && !may_become(bytes, signature)) return NoProxyHeader::malformed;
  if (bytes.starts_with(word)) return read_line(bytes);
  if (bytes.starts_with(signature)) return read_block(bytes);
  return NoProxyHeader::incomplete;
}

}  // namespace netkit
