// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/export.h>
#include <netkit/blocklist/rule.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace NETKIT_PUBLIC netkit {

/// Where something stands in a list: both count from 1, columns in bytes.
struct ListPlace {
  std::uint64_t line = 1;
  std::uint64_t column = 1;
};

/// What of a list is no rule.
struct ListFault {
  ListPlace place;   ///< of the first byte that is wrong
  std::string what;  ///< "an octet over 255 in '10.0.0.256'"
};

/// What a list looks like.
enum class ListFormat : std::uint8_t {
  plain,      ///< a rule a line, comments, labels; FireHOL's files, and Spamhaus DROP as text
  drop_json,  ///< Spamhaus DROP as JSON: an object a line
  ipset,      ///< what `ipset save` writes
  net_json,   ///< an array of the rules of `net.BlockList`; its last one, the oldest, is told first
  dshield,    ///< DShield's block list: first, last and prefix length between tabs
};

/// "plain", "Spamhaus DROP", "ipset", "net.BlockList", "DShield".
std::string_view format_name(ListFormat format) noexcept;

/// How a list is read.
struct ListOptions {
  Octets octets = Octets::strict;
};

/// Hears what is in a list, in its order.
class ListSink {
 public:
  /// `label`: what is written behind the rule, empty if nothing; gone once this returns.
  virtual void on_rule(const Rule& rule, const ListPlace& place, std::string_view label) = 0;
  virtual void on_fault(const ListFault& fault) = 0;

 protected:
  ~ListSink() = default;
};

/// What a list was, once all of it has been read.
struct ListSummary {
  ListFormat format = ListFormat::plain;
  std::uint64_t rules = 0;
  std::uint64_t faults = 0;

  /// More than half of the lines that say something are no rules: some other file, say a page that tells of
  /// an error.
  bool is_no_list() const { return faults > rules; }
};

/// Reads a list in any of the formats, told apart by what stands in it, from pieces as they come. Needs
/// memory for the longest line, and for nothing else but with net_json.
class ListReader {
 public:
  explicit ListReader(ListSink& sink, const ListOptions& options = {});
  ~ListReader();

  /// The next piece, cut anywhere.
  void read(std::string_view piece);
  /// There is no more.
  ListSummary finish();

 private:
  class Lines;
  std::unique_ptr<Lines> lines_;
};

// Example:
//
//     struct Sink final : ListSink {
//       void on_rule(const Rule& rule, const ListPlace& place, std::string_view label) override {
//         heard += std::to_string(place.line) + ": " + to_string(rule) + " (" + std::string(label) + ")\n";
//       }
//       void on_fault(const ListFault& fault) override { faults.push_back(fault); }
//       std::string heard;
//       std::vector<ListFault> faults;
//     } sink;
//     ListReader reader(sink);
//     reader.read("# bad neighbours\n10.0.0.0/8 ; SBL1");
//     reader.read("23\r\n10.0.0.256\n");
//     assert(reader.finish().rules == 1);
//     assert(sink.heard == "2: 10.0.0.0/8 (SBL123)\n");
//     assert(sink.faults.size() == 1 && sink.faults[0].place.line == 3 && sink.faults[0].place.column == 8);

}  // namespace netkit
