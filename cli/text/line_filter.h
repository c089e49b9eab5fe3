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

/// What of a text is wanted.
enum class Wanted : std::uint8_t {
  lines_with,     ///< lines that hold an address of the set
  lines_without,  ///< the other lines
  addresses,      ///< the addresses of the set as they are written, one a line
};

/// Takes text in pieces and writes what is wanted of it. Lines stay as they are, with CR and NUL bytes; the
/// last one gets a "\n" if it has none. Keeps of the input the line that is not complete, and of that no more
/// than its longest beginning.
class LineFilter {
 public:
  /// A line that is longer and comes in several pieces is judged by so much of its beginning, and written
  /// whole or not at all as others are.
  static constexpr std::size_t longest = std::size_t{4} << 20;

  /// `addresses` has `bool contains(const IpAddress&) const`. It and the output have to outlive the filter.
  template <typename Addresses>
  LineFilter(const Addresses& addresses, Wanted wanted, Output& output)
      : addresses_(&addresses), next_member_(next_member<Addresses>), wanted_(wanted), output_(output) {}

  /// The next piece, cut anywhere.
  void read(std::string_view piece);
  /// A text has ended; another one may begin.
  void finish();

  bool found_any() const { return found_any_; }
  /// How many lines were judged by their beginning.
  std::uint64_t cut_lines() const { return cut_lines_; }

 private:
  using NextMember = std::optional<FoundAddress> (*)(const void* addresses, AddressScanner& scanner);

  /// The loop over addresses that are not in the set knows what kind of set it is; the rest need not.
  template <typename Addresses>
  static std::optional<FoundAddress> next_member(const void* addresses, AddressScanner& scanner) {
    while (const auto found = scanner.next()) {
      if (static_cast<const Addresses*>(addresses)->contains(found->address)) return found;
    }
    return std::nullopt;
  }

  /// What becomes of a line that was cut, up to its end.
  enum class Rest : std::uint8_t { none, written, left_out };
  std::size_t complete_line(std::string_view piece);
  void keep(std::string_view part);
  void cut_kept();
  void judge(std::string_view lines);
  void write_lines(std::string_view lines);
  void write_addresses(std::string_view text, std::size_t up_to);
  void write(std::string_view text);

  const void* addresses_;
  NextMember next_member_;
  Wanted wanted_;
  Output& output_;
  std::string kept_;  ///< the line that is not complete
  Rest rest_ = Rest::none;
  bool found_any_ = false;
  std::uint64_t cut_lines_ = 0;
};

}  // namespace netkit::cli
