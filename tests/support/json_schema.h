// SPDX-License-Identifier: MIT
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

namespace netkit::test {

/// Validates a value by a JSON Schema (draft 2020-12). Returns a message for each fault; none if it is valid.
/// These keywords of schemas are supported: $ref into itself, type, const, enum, oneOf, required,
/// properties, additionalProperties: false, items, minItems, minimum, maximum, pattern. Throws for others.
std::vector<std::string> violations(const nlohmann::json& schema, const nlohmann::json& value);

}  // namespace netkit::test
