// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/blocklist/format/internal/list_format.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

// Records with named fields: rows of CSV, objects of JSON.

namespace netkit::internal {

/// What a field of a record holds.
enum class FieldKind : std::uint8_t {
  other,
  rule,    ///< "ip", "cidr", "network"
  first,   ///< the first address of a range: "start"
  last,    ///< the last: "end"
  length,  ///< the prefix length or netmask of the rule: "netmask"
  label,   ///< the text after a rule in other formats: "sblid"
};

/// By the name of the field; its case, blanks and punctuation do not matter.
FieldKind kind_of_field(std::string_view name);

/// The fields of a record, until it is complete.
class ListRecord {
 public:
  struct Field {
    FieldKind kind = FieldKind::other;
    std::string name;
    std::string text;
    ListPlace place;
    bool is_as_written = true;  ///< false: positions in the text are not positions in the file
  };

  void add(Field field) { fields_.push_back(std::move(field)); }
  void clear() { fields_.clear(); }

  /// Reports the rules of the record, and faults for what should be one. A rule in a field of another kind is
  /// a fault too: it may be something else.
  void report(ListEvents& events) const;

 private:
  const Field* find(FieldKind kind) const;
  void report_range(const Field& first, const Field& last, std::string_view label, ListEvents& events) const;

  std::vector<Field> fields_;
};

/// Reports the text of one field as a rule of its own: as `net.BlockList` writes it, or as parse_rule() reads
/// it.
void report_rule(const ListRecord::Field& field, std::string_view label, ListEvents& events);

}  // namespace netkit::internal
