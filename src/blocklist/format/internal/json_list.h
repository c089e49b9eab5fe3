// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/blocklist/format/internal/json_scanner.h>
#include <netkit/blocklist/format/internal/list_record.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace netkit::internal {

/// Reads a list in JSON. Its rules are the texts in arrays, and in the fields of objects that are named for
/// addresses. The lists of clouds, Spamhaus DROP, abuse.ch, `nft -j` and `net.BlockList` have this form.
class JsonList final : private JsonScanner::Listener {
 public:
  /// The start of `events` is the place of the first byte.
  explicit JsonList(ListEvents& events);
  JsonList(const JsonList&) = delete;
  JsonList& operator=(const JsonList&) = delete;

  void read(std::string_view piece) { scanner_.read(piece); }
  void finish();

 private:
  /// An object or array that is open.
  struct Level {
    char bracket = '{';
    std::string key;  ///< its name in the object around it
    ListPlace place;
    bool is_foreign = false;               ///< its addresses are not rules
    bool holds_other = false;              ///< it holds an object or array
    std::uint64_t reported = 0;            ///< how many rules and faults there were before it
    ListRecord record;                     ///< of an object
    std::vector<ListRecord::Field> range;  ///< of an array that is a range
  };

  void on_key(const std::string& name) override { key_ = name; }
  void on_text(const JsonScanner::Text& text) override;
  void on_word(std::string_view word, const ListPlace& place) override;
  void on_open(char bracket, const ListPlace& place) override;
  void on_close() override;
  void on_broken(const ListPlace& place, std::string_view rest, JsonScanner::Next next) override;

  void element(ListRecord::Field field);
  void element_of_net(const ListRecord::Field& field);
  void close_object(const Level& level);
  void metadata(const ListPlace& place);
  void report_rules_of_net();
  void fault(const ListPlace& place, std::string what);
  std::uint64_t reported() const { return events_.summary().rules + events_.summary().faults; }

  ListEvents& events_;
  JsonScanner scanner_{*this};
  std::vector<Level> levels_;
  std::string key_;
  bool is_nft_ = false;
  bool is_metadata_ = false;           // of the outermost object
  std::optional<std::string> stated_;  // its "records"
  std::uint64_t records_ = 0;          // outermost objects with a rule
  std::vector<std::pair<Rule, ListPlace>> rules_of_net_;
};

}  // namespace netkit::internal
