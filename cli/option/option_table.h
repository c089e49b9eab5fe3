// SPDX-License-Identifier: MIT
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace netkit::cli {

/// One option of a command: what --help says of it, and what giving it does.
struct OptionRow {
  enum class Takes {
    nothing,
    value,
    optional_value,
    yes_or_no,  ///< --name and --no-name
  };
  /// Gets the value; "" for one that takes none, "on" or "off" for yes_or_no. Throws UsageError.
  using Apply = std::function<void(std::string_view value)>;

  std::string names;  ///< "-k,--keep-open"
  Takes takes;
  std::string metavar;      ///< "DURATION", "on|off|DURATION"; see ValueHint
  std::string_view help;    ///< of static storage
  Apply apply;              ///< once for each time the option stands there, in that order
  bool repeatable = false;  ///< each time counts; else the last one

  std::string long_name() const { return names.substr(names.find("--")); }
  bool has_value() const { return takes == Takes::value || takes == Takes::optional_value; }
  /// All the words it may be given as: "-k", "--keep-open"; "--race", "--no-race".
  std::vector<std::string> spellings() const;
};

/// A heading of --help and the options under it.
struct OptionGroup {
  std::string heading;
  std::vector<OptionRow> rows;
};

using OptionTable = std::vector<OptionGroup>;

/// One option that was given, and its value as OptionRow::Apply gets it.
struct GivenOption {
  std::string name;  ///< the long one of its row: "--keep-open"
  std::string value;
};

/// Applies what was given, in the order of the table; the same option's in theirs.
inline void apply_options(const std::vector<GivenOption>& given, const OptionTable& table) {
  for (const OptionGroup& group : table) {
    for (const OptionRow& row : group.rows) {
      const std::string name = row.long_name();
      for (const GivenOption& option : given) {
        if (option.name == name) row.apply(option.value);
      }
    }
  }
}

}  // namespace netkit::cli
