// SPDX-License-Identifier: MIT
#include "cli/option/value_hint.h"

#include <netkit/base/ascii.h>

#include <algorithm>

namespace netkit::cli {
namespace {

bool is_word(std::string_view text) {
  return !text.empty() && std::ranges::none_of(text, [](char c) { return is_letter(c) && to_lower(c) != c; });
}

ValueHint::Kind kind_of(std::string_view name) {
  using Kind = ValueHint::Kind;
  if (name == "FILE" || name == "PATH") return Kind::files;
  if (name == "INTERFACE") return Kind::interfaces;
  return name == "HOST" ? Kind::hosts : Kind::nothing;
}

std::vector<std::string_view> parts_of(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  for (std::size_t end = 0; end != std::string_view::npos;) {
    end = text.find(separator);
    parts.push_back(text.substr(0, end));
    if (end != std::string_view::npos) text.remove_prefix(end + 1);
  }
  return parts;
}

}  // namespace

ValueHint hint_for(std::string_view name) {
  ValueHint offer;
  offer.is_list = is_word(name) && name.contains(',');
  for (const std::string_view part : parts_of(name, offer.is_list ? ',' : '|')) {
    if (is_word(part)) {
      offer.words.emplace_back(part);
    } else if (offer.kind == ValueHint::Kind::nothing) {
      offer.kind = kind_of(part);
    }
  }
  return offer;
}

std::string joined(const std::vector<std::string_view>& words, std::string_view separator) {
  std::string text;
  for (const std::string_view word : words) {
    if (!text.empty()) text += separator;
    text += word;
  }
  return text;
}

}  // namespace netkit::cli
