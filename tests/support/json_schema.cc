// SPDX-License-Identifier: MIT
#include "json_schema.h"

#include <nlohmann/json.hpp>
#include <regex>
#include <set>
#include <stdexcept>

namespace netkit::test {
namespace {

using Json = nlohmann::json;

bool has_type(const Json& value, const std::string& type) {
  if (type == "object") return value.is_object();
  if (type == "array") return value.is_array();
  if (type == "string") return value.is_string();
  if (type == "boolean") return value.is_boolean();
  if (type == "integer") return value.is_number_integer();
  if (type == "number") return value.is_number();
  throw std::logic_error("unknown type in the schema: " + type);
}

class Validator {
 public:
  explicit Validator(const Json& root) : root_(root) {}

  void check(const Json& schema, const Json& value, const std::string& where) {
    for (const auto& [keyword, rule] : schema.items()) check_keyword(keyword, rule, schema, value, where);
  }
  std::vector<std::string> complaints;

 private:
  void check_keyword(const std::string& keyword, const Json& rule, const Json& schema, const Json& value,
                     const std::string& where);
  void check_one_of(const Json& choices, const Json& value, const std::string& where);
  void check_members(const std::string& keyword, const Json& rule, const Json& schema, const Json& value,
                     const std::string& where);
  void expect(bool valid, const std::string& where, const std::string& keyword) {
    if (!valid) complaints.push_back(where + " violates " + keyword);
  }

  const Json& root_;
};

void Validator::check_keyword(const std::string& keyword, const Json& rule, const Json& schema,
                              const Json& value, const std::string& where) {
  static const std::set<std::string> ignored{"$schema", "$defs", "title", "description"};
  if (ignored.contains(keyword)) return;
  if (keyword == "$ref") {
    check(root_.at(Json::json_pointer(rule.get<std::string>().substr(1))), value, where);
  } else if (keyword == "oneOf") {
    check_one_of(rule, value, where);
  } else if (keyword == "type") {
    expect(has_type(value, rule), where, keyword);
  } else if (keyword == "const") {
    expect(value == rule, where, keyword);
  } else if (keyword == "enum") {
    expect(std::ranges::find(rule, value) != rule.end(), where, keyword);
  } else if (keyword == "minimum") {
    expect(!value.is_number() || value >= rule, where, keyword);
  } else if (keyword == "maximum") {
    expect(!value.is_number() || value <= rule, where, keyword);
  } else if (keyword == "minItems") {
    expect(!value.is_array() || value.size() >= rule, where, keyword);
  } else if (keyword == "pattern") {
    expect(!value.is_string() || std::regex_search(value.get<std::string>(), std::regex(rule)), where,
           keyword);
  } else {
    check_members(keyword, rule, schema, value, where);
  }
}

void Validator::check_members(const std::string& keyword, const Json& rule, const Json& schema,
                              const Json& value, const std::string& where) {
  if (keyword == "required") {
    for (const std::string name : rule) expect(value.contains(name), where, "required " + name);
  } else if (keyword == "properties") {
    for (const auto& [name, member] : rule.items()) {
      if (value.contains(name)) check(member, value.at(name), where + "/" + name);
    }
  } else if (keyword == "additionalProperties" && rule == false) {
    for (const auto& [name, member] : value.items()) {
      expect(schema.at("properties").contains(name), where, "additionalProperties with " + name);
    }
  } else if (keyword == "items") {
    for (const Json& item : value) check(rule, item, where + "/[]");
  } else {
    throw std::logic_error("a keyword of the schema that is not understood: " + keyword);
  }
}

void Validator::check_one_of(const Json& choices, const Json& value, const std::string& where) {
  int valid = 0;
  std::vector<std::string> closest;  // the faults of the choice that has fewest
  for (const Json& choice : choices) {
    Validator one(root_);
    one.check(choice, value, where);
    if (one.complaints.empty()) ++valid;
    if (closest.empty() || one.complaints.size() < closest.size()) closest = one.complaints;
  }
  if (valid == 1) return;
  complaints.push_back(where + " matches " + std::to_string(valid) + " of oneOf");
  if (valid == 0) complaints.insert(complaints.end(), closest.begin(), closest.end());
}

}  // namespace

std::vector<std::string> violations(const Json& schema, const Json& value) {
  Validator validator(schema);
  validator.check(schema, value, "");
  return validator.complaints;
}

}  // namespace netkit::test
