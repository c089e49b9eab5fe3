// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/tls/engine/tls_options.h>

#include <optional>
#include <string_view>

namespace netkit::cli {

/// "sha256//" and 44 characters of base64 (RFC 4648, section 4): 32 bytes.
std::optional<KeyPin> parse_key_pin(std::string_view text);

}  // namespace netkit::cli
