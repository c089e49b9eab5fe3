// SPDX-License-Identifier: MIT
#include "cli/blocklist/loading.h"

#include <fmt/core.h>

#include <algorithm>
#include <string_view>

#include "cli/report/usage_error.h"

namespace netkit::cli {
namespace {

class IntoSet final : public RuleSink {
 public:
  void begin(std::string_view) override {}
  void add(const Rule& rule, std::uint64_t, std::string_view) override { builder_.add(rule); }
  AddressSet build() { return builder_.build(); }

 private:
  AddressSet::Builder builder_;
};

LoadOptions load_options(const Settings& settings, const Report& report) {
  return {[&report](const std::string& line) { report.say(0, line); }, settings.blocklist.reading,
          settings.blocklist.strict};
}

const std::vector<ListInput>& lists_of(const Settings& settings) {
  const auto& lists = settings.blocklist.lists;
  if (lists.empty()) throw UsageError("no list: give -f FILE or --rule RULE");
  return lists;
}

}  // namespace

AddressSet load_set(const Settings& settings, const Report& report) {
  IntoSet set;
  for (const ListInput& list : lists_of(settings)) load_list(list, set, load_options(settings, report));
  return set.build();
}

LoadedRules load_rules(const Settings& settings, const Report& report) {
  LoadedRules loaded;
  IntoRules sink(loaded.rules);
  for (const ListInput& list : lists_of(settings)) {
    const ListSummary summary = load_list(list, sink, load_options(settings, report));
    loaded.lines += summary.lines_with_rules;
    loaded.comments += summary.comments;
    loaded.bad_lines += summary.faults;
  }
  return loaded;
}

void refuse_operands(const Settings& settings) {
  if (settings.operands.empty()) return;
  throw UsageError(fmt::format("'{0}': name a list with -f, as in -f {0}", settings.operands.front()));
}

void refuse_stdin_twice(const BlocklistSettings& lists, const std::vector<std::string>& operands) {
  auto wanted = std::ranges::count(operands, "-") + std::ranges::count(lists.except, "-") +
                std::ranges::count(lists.common, "-");
  for (const ListInput& list : lists.lists) {
    if (list.file() != nullptr && *list.file() == "-") ++wanted;
  }
  if (wanted > 1) throw UsageError("standard input ('-') can be read only once");
}

AddressSet load_set(const std::string& path, const Settings& settings, const Report& report) {
  IntoSet set;
  load_list({"", path}, set, load_options(settings, report));
  return set.build();
}

}  // namespace netkit::cli
