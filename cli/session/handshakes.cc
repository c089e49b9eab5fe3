// SPDX-License-Identifier: MIT
#include "cli/session/handshakes.h"

namespace netkit::cli {

Handshakes::List session_handshakes(const Settings& /*settings*/) {
  return {};
}

Handshakes::List dial_handshakes(const Settings& /*settings*/) {
  return {};
}

}  // namespace netkit::cli
