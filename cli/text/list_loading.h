// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/blocklist/format/list_reader.h>
#include <netkit/blocklist/listed_rules.h>
#include <netkit/blocklist/rule.h>

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <variant>

namespace netkit::cli {

/// A list that was asked for: a file, or a rule that was typed.
struct ListInput {
  std::string option;                    ///< that named it: "--block-list", "--deny"; empty for an operand
  std::variant<std::string, Rule> list;  ///< a path, "-" for stdin; or the rule

  /// The path; null for a rule.
  const std::string* file() const { return std::get_if<std::string>(&list); }
};

/// What lists are loaded into.
class RuleSink {
 public:
  /// The rules that come now stand there: a file's path, or the option that they were typed with.
  virtual void begin(std::string_view origin) = 0;
  /// `line`: 0 for a rule that was typed. `label`: what stands behind it; gone once this returns.
  virtual void add(const Rule& rule, std::uint64_t line, std::string_view label) = 0;

 protected:
  ~RuleSink() = default;
};

/// Loads into rules that know where they stood.
class IntoRules final : public RuleSink {
 public:
  explicit IntoRules(ListedRules& rules) : rules_(rules) {}
  void begin(std::string_view origin) override { rules_.begin(origin); }
  void add(const Rule& rule, std::uint64_t line, std::string_view label) override {
    rules_.add(rule, line, label);
  }

 private:
  ListedRules& rules_;
};

struct LoadOptions {
  /// Hears a line about each bad line of a file, "bad.txt:3:1: an octet over 255 in '10.0.0.256'": about the
  /// first ten, and then how many more there are.
  std::function<void(const std::string& line)> complain;
  ListOptions reading = {};
  bool strict = false;  ///< a bad line is an error
};

/// Loads one list; gives how many rules that is. Throws UsageError for a file that cannot be read and one
/// that is no list; `sink` may have got rules by then, but `complain` has heard nothing.
std::uint64_t load_list(const ListInput& input, RuleSink& sink, const LoadOptions& options);

/// The rule that was typed as the value of an option. Throws UsageError.
Rule rule_value(std::string_view option, std::string_view value, Octets octets = Octets::strict);

}  // namespace netkit::cli
