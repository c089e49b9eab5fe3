// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/export.h>
#include <netkit/blocklist/rule.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace NETKIT_PUBLIC netkit {

/// A position in a list. Lines and columns count from 1; a column is a byte.
struct ListPlace {
  std::uint64_t line = 1;
  std::uint64_t column = 1;
};

/// A text in a list that is not a rule.
struct ListFault {
  ListPlace place;   ///< of the first wrong byte
  std::string what;  ///< "an octet over 255 in '10.0.0.256'"
};

/// The format of a list.
enum class ListFormat : std::uint8_t {
  plain,      ///< one rule per line, with comments and labels: FireHOL, Spamhaus DROP as text
  drop_json,  ///< Spamhaus DROP as JSON, one object per line
  ipset,      ///< the output of `ipset save`
  net_json,   ///< the JSON of `net.BlockList`, read from its last rule (the oldest) to its first
  dshield,    ///< the block list of DShield: first address, last address, prefix length, tabs between
};

/// "plain", "Spamhaus DROP", "ipset", "net.BlockList", "DShield".
std::string_view format_name(ListFormat format) noexcept;

/// Options for reading a list.
struct ListOptions {
  Octets octets = Octets::strict;
};

/// Receives the rules and faults of a list, in the order in which they are read.
class ListSink {
 public:
  /// `label` is the text after the rule; empty if there is none. Valid during the call.
  virtual void on_rule(const Rule& rule, const ListPlace& place, std::string_view label) = 0;
  virtual void on_fault(const ListFault& fault) = 0;

 protected:
  ~ListSink() = default;
};

/// The result of reading a list.
struct ListSummary {
  ListFormat format = ListFormat::plain;
  std::uint64_t rules = 0;
  std::uint64_t faults = 0;

  /// Whether there are more faults than rules. It is probably another kind of file, such as an error page.
  bool is_no_list() const { return faults > rules; }
};

/// Reads a list that arrives in pieces, and detects its format. Keeps at most one line in memory; for
/// net_json, the whole list. A line over 64 KiB and an array over 256 MiB are faults.
class ListReader {
 public:
  explicit ListReader(ListSink& sink, const ListOptions& options = {});
  ~ListReader();

  /// Takes the next piece, which may end anywhere.
  void read(std::string_view piece);
  /// Call it once, after the last piece.
  ListSummary finish();

 private:
  class Lines;
  std::unique_ptr<Lines> lines_;
};

// Example:
//
//     struct Sink final : ListSink {
//       void on_rule(const Rule& rule, const ListPlace& place, std::string_view label) override {
//         seen += std::to_string(place.line) + ": " + to_string(rule) + " (" + std::string(label) + ")\n";
//       }
//       void on_fault(const ListFault& fault) override { faults.push_back(fault); }
//       std::string seen;
//       std::vector<ListFault> faults;
//     } sink;
//     ListReader reader(sink);
//     reader.read("# bad neighbours\n10.0.0.0/8 ; SBL1");
//     reader.read("23\r\n10.0.0.256\n");
//     assert(reader.finish().rules == 1);
//     assert(sink.seen == "2: 10.0.0.0/8 (SBL123)\n");
//     assert(sink.faults.size() == 1 && sink.faults[0].place.line == 3 && sink.faults[0].place.column == 8);

}  // namespace netkit
