// SPDX-License-Identifier: MIT
#include <netkit/proxy/machine/proxy_url.h>

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

namespace netkit::test {
namespace {

using enum ProxyScheme;

TEST(ProxyUrl, IsReadAsItIsWritten) {
  const std::vector<std::pair<std::string, ProxyUrl>> urls{
      {"http://h", {http, {}, "h", 3128}},
      {"h:8080", {http, {}, "h", 8080}},
      {"HTTPS://h/", {https, {}, "h", 443}},
      {"socks4://127.0.0.1", {socks4, {}, "127.0.0.1", 1080}},
      {"socks4a://h:1", {socks4a, {}, "h", 1}},
      {"socks5://[::1]:9050", {socks5, {}, "::1", 9050}},
      {"socks5h://me:word@h", {socks5h, ProxyCredentials{"me", "word"}, "h", 1080}},
      {"http://me@h", {http, ProxyCredentials{"me", {}}, "h", 3128}},
      {"http://:@h", {http, ProxyCredentials{"", ""}, "h", 3128}},
      {"http://a%40b:c%3ad%2F@h", {http, ProxyCredentials{"a@b", "c:d/"}, "h", 3128}},
      {"http://a@b@h", {http, ProxyCredentials{"a@b", {}}, "h", 3128}},
  };
  for (const auto& [text, url] : urls) {
    const auto read = parse_proxy_url(text);
    ASSERT_TRUE(read) << text << ": " << read.error();
    EXPECT_EQ(*read, url) << text;
  }
}

TEST(ProxyUrl, IsRefused) {
  for (const std::string text :
       {"", "ftp://h", "http://", "http://h:0", "http://h:99999", "http://h:http", "http://h/path",
        "http://h?q", "http://a%0db@h", "http://a:%0a@h", "http://a%4@h", "http://a%zz@h", "http://a b"})
    EXPECT_FALSE(parse_proxy_url(text)) << text;
}

TEST(ProxyUrl, ARefusalDoesNotSayThePassword) {
  EXPECT_FALSE(parse_proxy_url("http://me:word@h:0").error().contains("word"));
  EXPECT_FALSE(parse_proxy_url("http://me:word%zz@h").error().contains("word"));
}

}  // namespace
}  // namespace netkit::test
