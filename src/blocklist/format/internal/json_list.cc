// SPDX-License-Identifier: MIT
#include <netkit/blocklist/format/internal/json_list.h>

#include <netkit/blocklist/format/internal/list_words.h>

#include <ranges>

namespace netkit::internal {
namespace {

bool is_of_net(std::string_view text) {
  return text.starts_with("Address: IPv") || text.starts_with("Range: IPv") ||
         text.starts_with("Subnet: IPv");
}

/// What nft writes beside sets: addresses there are parts of rules.
bool is_foreign_to_sets(std::string_view key) {
  return key == "rule" || key == "chain" || key == "map" || key == "concat";
}

bool is_number(std::string_view word) {
  return is_digit(word.front()) || word.front() == '-';
}

}  // namespace

JsonList::JsonList(ListEvents& events) : events_(events) {
  events_.set_format(ListFormat::json);
  scanner_.set_start(events.start());
}

void JsonList::finish() {
  scanner_.finish();
  report_rules_of_net();
  if (reported() == 0) events_.comment();
}

void JsonList::fault(const ListPlace& place, std::string what) {
  events_.set_start(place);
  events_.fault(0, std::move(what));
}

void JsonList::on_text(const JsonScanner::Text& text) {
  if (levels_.empty()) return fault(text.place, "a text outside of an array or object: " + shown(text.value));
  Level& level = levels_.back();
  ListRecord::Field field{kind_of_field(key_), key_, text.value, text.place, text.is_as_written};
  if (level.is_foreign) field.kind = FieldKind::other;
  if (level.bracket == '[') return element(std::move(field));
  if (levels_.size() == 1 && key_ == "type" && text.value == "metadata") is_metadata_ = true;
  level.record.add(std::move(field));
}

void JsonList::on_word(std::string_view word, const ListPlace& place) {
  if (levels_.empty()) return fault(place, "a value outside of an array or object: " + shown(word));
  Level& level = levels_.back();
  if (level.bracket == '[') {
    if (levels_.size() == 1) fault(place, "an element that is no text");
    return;
  }
  if (!is_number(word)) return;
  if (levels_.size() == 1 && key_ == "records") stated_ = word;
  FieldKind kind = kind_of_field(key_);
  // A block is a text, its prefix length a number, and both go by these names.
  if (key_ == "prefix" || key_ == "cidr") kind = FieldKind::length;
  if (kind == FieldKind::other || level.is_foreign) return;
  level.record.add({kind, key_, std::string(word), place, true});
}

void JsonList::on_open(char bracket, const ListPlace& place) {
  Level level{
      .bracket = bracket, .key = {}, .place = place, .reported = reported(), .record = {}, .range = {}};
  if (!levels_.empty()) {
    Level& outer = levels_.back();
    outer.holds_other = true;
    if (outer.bracket == '{') level.key = key_;
    if (levels_.size() == 1 && level.key == "nftables") is_nft_ = true;
    level.is_foreign = outer.is_foreign || (is_nft_ && is_foreign_to_sets(level.key));
  }
  levels_.push_back(std::move(level));
}

void JsonList::on_close() {
  const Level level = std::move(levels_.back());
  levels_.pop_back();
  if (level.bracket == '{') return close_object(level);
  if (level.range.size() == 2) {
    ListRecord range;
    for (const auto& [field, kind] :
         {std::pair(level.range[0], FieldKind::first), {level.range[1], FieldKind::last}}) {
      ListRecord::Field end = field;
      end.kind = kind;
      range.add(std::move(end));
    }
    range.report(events_);
  } else {
    for (const ListRecord::Field& field : level.range) report_rule(field, {}, events_);
  }
  if (levels_.empty()) report_rules_of_net();
}

/// A text in an array. In the outermost one all must be rules; others may hold names as well.
void JsonList::element(ListRecord::Field field) {
  Level& level = levels_.back();
  const bool is_outermost = levels_.size() == 1;
  if (level.is_foreign) {
    if (!looks_like_rule(field.text)) return;
    return fault(field.place, "an address outside of a set: " + shown(field.text));
  }
  if (is_outermost && is_of_net(field.text)) return element_of_net(field);
  if (!is_outermost && !looks_like_rule(field.text) && !is_of_net(field.text)) return;
  if (level.key == "range" && level.range.size() < 3) {
    level.range.push_back(std::move(field));
  } else {
    report_rule(field, {}, events_);
  }
}

/// `net.BlockList` writes the newest first; rules are reported in the order in which they were added.
void JsonList::element_of_net(const ListRecord::Field& field) {
  if (reported() == 0 && rules_of_net_.empty()) events_.set_format(ListFormat::net_json);
  if (const auto rule = parse_net_text(field.text)) {
    rules_of_net_.emplace_back(*rule, field.place);
  } else {
    report_rule(field, {}, events_);
  }
}

void JsonList::report_rules_of_net() {
  for (const auto& [rule, place] : rules_of_net_ | std::views::reverse) {
    events_.set_start(place);
    events_.rule(rule, 0, {});
  }
  rules_of_net_.clear();
}

void JsonList::close_object(const Level& level) {
  const bool is_outermost = levels_.empty();
  if (is_outermost && std::exchange(is_metadata_, false)) return metadata(level.place);
  level.record.report(events_);
  if (is_outermost) ++records_;
  const bool is_record = is_outermost || (levels_.size() == 1 && levels_.front().bracket == '[');
  if (is_record && !level.holds_other && reported() == level.reported) {
    fault(level.place, "an object without an address");
  }
}

/// The metadata follow the records and say how many there should be.
void JsonList::metadata(const ListPlace& place) {
  const auto stated = std::exchange(stated_, std::nullopt);
  const std::uint64_t records = std::exchange(records_, 0);
  if (!stated || *stated == std::to_string(records)) return events_.comment();
  fault(place, std::to_string(records) + " records, but the metadata says " + shown(*stated));
}

void JsonList::on_broken(const ListPlace& place, std::string_view rest, JsonScanner::Next next) {
  levels_.clear();
  is_metadata_ = false;
  std::string what = rest.empty() ? "the JSON text ends too early" : "no JSON in " + shown(rest);
  if (next == JsonScanner::Next::line) return fault(place, std::move(what));
  events_.set_start(place);
  events_.cut_off(std::move(what));
}

}  // namespace netkit::internal
