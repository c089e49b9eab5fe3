// SPDX-License-Identifier: MIT
#include <netkit/proxy/read_proxy_header.h>

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <variant>

namespace netkit {
namespace {

using std::string_literals::operator""s;

const std::string signature = "\r\n\r\n\0\r\nQUIT\n"s;

ProxiedEnds ends_of(std::string_view source, std::string_view destination) {
  return {*SocketAddress::parse(source), *SocketAddress::parse(destination)};
}

/// Fed byte by byte, it is incomplete until its end; then payload may follow.
void expect_read(const std::string& header, const std::optional<ProxiedEnds>& ends) {
  SCOPED_TRACE(header);
  for (std::size_t size = 0; size < header.size(); ++size) {
    const auto result = read_proxy_header(std::string_view(header).substr(0, size));
    ASSERT_TRUE(std::holds_alternative<NoProxyHeader>(result)) << size;
    ASSERT_EQ(std::get<NoProxyHeader>(result), NoProxyHeader::incomplete) << size;
  }
  for (const std::string& payload : {""s, "\r\nGET / HTTP/1.0\r\n"s}) {
    const auto result = read_proxy_header(header + payload);
    ASSERT_TRUE(std::holds_alternative<ReadProxyHeader>(result));
    const auto& read = std::get<ReadProxyHeader>(result);
    EXPECT_EQ(read.size, header.size());
    ASSERT_EQ(read.ends.has_value(), ends.has_value());
    if (!ends) continue;
    EXPECT_EQ(read.ends->source, ends->source);
    EXPECT_EQ(read.ends->destination, ends->destination);
  }
}

TEST(ReadProxyHeader, UnderstandsWhatIsWritten) {
  for (const auto& ends :
       {ends_of("192.0.2.1:5000", "192.0.2.2:80"), ends_of("[2001:db8::1]:1", "[2001:db8::2]:65535")}) {
    for (const ProxyVersion version : {ProxyVersion::text, ProxyVersion::binary})
      expect_read(proxy_header(version, ends), ends);
  }
  for (const ProxyVersion version : {ProxyVersion::text, ProxyVersion::binary})
    expect_read(proxy_header(version, {}), {});
}

TEST(ReadProxyHeader, SkipsWhatItDoesNotNeed) {
  const auto ends = ends_of("192.0.2.1:5000", "192.0.2.2:80");
  expect_read("PROXY UNKNOWN ffff::1 ffff::2 1 2\r\n", {});
  std::string with_tlv = proxy_header(ProxyVersion::binary, ends) + "\x04\x00\x01x"s;
  with_tlv[15] += 4;
  expect_read(with_tlv, ends);
  expect_read(signature + "\x20\x11\x00\x0c\xc0\x00\x02\x01\xc0\x00\x02\x02\x13\x88\x00\x50"s, {});  // LOCAL
  expect_read(signature + "\x21\x12\x00\x02xx"s, {});                                                // UDP
  expect_read(signature + "\x21\x00\x00\x00"s, {});                                                  // UNSPEC
}

TEST(ReadProxyHeader, RefusesWhatIsNone) {
  const std::string address = "192.0.2.1 192.0.2.2 ";
  const std::string cases[] = {
      "GET / HTTP/1.0\r\n",
      "PROXY TCP4 " + address + "5000 80\n",
      "PROXY TCP4 " + address + "5000 80 \r\n",
      "PROXY TCP4 " + address + "5000 65536\r\n",
      "PROXY TCP4 " + address + "5000\r\n",
      "PROXY TCP4  " + address + "5000 80\r\n",
      "PROXY TCP4 ::1 ::1 5000 80\r\n",
      "PROXY TCP6 " + address + "5000 80\r\n",
      "PROXY TCP4 192.0.2.01 192.0.2.2 5000 80\r\n",
      "PROXY UDP4 " + address + "5000 80\r\n",
      "PROXY \n",
      "proxy TCP4 " + address + "5000 80\r\n",
      "PROXY UNKNOWN " + std::string(92, 'x') + "\r\n",
      signature + "\x22\x11\x00\x0c"s,  // no such command
      signature + "\x11\x11\x00\x0c"s,  // version 1
      signature + "\x21\x11\x00\x0b"s,  // too short for the addresses
      signature + "\x21\x21\x00\x23"s,  // the same
      signature + "\x21\x11\x08\x01"s,  // more than 2 KiB
      "\r\n\r\n\0\r\nQUIt"s,
  };
  for (const std::string& text : cases) {
    const auto result = read_proxy_header(text);
    ASSERT_TRUE(std::holds_alternative<NoProxyHeader>(result)) << text;
    EXPECT_EQ(std::get<NoProxyHeader>(result), NoProxyHeader::malformed) << text;
  }
}

}  // namespace
}  // namespace netkit
