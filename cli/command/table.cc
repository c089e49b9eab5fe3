// SPDX-License-Identifier: MIT
#include "cli/command/table.h"

#include "cli/blocklist/verbs.h"
#include "cli/command/commands.h"
#include "cli/option/groups.h"
#include "cli/option/location.h"

namespace netkit::cli {
namespace {

constexpr OptionGroup netkit_groups[] = {{"Options:", program_options}, {"Options:", help_options}};
constexpr OptionGroup blocklist_groups[] = {{"Options:", help_options}};

constexpr std::string_view for_the_target = "for the connections that --to and --proxy-server make";

constexpr OptionGroup listen_groups[] = {
    {"Address:", family_options},
    {"Address:", address_options},
    {"Address:", udp_options},
    {"Listening:", listening_options},
    {"Clients:", keep_open_options},
    {"Clients:", clients_options},
    {"Clients:", workers_options, Needs::nothing, Joined::forwarding | Joined::program,
     "for clients of --exec, --sh-exec, --to and --proxy-server"},
    {"Program:", executing_options},
    {"Broker:", broker_options},
    {"Broker:", queue_options, Needs::nothing, Joined::broker, "for the clients of --broker and --chat"},
    {"Forwarding:", forwarding_options},
    {"Forwarding:", local_address_options, Needs::nothing, Joined::forwarding, for_the_target},
    {"Forwarding:", route_options, Needs::nothing, Joined::forwarding, for_the_target},
    {"Forwarding:", try_options, Needs::nothing, Joined::forwarding, for_the_target},
    {"Forwarding:", send_proxy_options, Needs::nothing, Joined::forwarding, for_the_target},
    {"Proxies:", proxy_options, Needs::stream, Joined::forwarding, for_the_target},
    {"Being a proxy:", proxy_server_options},
    {"Being a proxy:", proxy_target_options, Needs::nothing, Joined::requested,
     "for the targets of --proxy-server"},
    {"TLS:", tls_options},
    {"TLS:", tls_own_options, Needs::tls_clients},
    {"TLS:", tls_server_options, Needs::tls_clients},
    {"TLS:", tls_client_options, Needs::tls_target},
    {"TLS:", tls_start_options, Needs::tls_target},
    {"TLS:", tls_target_options, Needs::tls_target},
    {"TLS:", tls_name_options, Needs::tls},
    {"TLS:", tls_common_options, Needs::tls},
    {"TLS:", handshake_options, Needs::handshakes},
    {"Access:", access_options},
    {"Access:", peer_options},
    {"Access:", accept_proxy_options},
    {"Standard input and output:", console_options},
    {"Connection:", connection_options},
    {"Connection:", rate_options},
    {"Data:", treatment_options},
    {"Socket:", socket_options},
    {"Socket:", hops_options},
    {"Messages:", message_options},
    {"Messages:", progress_options},
    {"Messages:", help_options},
};

constexpr OptionGroup connect_groups[] = {
    {"Address:", family_options},
    {"Address:", address_options},
    {"Address:", udp_options},
    {"Connecting:", local_address_options, Needs::new_socket},
    {"Connecting:", route_options, Needs::tcp | Needs::new_socket},
    {"Connecting:", try_options, Needs::new_socket},
    {"Connecting:", send_proxy_options, Needs::new_socket},
    {"Connecting:", connecting_options},
    {"Connecting:", then_options, Needs::nothing, Joined::nothing,
     "for what follows a probe and needs --probe"},
    {"Proxies:", proxy_options, Needs::tcp | Needs::stream | Needs::new_socket},
    {"TLS:", tls_options},
    {"TLS:", tls_start_options},
    {"TLS:", certificate_options},
    {"TLS:", tls_client_options, Needs::tls},
    {"TLS:", tls_name_options, Needs::tls},
    {"TLS:", tls_own_options, Needs::tls},
    {"TLS:", tls_common_options, Needs::tls},
    {"TLS:", handshake_options, Needs::handshakes},
    {"Access:", access_options, Needs::new_socket},
    {"Program:", executing_options},
    {"Standard input and output:", console_options},
    {"Connection:", connection_options},
    {"Connection:", rate_options},
    {"Data:", treatment_options},
    {"Socket:", socket_options},
    {"Socket:", hops_options},
    {"Socket:", broadcast_options},
    {"Messages:", message_options},
    {"Messages:", progress_options},
    {"Messages:", help_options},
};

constexpr OptionGroup echo_groups[] = {
    {"Address:", family_options},
    {"Address:", address_options},
    {"Address:", udp_options},
    {"Listening:", listening_options},
    {"Clients:", clients_options},
    {"Clients:", greeting_options},
    {"Clients:", workers_options},
    {"TLS:", tls_options},
    {"TLS:", tls_own_options, Needs::tls},
    {"TLS:", tls_server_options, Needs::tls},
    {"TLS:", tls_name_options, Needs::tls},
    {"TLS:", tls_common_options, Needs::tls},
    {"TLS:", handshake_options, Needs::tls},
    {"Access:", access_options},
    {"Access:", peer_options},
    {"Access:", accept_proxy_options},
    {"Connection:", connection_options},
    {"Connection:", rate_options},
    {"Socket:", socket_options},
    {"Messages:", message_options},
    {"Messages:", help_options},
};

constexpr OptionGroup check_ip_groups[] = {
    {"What counts:", family_options},
    {"Output:", check_ip_options},
    {"Output:", quiet_result_options},
    {"Output:", help_options},
};

constexpr OptionGroup check_groups[] = {
    {"Lists:", list_options},           {"Reading lists:", octets_options},
    {"Reading lists:", strict_options}, {"Output:", blocklist_check_options},
    {"Output:", quiet_result_options},  {"Output:", help_options},
};

constexpr OptionGroup filter_groups[] = {
    {"Lists:", list_options},           {"Reading lists:", octets_options},
    {"Reading lists:", strict_options}, {"Output:", blocklist_filter_options},
    {"Output:", quiet_list_options},    {"Output:", help_options},
};

constexpr OptionGroup rules_groups[] = {
    {"Lists:", list_options},           {"Reading lists:", octets_options},
    {"Reading lists:", strict_options}, {"Output:", blocklist_rules_options},
    {"Output:", quiet_list_options},    {"Output:", help_options},
};

constexpr OptionGroup edit_groups[] = {
    {"Reading lists:", octets_options},
    {"Output:", blocklist_edit_options},
    {"Output:", help_options},
};

constexpr OptionGroup merge_groups[] = {
    {"Lists:", list_options},           {"Restrictions:", blocklist_merge_options},
    {"Reading lists:", octets_options}, {"Reading lists:", strict_options},
    {"Output:", ranges_options},        {"Output:", quiet_list_options},
    {"Output:", help_options},
};

constexpr OptionGroup diff_groups[] = {
    {"Reading lists:", octets_options}, {"Reading lists:", strict_options}, {"Output:", ranges_options},
    {"Output:", quiet_result_options},  {"Output:", help_options},
};

constexpr OptionGroup export_groups[] = {
    {"Lists:", list_options},           {"Reading lists:", octets_options},
    {"Reading lists:", strict_options}, {"Output:", blocklist_export_options},
    {"Output:", quiet_list_options},    {"Output:", help_options},
};

constexpr OptionGroup stats_groups[] = {
    {"Lists:", list_options},        {"Reading lists:", octets_options}, {"Reading lists:", strict_options},
    {"Output:", quiet_list_options}, {"Output:", help_options},
};

constexpr CommandRow commands[] = {
    {.name = "",
     .summary = "TCP and Unix-domain sockets, IP addresses and block lists on the command line",
     .usage = "COMMAND [OPTIONS] ...",
     .examples = {"netkit listen 8124 > copy", "netkit connect localhost 8124 < numbers"},
     .notes =
         "netkit COMMAND --help lists the options of a command. The manual has netkit(1) and a page for each "
         "command, such as netkit-listen(1).",
     .options = netkit_groups},
    {.name = "listen",
     .summary = "accept a connection, or many, and join it to stdin and stdout",
     .usage = "listen [OPTIONS] [HOST] [PORT]",
     .examples = {"netkit listen 8124 > copy", "netkit listen -k --to localhost:80 8124"},
     .options = listen_groups,
     .location = location_to_listen,
     .run = run_listen},
    {.name = "connect",
     .summary = "connect, and join the connection to stdin and stdout",
     .usage = "connect [OPTIONS] [HOST] PORT",
     .examples = {"netkit connect example.com:80 < request",
                  "netkit connect -z --retry-for 30s localhost 8124"},
     .options = connect_groups,
     .location = location_to_connect,
     .run = run_connect},
    {.name = "echo",
     .summary = "send every client its own bytes back",
     .usage = "echo [OPTIONS] [HOST] [PORT]",
     .examples = {"netkit echo 8124", "netkit echo -U echo.sock --mode 600 --max-connections 10"},
     .options = echo_groups,
     .location = location_to_listen,
     .run = run_echo},
    {.name = "check-ip",
     .summary = "check whether a text is an IP address, of which version and class",
     .usage = "check-ip [OPTIONS] ADDRESS...",
     .examples = {"netkit check-ip ::1 192.168.1.1", "netkit check-ip --json - < addresses.txt"},
     .options = check_ip_groups,
     .run = run_check_ip},
    {.name = "blocklist",
     .summary = "query, build, merge and convert lists of blocked addresses",
     .usage = "blocklist VERB [OPTIONS] ...",
     .examples = {"netkit blocklist filter -f bad.txt access.log",
                  "netkit blocklist merge -f bad.txt -f worse.txt > all.txt"},
     .notes = "LIST is -f FILE or --rule RULE, and may be given several times; '-' is standard input. netkit "
              "blocklist VERB --help lists the options of a verb; see also netkit-blocklist(1).",
     .options = blocklist_groups},
    {.name = "blocklist check",
     .summary = "check whether addresses are blocked, and by which rule",
     .usage = "blocklist check LIST... ADDRESS...",
     .examples = {"netkit blocklist check -f bad.txt 10.1.2.3",
                  "netkit blocklist check -q -f bad.txt - < addresses.txt && echo some are"},
     .options = check_groups,
     .run = run_blocklist_check},
    {.name = "blocklist filter",
     .summary = "print the lines that contain a blocked address",
     .usage = "blocklist filter LIST... [FILE...]",
     .examples = {"netkit blocklist filter -f bad.txt access.log",
                  "netkit blocklist filter -f bad.txt -v access.log > good.log"},
     .options = filter_groups,
     .run = run_blocklist_filter},
    {.name = "blocklist rules",
     .summary = "print the rules, newest first",
     .usage = "blocklist rules LIST...",
     .examples = {"netkit blocklist rules -f bad.txt",
                  "netkit blocklist rules --rule 10.0.0.0/8 --rule 2001:db8::/32 --json"},
     .options = rules_groups,
     .run = run_blocklist_rules},
    {.name = "blocklist add",
     .summary = "add rules to a list",
     .usage = "blocklist add FILE RULE...",
     .examples = {"netkit blocklist add bad.txt 192.0.2.1",
                  "netkit blocklist add bad.txt 10.0.0.0/8 2001:db8::1-2001:db8::ff"},
     .options = edit_groups,
     .run = run_blocklist_add},
    {.name = "blocklist remove",
     .summary = "remove rules from a list",
     .usage = "blocklist remove FILE RULE...",
     .examples = {"netkit blocklist remove bad.txt 192.0.2.1",
                  "netkit blocklist remove bad.txt 10.0.0.0/8 192.0.2.1"},
     .options = edit_groups,
     .run = run_blocklist_remove},
    {.name = "blocklist merge",
     .summary = "print the smallest list that blocks the same addresses",
     .usage = "blocklist merge LIST...",
     .examples = {"netkit blocklist merge -f bad.txt -f worse.txt > all.txt",
                  "netkit blocklist merge -f bad.txt --except good.txt --ranges"},
     .options = merge_groups,
     .run = run_blocklist_merge},
    {.name = "blocklist diff",
     .summary = "print what only one of two lists blocks",
     .usage = "blocklist diff FILE FILE",
     .examples = {"netkit blocklist diff bad.txt worse.txt",
                  "netkit blocklist diff -q bad.txt worse.txt || echo they differ"},
     .options = diff_groups,
     .run = run_blocklist_diff},
    {.name = "blocklist export",
     .summary = "convert a list for another program",
     .usage = "blocklist export LIST... --format FORMAT",
     .examples = {"netkit blocklist export -f bad.txt --format nft > bad.nft",
                  "netkit blocklist export -f bad.txt --format ipset --name bad > bad.ipset"},
     .options = export_groups,
     .run = run_blocklist_export},
    {.name = "blocklist stats",
     .summary = "print how much a list blocks",
     .usage = "blocklist stats LIST...",
     .examples = {"netkit blocklist stats -f bad.txt", "netkit blocklist stats -f bad.txt -f worse.txt"},
     .options = stats_groups,
     .run = run_blocklist_stats},
};

}  // namespace

std::span<const CommandRow> all_commands() {
  return commands;
}

}  // namespace netkit::cli
