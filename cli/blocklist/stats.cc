// SPDX-License-Identifier: MIT
// netkit blocklist stats: prints how much a list covers.
#include <fmt/core.h>
#include <unistd.h>

#include <array>
#include <cstdint>
#include <optional>
#include <string>

#include "cli/blocklist/loading.h"
#include "cli/blocklist/verbs.h"
#include "cli/report/output.h"
#include "cli/report/report.h"
#include "cli/text/operands.h"

namespace netkit::cli {
namespace {

/// The addresses of one family, in as few blocks as possible.
struct FamilyStats {
  std::uint64_t rules = 0;
  std::uint64_t blocks = 0;
  std::array<std::uint64_t, 129> by_length{};
  std::optional<Cidr> widest;  // the first of those with the shortest prefix

  void add(const Cidr& block) {
    ++blocks;
    ++by_length[static_cast<std::size_t>(block.length())];
    if (!widest || block.length() < widest->length()) widest = block;
  }
};

class Stats final {
 public:
  explicit Stats(const LoadedRules& loaded) : Stats(loaded.rules) {
    lines_ = fmt::format("lines with rules\t{}\ncomments\t{}\nbad lines\t{}\n", loaded.lines, loaded.comments,
                         loaded.bad_lines);
  }

  std::string text() const {
    return fmt::format("rules\t{}\n", v4_.rules + v6_.rules) + lines_ + text_of(Family::ipv4, v4_) +
           text_of(Family::ipv6, v6_);
  }

 private:
  explicit Stats(const ListedRules& rules) : set_(AddressSet::of(rules.list().in_order())) {
    for (const Rule& rule : rules.list().in_order()) ++of(addresses_of(rule).first().family()).rules;
    set_.each_cidr([this](const Cidr& block) { of(block.address().family()).add(block); });
  }

  FamilyStats& of(Family family) { return family == Family::ipv4 ? v4_ : v6_; }

  std::string text_of(Family family, const FamilyStats& stats) const {
    const std::string_view name = family_name(family);
    std::string text = fmt::format("{0} rules\t{1}\n{0} addresses\t{2}\n{0} blocks\t{3}\n", name, stats.rules,
                                   to_decimal(set_.count(family)), stats.blocks);
    for (std::size_t length = 0; length < stats.by_length.size(); ++length) {
      if (stats.by_length[length] > 0)
        text += fmt::format("{} /{}\t{}\n", name, length, stats.by_length[length]);
    }
    if (stats.widest) text += fmt::format("{} widest\t{}\n", name, stats.widest->to_string());
    return text;
  }

  AddressSet set_;
  std::string lines_;
  FamilyStats v4_, v6_;
};

}  // namespace

int run_blocklist_stats(const Settings& settings) {
  refuse_operands(settings);
  Report report(settings.common);
  Output output(STDOUT_FILENO);
  output.text() = Stats(load_rules(settings, report)).text();
  if (!output.flush()) return report.conclude(local_failure("write", output.error(), "stdout"));
  return report.conclude({});
}

}  // namespace netkit::cli
