// SPDX-License-Identifier: MIT
#include "cli/option/groups.h"
#include "cli/option/join.h"
#include "cli/option/option_values.h"
#include "cli/option/settings.h"

namespace netkit::cli {
namespace {

using Takes = Option::Takes;

constexpr std::uint64_t least_queue = std::uint64_t{4} << 10, most_queue = std::uint64_t{1} << 30;

void join_clients(Settings& s, const Option& option) {
  if (s.join.to != Joined::broker) join(s, option, Joined::broker);
  s.server.keep_open = true;
}

constexpr Option brokers[] = {
    {.name = "--broker",
     .help = "send what one client sends, and stdin, to all other clients; implies --keep-open",
     .apply = [](Settings& s, const Option& option, std::string_view) { join_clients(s, option); }},
    {.name = "--chat",
     .help = "the same for lines, with the number of the client before each; implies --broker",
     .apply =
         [](Settings& s, const Option& option, std::string_view) {
           join_clients(s, option);
           s.server.chat = true;
         }},
};

constexpr Option queue[] = {
    {.name = "--max-queue",
     .takes = Takes::value,
     .metavar = "SIZE",
     .help = "bytes that may wait for one client, 4k..1G; one that does not keep up is reset (default: 1M)",
     .apply =
         [](Settings& s, const Option& option, std::string_view value) {
           s.server.max_queue = size_value(option, value, least_queue, most_queue);
         }},
};

}  // namespace

constinit const std::span<const Option> broker_options = brokers;
constinit const std::span<const Option> queue_options = queue;

}  // namespace netkit::cli
