// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/export.h>
#include <netkit/blocklist/rule.h>

#include <cstdint>
#include <memory>
#include <optional>
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
  ListPlace place;              ///< of the first wrong byte
  std::string what;             ///< "an octet over 255 in '10.0.0.256'"
  std::optional<Rule> decimal;  ///< the rule that Octets::decimal reads there, if only that can read it
};

/// The format of a list. A comment is a line that begins with '#', ';' or "//".
enum class ListFormat : std::uint8_t {
  plain,       ///< rules, one or more per line, with comments and labels: FireHOL, Spamhaus DROP as text
  json,        ///< JSON, one value or one per line: clouds, Spamhaus DROP, abuse.ch, `nft -j`
  net_json,    ///< the JSON of `net.BlockList`, read from its last rule (the oldest) to its first
  csv,         ///< rows with commas (RFC 4180), whose heading or contents say where the rules are
  ipset,       ///< the output of `ipset save`
  nft,         ///< the sets of `nft list ruleset`, or what `nft -f` reads
  iptables,    ///< the output of `iptables-save`
  deny,        ///< the directives that deny access to a web server: nginx, Apache
  hosts_deny,  ///< hosts_access(5)
  dshield,     ///< the block list of DShield: first address, last address, prefix length
  p2p,         ///< "label:FIRST-LAST" of PeerGuardian, whose octets have leading zeros
  ipfilter,    ///< "FIRST - LAST , LEVEL , label" of eMule, likewise
};

/// "plain", "JSON", "net.BlockList", "CSV", "ipset", "nft", "iptables", "deny directives", "hosts.deny",
/// "DShield", "PeerGuardian", "ipfilter.dat".
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
  std::uint64_t faults = 0;            ///< bad lines; in JSON bad entries
  std::uint64_t lines_with_rules = 0;  ///< that are not bad; a line may have several rules
  std::uint64_t comments = 0;          ///< comments, headings, and whatever else is neither rule nor fault
  bool is_encoded = false;             ///< it was compressed or UTF-16; places are those in its text
  bool is_cut_off = false;             ///< the last fault hides the rest: the list is damaged or incomplete

  /// Whether there are more faults than rules. It is probably another kind of file, such as an error page.
  bool is_no_list() const { return faults > rules; }
  /// Whether there is nothing in the file, not even a comment that says so.
  bool is_blank() const { return rules == 0 && faults == 0 && comments == 0; }
};

/// Reads a list that arrives in pieces, and detects its format. The text may be compressed by gzip; it is
/// UTF-8, or UTF-16 with a byte order mark. Keeps at most one line in memory, or one text of JSON, and the
/// rules of a net_json list. A line over 64 KiB is a fault.
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
