// SPDX-License-Identifier: MIT
#include "event_lines.h"

#include <sstream>

namespace netkit::test {

std::vector<nlohmann::json> event_lines(const std::string& text) {
  std::vector<nlohmann::json> events;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) events.push_back(nlohmann::json::parse(line));
  return events;
}

std::string names_of(const std::vector<nlohmann::json>& events) {
  std::string names;
  for (const auto& event : events) names += (names.empty() ? "" : " ") + event.at("event").get<std::string>();
  return names;
}

}  // namespace netkit::test
