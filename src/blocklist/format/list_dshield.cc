// SPDX-License-Identifier: MIT
#include <netkit/base/ascii.h>
#include <netkit/blocklist/format/internal/list_format.h>
#include <netkit/blocklist/format/internal/list_words.h>

#include <algorithm>
#include <array>

namespace netkit::internal {
namespace {

/// The fields of a line: first, last, prefix length, attacks, name, and others that are ignored. They are
/// separated by tabs, or else by blanks.
struct Fields {
  explicit Fields(std::string_view text) {
    const std::string_view whole = text;
    const bool has_tabs = text.contains('\t');
    if (!has_tabs) text = trimmed(text);
    for (std::size_t i = 0; i < all.size(); ++i) {
      all[i] = has_tabs ? trimmed(take_field(text)) : take_word(text);
      offsets[i] = offset_in(whole, all[i]);
    }
  }

  bool is_heading() const { return same_word(all[0], "start") && same_word(all[1], "end"); }

  std::array<std::string_view, 5> all;
  std::array<std::size_t, 5> offsets{};

 private:
  static std::string_view take_field(std::string_view& text) {
    const std::string_view field = text.substr(0, text.find('\t'));
    text.remove_prefix(std::min(field.size() + 1, text.size()));
    return field;
  }
};

std::string joined(const Fields& fields, char mark, std::size_t other) {
  return std::string(fields.all[0]) + mark + std::string(fields.all[other]);
}

/// The first address, a mark and another field, read as one rule.
std::optional<Rule> read_joined(const Fields& fields, char mark, std::size_t other, ListEvents& events) {
  const std::string text = joined(fields, mark, other);
  const auto rule = parse_rule(text, events.octets());
  if (rule) return *rule;
  const bool in_first = rule.error().offset <= fields.all[0].size();
  const std::size_t start = in_first ? fields.offsets[0] : fields.offsets[other] - fields.all[0].size() - 1;
  events.bad_rule(start, text, rule.error());
  return std::nullopt;
}

class DshieldLines final : public LineFormat {
 public:
  void line(std::string_view text, ListEvents& events) override {
    if (trimmed(text).empty()) return;
    if (!comment_mark(trimmed(text)).empty()) return events.comment();
    const Fields fields(text);
    if (fields.is_heading()) return events.comment();
    const auto range = read_joined(fields, '-', 1, events);
    if (!range) return;
    const auto block = read_joined(fields, '/', 2, events);
    if (!block) return;
    if (addresses_of(*block) == addresses_of(*range)) {
      events.rule(*block, fields.offsets[0], fields.all[4]);
    } else {
      events.fault(fields.offsets[2], "a prefix length that does not go with " + shown(to_string(*range)));
    }
  }
};

}  // namespace

/// The heading of the format, or two addresses and the prefix length of the block between them.
bool is_dshield(std::string_view line) {
  const Fields fields(line);
  if (fields.is_heading()) return true;
  if (fields.all[2].empty() || !std::ranges::all_of(fields.all[2], is_digit)) return false;
  const auto range = parse_rule(joined(fields, '-', 1), Octets::decimal);
  const auto block = parse_rule(joined(fields, '/', 2), Octets::decimal);
  return range && block && addresses_of(*range) == addresses_of(*block);
}

std::unique_ptr<LineFormat> make_dshield() {
  return std::make_unique<DshieldLines>();
}

}  // namespace netkit::internal
