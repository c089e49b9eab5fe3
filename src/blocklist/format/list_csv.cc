// SPDX-License-Identifier: MIT
#include <netkit/blocklist/format/internal/list_format.h>
#include <netkit/blocklist/format/internal/list_record.h>
#include <netkit/blocklist/format/internal/list_words.h>
#include <netkit/blocklist/format/internal/whole_networks.h>

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

// RFC 4180, with a heading or without one. Rows that begin with a rule and have no quotes are plain lines
// too.

namespace netkit::internal {
namespace {

struct CsvField {
  std::string text;  // without quotes
  std::size_t offset = 0;
};

using Row = std::vector<CsvField>;

/// Removes a field in quotes, where "" stands for one.
std::string take_quotes(std::string_view& text) {
  std::string field;
  text.remove_prefix(1);
  while (!text.empty()) {
    const std::size_t size = std::min(text.find('"'), text.size());
    field += text.substr(0, size);
    text.remove_prefix(std::min(size + 1, text.size()));
    if (!text.starts_with('"')) break;
    field += '"';
    text.remove_prefix(1);
  }
  return field;
}

Row split(std::string_view line) {
  Row row;
  std::string_view rest = line;
  while (true) {
    while (!rest.empty() && is_blank(rest.front())) rest.remove_prefix(1);
    CsvField field{{}, offset_in(line, rest)};
    if (rest.starts_with('"')) {
      field.text = take_quotes(rest);
      ++field.offset;
    }
    const std::string_view bare = rest.substr(0, rest.find(','));
    if (field.text.empty()) field.text = trimmed(bare);
    row.push_back(std::move(field));
    if (bare.size() == rest.size()) return row;
    rest.remove_prefix(bare.size() + 1);
  }
}

bool holds_rule(const CsvField& field) {
  return looks_like_rule(field.text);
}

bool names_rules(const CsvField& field) {
  const FieldKind kind = kind_of_field(field.text);
  return kind == FieldKind::rule || kind == FieldKind::first;
}

bool is_heading(const Row& row) {
  return std::ranges::none_of(row, holds_rule);
}

class CsvLines final : public LineFormat {
 public:
  void line(std::string_view text, ListEvents& events) override {
    if (trimmed(text).empty()) return;
    if (trimmed(text).starts_with('#')) return events.comment();
    const Row row = split(text);
    const bool is_first = std::exchange(is_first_, false);
    if (is_first && is_heading(row)) {
      if (std::ranges::any_of(row, names_rules)) heading_ = row;
      return events.comment();
    }
    const std::uint64_t before = events.summary().rules + events.summary().faults;
    const ListPlace start = events.start();
    if (heading_.empty()) {
      bare(row, start, events);
    } else {
      named(row, start, events);
    }
    events.set_start(start);
    if (events.summary().rules + events.summary().faults == before) {
      events.fault(0, "no address in " + shown(text));
    }
  }

 private:
  static ListRecord::Field field_of(const CsvField& field, const ListPlace& start) {
    return {FieldKind::rule, {}, field.text, {start.line, start.column + field.offset}, true};
  }

  /// The heading says what the columns are.
  void named(const Row& row, const ListPlace& start, ListEvents& events) const {
    ListRecord record;
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (row[i].text.empty()) continue;
      ListRecord::Field field = field_of(row[i], start);
      field.name = i < heading_.size() ? heading_[i].text : "";
      field.kind = kind_of_field(field.name);
      record.add(std::move(field));
    }
    record.report(events);
  }

  /// Without a heading: one column has the rules, or two the ends of ranges, or all are rules.
  static void bare(const Row& row, const ListPlace& start, ListEvents& events) {
    const bool all = std::ranges::all_of(row, holds_rule);
    bool found = false;
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (!holds_rule(row[i])) continue;
      if (const auto both = i + 1 < row.size() ? range_of(row[i], row[i + 1]) : std::nullopt) {
        events.rule(*both, row[i].offset, {});
        ++i;
      } else if (!found || all) {
        report_rule(field_of(row[i], start), {}, events);
        events.set_start(start);
      } else {
        events.fault(row[i].offset, "a second address, in a row without a heading: " + shown(row[i].text));
      }
      found = true;
    }
  }

  static std::optional<Rule> range_of(const CsvField& first, const CsvField& last) {
    const auto begin = parse_rule(first.text);
    const auto end = parse_rule(last.text);
    if (!begin || !end) return std::nullopt;
    return whole_networks(*begin, *end);
  }

  Row heading_;  // empty: there is none, or it names no column of rules
  bool is_first_ = true;
};

}  // namespace

bool is_csv(std::string_view line) {
  if (line.starts_with('"')) return true;
  if (!line.contains(',') || looks_like_rule(line)) return false;
  const Row row = split(line);
  return std::ranges::any_of(row, is_heading(row) ? names_rules : holds_rule);
}

std::unique_ptr<LineFormat> make_csv() {
  return std::make_unique<CsvLines>();
}

}  // namespace netkit::internal
