// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/export.h>

#include <optional>
#include <string>
#include <string_view>

namespace NETKIT_PUBLIC netkit {

/// A host name as the DNS has it. An ASCII name stays as it is, well-formed or not. Any other name is UTF-8
/// and is converted as browsers do (UTS 46, nontransitional): "B\u00fccher.example" is
/// "xn--bcher-kva.example". Nothing for a name that cannot be converted.
std::optional<std::string> ascii_host_name(std::string_view name);

/// The text by which names are compared (RFC 4343): in ASCII, in lower case, without a final dot. A name that
/// cannot be converted stays as it is.
std::string host_name_key(std::string_view name);

// Example:
//
//     assert(ascii_host_name("b\u00fccher.example") == "xn--bcher-kva.example");
//     assert(host_name_key("Host.Example.") == host_name_key("host.example"));

}  // namespace netkit
