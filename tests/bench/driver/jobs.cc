// SPDX-License-Identifier: MIT
#include "jobs.h"

namespace netkit::bench {

const std::vector<Job>& jobs() {
  static const std::vector<Job> all{
      {"transfer-tcp", "stdin → connect → TCP → listen → stdout", transfer_tcp},
      {"transfer-unix", "stdin → connect → a Unix socket → listen → stdout", transfer_unix},
      {"echo-pingpong", "messages to and from echo over connections that stay", echo_pingpong},
      {"connect-churn", "connect to echo, one message of 64 B to and from, close", connect_churn},
      {"idle", "echo's memory for connections that do nothing", idle},
      {"forward", "clients → listen -k --to → echo", forward},
      {"forward-long", "what listen -k --to holds after very many clients", forward_long},
      {"exec", "listen -k -e cat", exec},
      {"datagrams", "datagrams to and from echo -u", datagrams},
      {"broker", "one client → listen --broker → 16 clients", broker},
      {"probe", "connect -z with many ports", probe},
      {"treatment", "a file → connect → TCP → listen → /dev/null, with options and without", treatment},
      {"tls-transfer", "stdin → connect --tls → listen --tls → stdout", tls_transfer},
      {"workers", "echo with two workers against one", workers},
      {"start-up", "programs that have next to nothing to do", start_up},
      {"hanging-address", "connect to a name whose first address never answers", hanging_address},
      {"relay-memory", "what connect holds of 64 MiB for a reader that stops", relay_memory},
      {"check-ip", "addresses from a file, one a line, to /dev/null", check_ip},
      {"block-merge", "load and merge a list of prefixes", block_merge},
      {"block-filter", "lines of a log that hold an address of a list", block_filter},
      {"echo-blocked", "echo with a block list against without", echo_blocked},
      {"in-process", "functions of the library, by Google Benchmark", in_process},
  };
  return all;
}

}  // namespace netkit::bench
