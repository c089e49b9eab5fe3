// SPDX-License-Identifier: MIT
#include "cli/blocklist/list_text.h"

#include <netkit/base/text_lines.h>

#include <algorithm>
#include <string_view>

namespace netkit::cli {

ListText::ListText(std::string text, const ListOptions& options) {
  std::string_view rest = without_byte_order_mark(text);
  mark_ = text.substr(0, text.size() - rest.size());
  while (!rest.empty()) {
    const std::size_t size = std::min(rest.find('\n'), rest.size() - 1) + 1;
    lines_.push_back({std::string(rest.substr(0, size)), {}, {}});
    rest.remove_prefix(size);
  }
  if (!lines_.empty() && lines_.front().text.ends_with("\r\n")) line_end_ = "\r\n";
  ListReader reader(*this, options);
  reader.read(text);
  summary_ = reader.finish();
}

void ListText::on_rule(const Rule& rule, const ListPlace& place, std::string_view label) {
  // A compressed list has other lines than the file. It is not changed.
  if (place.line > lines_.size()) return;
  Line& line = lines_[place.line - 1];
  line.rules.push_back(rule);
  line.label = label;
  lines_of_.emplace(addresses_of(rule), place.line - 1);
}

void ListText::on_fault(const ListFault&) {}

void ListText::add(const Rule& rule) {
  if (!lines_.empty() && !lines_.back().text.empty() && !lines_.back().text.ends_with('\n')) {
    lines_.back().text += line_end_;
  }
  lines_of_.emplace(addresses_of(rule), lines_.size());
  lines_.push_back({to_string(rule) + line_end_, {rule}, {}});
}

void ListText::remove(const Rule& rule) {
  const auto [begin, end] = lines_of_.equal_range(addresses_of(rule));
  for (auto found = begin; found != end; ++found) remove_from(lines_[found->second], rule);
  lines_of_.erase(begin, end);
}

void ListText::remove_from(Line& line, const Rule& rule) {
  std::erase_if(line.rules, [&](const Rule& one) { return addresses_of(one) == addresses_of(rule); });
  line.text.clear();
  if (line.rules.empty()) return;
  for (const Rule& other : line.rules) line.text += (line.text.empty() ? "" : " ") + to_string(other);
  if (!line.label.empty()) line.text += " # " + line.label;
  line.text += line_end_;
}

std::string ListText::text() const {
  std::string text = mark_;
  for (const Line& line : lines_) text += line.text;
  return text;
}

}  // namespace netkit::cli
