// SPDX-License-Identifier: MIT
#include <netkit/blocklist/format/internal/list_format.h>

#include <nlohmann/json.hpp>

namespace netkit::internal {
namespace {

using nlohmann::json;

const std::string* text_of(const json& object, const char* key) {
  const auto found = object.find(key);
  return found == object.end() ? nullptr : found->get_ptr<const std::string*>();
}

class DropJsonLines final : public LineFormat {
 public:
  void line(std::string_view text, ListEvents& events) override {
    if (trimmed(text).empty()) return;
    try {
      object(json::parse(text), text, events);
    } catch (const json::parse_error& error) {
      events.fault(error.byte > 0 ? error.byte - 1 : 0, "no JSON in " + shown(text));
    }
  }

 private:
  void object(const json& one, std::string_view text, ListEvents& events) {
    const std::string* const type = one.is_object() ? text_of(one, "type") : nullptr;
    if (type != nullptr && *type == "metadata") return metadata(one, events);
    ++records_;
    const std::string* const network = one.is_object() ? text_of(one, "cidr") : nullptr;
    if (network == nullptr) return events.fault(0, "neither a \"cidr\" nor metadata in " + shown(text));
    const std::size_t found = text.find(*network);
    const std::size_t offset = found == std::string_view::npos ? 0 : found;
    const auto rule = parse_rule(*network, events.octets());
    if (!rule) return events.bad_rule(offset, *network, rule.error());
    const std::string* const label = text_of(one, "sblid");
    events.rule(*rule, offset, label != nullptr ? *label : std::string_view());
  }

  /// The metadata, which follow the records and say how many there should be.
  void metadata(const json& one, ListEvents& events) {
    const auto stated = one.find("records");
    if (stated != one.end() && *stated != records_) {
      events.fault(0, std::to_string(records_) + " records, but the metadata says " + shown(stated->dump()));
    }
    records_ = 0;
  }

  std::uint64_t records_ = 0;
};

}  // namespace

std::unique_ptr<LineFormat> make_drop_json() {
  return std::make_unique<DropJsonLines>();
}

}  // namespace netkit::internal
