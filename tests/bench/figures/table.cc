// SPDX-License-Identifier: MIT
#include "table.h"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <utility>

namespace netkit::bench {

namespace {

/// How wide a text is on a terminal: its UTF-8 bytes but those that continue a character.
std::size_t width(const std::string& text) {
  const auto starts = [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U; };
  return static_cast<std::size_t>(std::ranges::count_if(text, starts));
}

std::string line(const Table::Row& row, const std::vector<std::size_t>& widths) {
  std::string text = "|";
  for (std::size_t i = 0; i < row.size(); ++i) {
    text += " " + row[i] + std::string(widths[i] - width(row[i]), ' ') + " |";
  }
  return text + "\n";
}

}  // namespace

Table::Table(Row headings) : rows_{std::move(headings)} {}

void Table::add(Row row) {
  rows_.push_back(std::move(row));
}

std::string Table::text() const {
  std::vector<std::size_t> widths(rows_.front().size());
  for (const Row& row : rows_) {
    for (std::size_t i = 0; i < row.size(); ++i) widths[i] = std::max(widths[i], width(row[i]));
  }
  std::string text = line(rows_.front(), widths) + "|";
  for (const std::size_t each : widths) text += std::string(each + 2, '-') + "|";
  text += "\n";
  for (std::size_t i = 1; i < rows_.size(); ++i) text += line(rows_[i], widths);
  return text;
}

std::string figures(double value) {
  const double size = std::fabs(value);
  const int decimals = size >= 100 ? 0 : size >= 10 ? 1 : 2;
  char text[64];
  std::snprintf(text, sizeof text, "%.*f", decimals, value);
  return text;
}

}  // namespace netkit::bench
