// SPDX-License-Identifier: MIT
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace netkit::test {

/// What --events wrote: each line an object. Throws if one is not.
std::vector<nlohmann::json> event_lines(const std::string& text);

/// "listening connection close exit".
std::string names_of(const std::vector<nlohmann::json>& events);

}  // namespace netkit::test
