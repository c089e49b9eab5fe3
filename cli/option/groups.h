// SPDX-License-Identifier: MIT
#pragma once

#include <span>

#include "cli/option/option.h"

namespace netkit::cli {

// Options that go together. What differs by command is a span of its own: a command lists those it has.

extern const std::span<const Option> program_options;
extern const std::span<const Option> help_options;

extern const std::span<const Option> family_options;
extern const std::span<const Option> address_options;

extern const std::span<const Option> udp_options;
extern const std::span<const Option> hops_options;       ///< listen, connect: of datagrams
extern const std::span<const Option> broadcast_options;  ///< connect: of datagrams

extern const std::span<const Option> listening_options;      ///< listen, echo: the socket that is listened on
extern const std::span<const Option> keep_open_options;      ///< listen
extern const std::span<const Option> clients_options;        ///< listen, echo
extern const std::span<const Option> greeting_options;       ///< echo
extern const std::span<const Option> workers_options;        ///< listen, echo
extern const std::span<const Option> connecting_options;     ///< connect
extern const std::span<const Option> executing_options;      ///< listen, connect
extern const std::span<const Option> then_options;           ///< connect --probe
extern const std::span<const Option> broker_options;         ///< listen
extern const std::span<const Option> queue_options;          ///< listen --broker
extern const std::span<const Option> forwarding_options;     ///< listen
extern const std::span<const Option> local_address_options;  ///< connect, listen --to
extern const std::span<const Option> route_options;          ///< connect, listen --to: addresses to try
extern const std::span<const Option> try_options;            ///< connect, listen --to: time limits, retries
extern const std::span<const Option> send_proxy_options;     ///< connect, listen --to
extern const std::span<const Option> access_options;
extern const std::span<const Option> accept_proxy_options;  ///< listen, echo
extern const std::span<const Option> peer_options;     ///< listen, echo: who may connect to a Unix socket
extern const std::span<const Option> console_options;  ///< listen, connect: stdin and stdout
extern const std::span<const Option> connection_options;
extern const std::span<const Option> treatment_options;  ///< listen, connect: what is done to their bytes
extern const std::span<const Option> rate_options;
extern const std::span<const Option> socket_options;
extern const std::span<const Option> message_options;
extern const std::span<const Option> progress_options;  ///< listen, connect

extern const std::span<const Option> proxy_options;         ///< connect, listen --to
extern const std::span<const Option> proxy_server_options;  ///< listen
extern const std::span<const Option> proxy_target_options;  ///< listen --proxy-server

extern const std::span<const Option> tls_options;          ///< listen, connect, echo
extern const std::span<const Option> tls_client_options;   ///< connect, listen --to
extern const std::span<const Option> tls_start_options;    ///< connect, listen --to
extern const std::span<const Option> certificate_options;  ///< connect
extern const std::span<const Option> tls_name_options;
extern const std::span<const Option> tls_server_options;  ///< listen, echo
extern const std::span<const Option> tls_own_options;
extern const std::span<const Option> tls_common_options;
extern const std::span<const Option> handshake_options;
extern const std::span<const Option> tls_target_options;  ///< listen --to

extern const std::span<const Option> check_ip_options;

extern const std::span<const Option> list_options;  ///< -f, --rule
extern const std::span<const Option> octets_options;
extern const std::span<const Option> strict_options;
extern const std::span<const Option> blocklist_check_options;
extern const std::span<const Option> blocklist_filter_options;
extern const std::span<const Option> blocklist_rules_options;
extern const std::span<const Option> blocklist_edit_options;
extern const std::span<const Option> blocklist_merge_options;
extern const std::span<const Option> blocklist_export_options;
extern const std::span<const Option> ranges_options;
extern const std::span<const Option> quiet_list_options;    ///< -q: bad lines of lists are not reported
extern const std::span<const Option> quiet_result_options;  ///< -q: the exit status gives the result

}  // namespace netkit::cli
