// SPDX-License-Identifier: MIT
#include "cli/blocklist/list_text.h"

#include <string_view>
#include <utility>

namespace netkit::cli {
namespace {

std::vector<std::string> split(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const std::size_t size = std::min(text.find('\n'), text.size() - 1) + 1;
    lines.emplace_back(text.substr(0, size));
    text.remove_prefix(size);
  }
  return lines;
}

}  // namespace

ListText::ListText(std::string text, const ListOptions& options) : lines_(split(text)) {
  ListReader reader(*this, options);
  reader.read(text);
  summary_ = reader.finish();
}

void ListText::on_rule(const Rule& rule, const ListPlace& place, std::string_view) {
  lines_of_.emplace(addresses_of(rule), place.line - 1);
}

void ListText::on_fault(const ListFault&) {}

void ListText::add(const Rule& rule) {
  const std::string end = !lines_.empty() && lines_.front().ends_with("\r\n") ? "\r\n" : "\n";
  if (!lines_.empty() && !lines_.back().empty() && !lines_.back().ends_with('\n')) lines_.back() += end;
  lines_of_.emplace(addresses_of(rule), lines_.size());
  lines_.push_back(to_string(rule) + end);
}

void ListText::remove(const Rule& rule) {
  const auto [begin, end] = lines_of_.equal_range(addresses_of(rule));
  for (auto found = begin; found != end; ++found) lines_[found->second].clear();
  lines_of_.erase(begin, end);
}

std::string ListText::text() const {
  std::string text;
  for (const std::string& line : lines_) text += line;
  return text;
}

}  // namespace netkit::cli
