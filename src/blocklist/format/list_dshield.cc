// SPDX-License-Identifier: MIT
#include <netkit/blocklist/format/internal/list_format.h>

#include <algorithm>
#include <array>

namespace netkit::internal {
namespace {

/// The fields of a line: first, last, prefix length, attacks, name, and others that are ignored.
struct Fields {
  explicit Fields(std::string_view text) {
    const char* const begin = text.data();
    for (std::size_t i = 0; i < all.size(); ++i) {
      const std::string_view field = text.substr(0, text.find('\t'));
      text.remove_prefix(std::min(field.size() + 1, text.size()));
      all[i] = trimmed(field);
      offsets[i] = static_cast<std::size_t>(all[i].data() - begin);
    }
  }

  std::array<std::string_view, 5> all;
  std::array<std::size_t, 5> offsets{};
};

/// The first address, a mark and another field, read as one rule.
std::optional<Rule> joined(const Fields& fields, char mark, std::size_t other, ListEvents& events) {
  const std::string_view first = fields.all[0];
  const std::string text = std::string(first) + mark + std::string(fields.all[other]);
  const auto rule = parse_rule(text, events.octets());
  if (rule) return *rule;
  const bool in_first = rule.error().offset <= first.size();
  const std::size_t start = in_first ? fields.offsets[0] : fields.offsets[other] - first.size() - 1;
  events.bad_rule(start, text, rule.error());
  return std::nullopt;
}

class DshieldLines final : public LineFormat {
 public:
  void line(std::string_view text, ListEvents& events) override {
    if (trimmed(text).empty() || !comment_mark(trimmed(text)).empty()) return;
    const Fields fields(text);
    if (fields.all[0] == "Start" && fields.all[1] == "End") return;
    const auto range = joined(fields, '-', 1, events);
    if (!range) return;
    const auto block = joined(fields, '/', 2, events);
    if (!block) return;
    if (addresses_of(*block) == addresses_of(*range)) {
      events.rule(*block, fields.offsets[0], fields.all[4]);
    } else {
      events.fault(fields.offsets[2], "a prefix length that does not go with " + shown(to_string(*range)));
    }
  }
};

}  // namespace

std::unique_ptr<LineFormat> make_dshield() {
  return std::make_unique<DshieldLines>();
}

}  // namespace netkit::internal
