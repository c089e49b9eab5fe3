// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/blocklist/address_scanner.h>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "cli/report/output.h"

namespace netkit::cli {

/// What a filter writes of a text.
enum class Wanted : std::uint8_t {
  lines_with,     ///< lines that hold an address of the set
  lines_without,  ///< the other lines
  addresses,      ///< the addresses of the set as they are written, one a line
};

/// Takes text in pieces and writes what is wanted of it. Lines are not changed, whatever bytes they hold,
/// except that the last one gets a "\n" if it has none. Buffers only an incomplete line, and at most its
/// first `longest` bytes.
class LineFilter {
 public:
  /// In bytes. A longer line that comes in several pieces is judged by this much of its beginning, and is
  /// still written as a whole or not at all.
  static constexpr std::size_t longest = std::size_t{4} << 20;

  /// `addresses` has `bool contains(const IpAddress&) const`. `addresses` and `output` must outlive the
  /// filter.
  template <typename Addresses>
  LineFilter(const Addresses& addresses, Wanted wanted, Output& output)
      : addresses_(&addresses), next_member_(next_member<Addresses>), wanted_(wanted), output_(output) {}

  /// Takes the next piece, which may be cut anywhere.
  void read(std::string_view piece);
  /// Ends a text; another one may follow.
  void finish();

  bool found_any() const { return found_any_; }
  /// The number of lines that were judged by their beginning.
  std::uint64_t cut_lines() const { return cut_lines_; }

 private:
  using NextMember = std::optional<FoundAddress> (*)(const void* addresses, AddressScanner& scanner);

  /// Only this loop, over the addresses that are not in the set, is compiled for the type of the set.
  template <typename Addresses>
  static std::optional<FoundAddress> next_member(const void* addresses, AddressScanner& scanner) {
    while (const auto found = scanner.next()) {
      if (static_cast<const Addresses*>(addresses)->contains(found->address)) return found;
    }
    return std::nullopt;
  }

  /// What to do with the rest of a line that was cut.
  enum class Rest : std::uint8_t { none, written, left_out };
  std::size_t complete_line(std::string_view piece);
  void buffer(std::string_view part);
  void cut_line();
  void judge(std::string_view lines);
  void write_lines(std::string_view lines);
  void write_addresses(std::string_view text, std::size_t up_to);
  void write(std::string_view text);

  const void* addresses_;
  NextMember next_member_;
  Wanted wanted_;
  Output& output_;
  std::string buffer_;  ///< the line that is not complete
  Rest rest_ = Rest::none;
  bool found_any_ = false;
  std::uint64_t cut_lines_ = 0;
};

}  // namespace netkit::cli
