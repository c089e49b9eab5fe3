// SPDX-License-Identifier: MIT
// The schema of events beside the pages that tell what they mean.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <set>

#include "manual_pages.h"
#include "source_tree.h"

namespace netkit::test {
namespace {

/// What a line may look like, each form with its fields.
nlohmann::json forms() {
  return nlohmann::json::parse(source_text("man/netkit-events.schema.json"))["$defs"];
}

/// What the page says of an event: from its entry to the next one.
std::string entry_of(const std::string& event, const std::string& page) {
  const std::size_t begin = page.find("\n.It Cm " + event + "\n");
  return begin == page.npos ? "" : page.substr(begin, page.find("\n.It Cm ", begin + 1) - begin);
}

/// "remote*" stands for three.
std::string name_on_page(const std::string& field) {
  for (const std::string end : {"local", "remote"}) {
    if (field.starts_with(end)) return end + "*";
  }
  return field;
}

TEST(ManualEvents, AreThoseOfTheSchemaWithTheirFields) {
  const std::string page = manual_page("netkit.7");
  const std::set<std::string> on_every_line{"time", "event", "id"};
  const nlohmann::json all = forms();
  for (const auto& [name, form] : all.items()) {
    if (!form.contains("properties")) continue;
    const auto& fields = form["properties"];
    const std::string event = fields["event"]["const"];
    const std::string entry = entry_of(event, page);
    EXPECT_NE(entry, "") << event;
    for (const auto& [field, type] : fields.items()) {
      EXPECT_TRUE(on_every_line.contains(field) || entry.contains(name_on_page(field)))
          << event << ' ' << field;
    }
  }
}

TEST(ManualEvents, EndWithACauseThatHasAStatus) {
  const std::string page = manual_page("netkit.1");
  const nlohmann::json causes = forms()["exit"]["properties"]["cause"]["enum"];
  for (const std::string cause : causes) {
    EXPECT_TRUE(page.contains(" Ta " + cause + " Ta ")) << cause;
  }
}

}  // namespace
}  // namespace netkit::test
