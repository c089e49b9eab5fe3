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

/// A rule that is read with its list, because how depends on other options.
struct RuleText {
  std::string text;
};

/// A list that the command line names: a file, or a single rule.
struct ListInput {
  std::string option;                              ///< that names it, "--deny"; empty for an operand
  std::variant<std::string, Rule, RuleText> list;  ///< a path, "-" for stdin; or the rule

  /// The path; null for a rule.
  const std::string* file() const { return std::get_if<std::string>(&list); }
};

/// Receives the rules of lists.
class RuleSink {
 public:
  /// Called before the rules of a list. `origin` is the file's path, or the option of a single rule.
  virtual void begin(std::string_view origin) = 0;
  /// `line` is 0 for a single rule. `label` is the text after the rule; valid until this returns.
  virtual void add(const Rule& rule, std::uint64_t line, std::string_view label) = 0;

 protected:
  ~RuleSink() = default;
};

/// Loads lists into ListedRules, which keep the place of each rule.
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

/// What users are advised to do about leading zeros.
enum class ZerosAdvice : std::uint8_t {
  octets_option,  ///< give --octets decimal
  other_command,  ///< leave them out, or convert the list with a command that has --octets
};

struct LoadOptions {
  /// Receives a message about each of the first ten bad lines of a file, such as "bad.txt:3:1: an octet over
  /// 255 in '10.0.0.256'", and then one with their number; and one about a file without a rule.
  std::function<void(const std::string& message)> warn;
  ListOptions reading = {};
  bool strict = false;  ///< a bad line is an error, and so is a file without a rule
  ZerosAdvice advice = ZerosAdvice::octets_option;
};

/// Loads one list and returns what was read. Throws UsageError for a rule that is not valid, and for a file
/// that cannot be read, is damaged, or does not look like a list; `sink` may have received rules by then, but
/// `warn` was not called.
ListSummary load_list(const ListInput& input, RuleSink& sink, const LoadOptions& options);

/// Parses a rule given as the value of an option. Throws UsageError.
Rule rule_value(std::string_view option, std::string_view value, Octets octets = Octets::strict,
                ZerosAdvice advice = ZerosAdvice::other_command);

}  // namespace netkit::cli
