// SPDX-License-Identifier: MIT
#include <fmt/core.h>

#include <string>

#include "cli/option/groups.h"
#include "cli/option/option_values.h"
#include "cli/option/settings.h"
#include "cli/report/usage_error.h"

namespace netkit::cli {
namespace {

using Takes = Option::Takes;

// RFC 1929: an empty one cannot be said.
void check_credentials(const Option& option, const ProxyUrl& proxy) {
  if (!proxy.credentials || (proxy.scheme != ProxyScheme::socks5 && proxy.scheme != ProxyScheme::socks5h))
    return;
  constexpr std::size_t longest = 255;
  for (const std::string& text : {proxy.credentials->user, proxy.credentials->password.value_or("")}) {
    if (text.empty() || text.size() > longest)
      throw UsageError(
          fmt::format("{}: a user and a password of SOCKS5 have 1 to 255 bytes each", option.name));
  }
}

void add_proxy(Settings& s, const Option& option, std::string_view value) {
  ProxySettings& proxy = s.connect.proxy;
  if (value == "env") {
    proxy.from_environment = true;
    return;
  }
  auto url = parse_proxy_url(value);
  if (!url) throw UsageError(fmt::format("{}: not a proxy: {}", option.name, url.error()));
  check_credentials(option, *url);
  proxy.urls.push_back(std::move(*url));
}

template <auto member>
void set_text(Settings& s, const Option&, std::string_view value) {
  s.connect.proxy.*member = value;
}

constexpr Option rows[] = {
    {.name = "--proxy",
     .takes = Takes::value,
     .metavar = "URL",
     .help = "connect through the proxy at URL, as in http://GATE:3128 or socks5h://USER:PASSWORD@GATE; "
             "env: that of the environment; repeatable",
     .apply = add_proxy,
     .repeatable = true},
    {.name = "--proxy-auth-file",
     .takes = Takes::value,
     .metavar = "FILE|fd:N",
     .help = "the first line is USER:PASSWORD for the first proxy",
     .apply = set_text<&ProxySettings::credentials_file>},
    {.name = "--proxy-ca",
     .takes = Takes::value,
     .metavar = "FILE|DIR",
     .help = "as --ca, for https proxies; repeatable",
     .apply = [](Settings& s, const Option&,
                 std::string_view value) { s.connect.proxy.issuers.emplace_back(value); },
     .repeatable = true},
    {.name = "--proxy-pin",
     .takes = Takes::value,
     .metavar = "sha256//BASE64",
     .help = "as --pin, for https proxies; repeatable",
     .apply = [](Settings& s, const Option& option,
                 std::string_view value) { append_pins(s.connect.proxy.pins, option, value); },
     .repeatable = true},
    {.name = "--proxy-insecure",
     .help = "as --insecure, for https proxies",
     .apply = [](Settings& s, const Option&, std::string_view) { s.connect.proxy.insecure = true; }},
    {.name = "--proxy-cert",
     .takes = Takes::value,
     .metavar = "FILE",
     .help = "as --cert, for https proxies",
     .apply = set_text<&ProxySettings::certificate>},
    {.name = "--proxy-key",
     .takes = Takes::value,
     .metavar = "FILE",
     .help = "as --key, for https proxies",
     .apply = set_text<&ProxySettings::key>},
};

}  // namespace

constinit const std::span<const Option> proxy_options = rows;

}  // namespace netkit::cli
