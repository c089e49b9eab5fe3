// SPDX-License-Identifier: MIT
#include <fmt/core.h>
#include <netkit/socket/resolver.h>

#include <array>
#include <string>
#include <utility>

#include "cli/option/groups.h"
#include "cli/option/join.h"
#include "cli/option/option_values.h"
#include "cli/option/settings.h"
#include "cli/report/usage_error.h"
#include "cli/text/port_list.h"

namespace netkit::cli {
namespace {

using Takes = Option::Takes;

constexpr std::array<Choice<bool ProxyServerSettings::*>, 3> protocols{
    {{"http", &ProxyServerSettings::http},
     {"socks4", &ProxyServerSettings::socks4},
     {"socks5", &ProxyServerSettings::socks5}}};

constexpr std::array<Choice<TargetWord>, 5> words{{{"public", TargetWord::global},
                                                   {"private", TargetWord::private_use},
                                                   {"loopback", TargetWord::loopback},
                                                   {"link-local", TargetWord::link_local},
                                                   {"any", TargetWord::any}}};

void set_protocols(ProxyServerSettings& server, const Option& option, std::string_view value) {
  if (!value.empty()) server.http = server.socks4 = server.socks5 = false;
  while (!value.empty()) {
    const auto comma = std::min(value.find(','), value.size());
    server.*choice_value<bool ProxyServerSettings::*>(option, value.substr(0, comma), protocols) = true;
    value.remove_prefix(std::min(comma + 1, value.size()));
  }
}

ListInput rule(const Option& option, std::string_view value) {
  return {std::string(option.name), rule_value(option.name, value)};
}

void allow_target(Settings& s, const Option& option, std::string_view value) {
  for (const auto& [word, meaning] : words) {
    if (word == value) return s.server.proxy.words.push_back(meaning);
  }
  s.server.proxy.targets.allow.push_back(rule(option, value));
}

void set_ports(Settings& s, const Option& option, std::string_view value) {
  auto ports = parse_port_list(value, port_of_service);
  if (!ports) throw UsageError(fmt::format("{}: {}", option.name, ports.error()));
  s.server.proxy.ports = std::move(*ports);
}

constexpr Option server[] = {
    {.name = "--proxy-server",
     .takes = Takes::optional_value,
     .metavar = "PROTOCOLS",
     .help = "be a proxy: join each client to the target that it asks for; implies --keep-open (default: "
             "http,socks4,socks5)",
     .apply =
         [](Settings& s, const Option& option, std::string_view value) {
           join(s, option, Joined::requested, value);
           s.server.keep_open = true;
           set_protocols(s.server.proxy, option, value);
         },
     .needs = Needs::stream},
};

constexpr Option targets[] = {
    {.name = "--target-allow",
     .takes = Takes::value,
     .metavar = "RULE|WORD",
     .help = "let clients reach only this address, CIDR block or range, or these: public, private, loopback, "
             "link-local, any (default: any where only this host can use the proxy, else public)",
     .apply = allow_target,
     .repeatable = true},
    {.name = "--target-allow-list",
     .takes = Takes::value,
     .metavar = "FILE",
     .help = "the same for the addresses in this list",
     .apply =
         [](Settings& s, const Option& option, std::string_view value) {
           s.server.proxy.targets.allow.push_back({std::string(option.name), std::string(value)});
         },
     .repeatable = true},
    {.name = "--target-deny",
     .takes = Takes::value,
     .metavar = "RULE",
     .help = "let no client reach this address, CIDR block or range, whatever allows it",
     .apply = [](Settings& s, const Option& option,
                 std::string_view value) { s.server.proxy.targets.block.push_back(rule(option, value)); },
     .repeatable = true},
    {.name = "--target-block-list",
     .takes = Takes::value,
     .metavar = "FILE",
     .help = "the same for the addresses in this list",
     .apply =
         [](Settings& s, const Option& option, std::string_view value) {
           s.server.proxy.targets.block.push_back({std::string(option.name), std::string(value)});
         },
     .repeatable = true},
    {.name = "--target-ports",
     .takes = Takes::value,
     .metavar = "LIST",
     .help = "let clients reach only these ports, as in 443 or 80,443,8000-8999 (default: any)",
     .apply = set_ports},
};

}  // namespace

constinit const std::span<const Option> proxy_server_options = server;
constinit const std::span<const Option> proxy_target_options = targets;

}  // namespace netkit::cli
