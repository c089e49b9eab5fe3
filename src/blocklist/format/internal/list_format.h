// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/blocklist/format/list_reader.h>

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

// Shared by the formats of lists, and their detection.

namespace netkit::internal {

/// Passes the results of a format on to the sink: turns offsets into places, and counts.
class ListEvents {
 public:
  ListEvents(ListSink& sink, const ListOptions& options) : sink_(sink), options_(options) {}

  Octets octets() const noexcept { return options_.octets; }
  const ListSummary& summary() const noexcept { return summary_; }
  void set_format(ListFormat format) noexcept { summary_.format = format; }
  void set_encoded() noexcept { summary_.is_encoded = true; }

  /// Sets the place of offset 0.
  void set_start(const ListPlace& start) noexcept { start_ = start; }
  const ListPlace& start() const noexcept { return start_; }

  void rule(const Rule& rule, std::size_t offset, std::string_view label) {
    ++summary_.rules;
    if (start_.line != line_of_rule_ && start_.line != line_of_fault_) {
      ++summary_.lines_with_rules;
      line_of_rule_ = start_.line;
    }
    sink_.on_rule(rule, {start_.line, start_.column + offset}, label);
  }
  /// A comment, a heading, or something else without a rule that belongs to the format.
  void comment() noexcept { ++summary_.comments; }
  void fault(std::size_t offset, std::string what);
  /// A fault: the text at this offset should be a rule.
  void bad_rule(std::size_t offset, std::string_view text, const ParseError& error);
  /// A rule, or a fault if the text is none.
  void rule_text(std::size_t offset, std::string_view text, std::string_view label = {});
  /// A fault after which nothing else can be read.
  void cut_off(std::string what);

 private:
  void count_fault() noexcept;

  ListSink& sink_;
  ListOptions options_;
  ListPlace start_;
  std::uint64_t line_of_rule_ = 0;   // the last that was counted as one
  std::uint64_t line_of_fault_ = 0;  // the last bad one
  ListSummary summary_;
};

/// Reads lines, which have no line end and no NUL.
class LineFormat {
 public:
  virtual ~LineFormat() = default;
  virtual void line(std::string_view text, ListEvents& events) = 0;
  /// Called after the last line.
  virtual void finish(ListEvents&) {}
};

using MakeLineFormat = std::unique_ptr<LineFormat>();
MakeLineFormat make_csv, make_deny, make_dshield, make_hosts_deny, make_ipfilter, make_ipset, make_iptables,
    make_nft, make_p2p, make_plain;

/// Whether a list that begins with this line, which is no comment, has the format.
using Recognizes = bool(std::string_view line);
Recognizes is_csv, is_deny, is_dshield, is_hosts_deny, is_ipfilter, is_ipset, is_iptables, is_nft, is_p2p;

/// The format of a list with this line, which is not JSON; nothing for blank lines and comments, which every
/// format has.
std::optional<ListFormat> detect_format(std::string_view line) noexcept;

/// For each format of lines.
std::unique_ptr<LineFormat> make_line_format(ListFormat format);

/// The text in quotes, safe for a terminal: shortened, and with other bytes than printable ASCII as "\x07".
std::string shown(std::string_view text);

/// The fault of an entry that says what is not blocked.
std::string exception_fault(std::string_view word, std::string_view entry);

}  // namespace netkit::internal
