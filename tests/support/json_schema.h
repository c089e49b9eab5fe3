// SPDX-License-Identifier: MIT
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <vector>

namespace netkit::test {

/// What is wrong with a value by a JSON Schema (draft 2020-12), one complaint each; empty if it is valid.
/// Of the schema's keywords these are understood: $ref into itself, type, const, enum, oneOf, required,
/// properties, additionalProperties: false, items, minItems, minimum, maximum, pattern. Throws for others.
std::vector<std::string> violations(const nlohmann::json& schema, const nlohmann::json& value);

}  // namespace netkit::test
