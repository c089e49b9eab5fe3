// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace netkit::cli {

/// The port of a service, as port_of_service() finds it.
using FindService = std::optional<std::uint16_t> (*)(const std::string& name);

/// Whether the text means to name several ports: "22,80", "20-25".
bool is_port_list(std::string_view text);

/// The ports that "22,80,8000-8100" names, in its order, each once. A member is a number or the name of a
/// service, a bound of a range a number; 1..65535. The error says what is wrong: "'9-3' ends before it
/// begins".
std::expected<std::vector<std::uint16_t>, std::string> parse_port_list(std::string_view text,
                                                                       FindService find_service);

}  // namespace netkit::cli
