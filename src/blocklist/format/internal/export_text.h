// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/addr/cidr.h>
#include <netkit/blocklist/address_set.h>

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

// Shared by the writers of lists.

namespace netkit::internal {

/// Collects text and passes it on in large pieces.
class ExportText {
 public:
  explicit ExportText(const std::function<void(std::string_view)>& write) : write_(write) {
    piece_.reserve(most + 1024);
  }

  ExportText& operator<<(std::string_view text) {
    piece_ += text;
    if (piece_.size() >= most) flush();
    return *this;
  }
  /// Passes on the rest. Call it at the end.
  void flush() {
    if (!piece_.empty()) write_(piece_);
    piece_.clear();
  }

 private:
  static constexpr std::size_t most = 65536;

  const std::function<void(std::string_view)>& write_;
  std::string piece_;
};

inline bool is_single(const Cidr& block) {
  return block.length() == Cidr::longest(block.address().family());
}

/// "10.0.0.0/8", or "10.0.0.1" for a single address.
inline std::string bare_text(const Cidr& block) {
  return is_single(block) ? block.address().to_string() : block.to_string();
}

/// "10.0.0.1-10.0.0.9", or "10.0.0.1" for a single address.
inline std::string bare_text(const IpRange& range) {
  return range.first() == range.last() ? range.first().to_string() : range.to_string();
}

void write_ipset(const AddressSet& set, const std::string& name, ExportText& text);
void write_nft(const AddressSet& set, const std::string& name, ExportText& text);

}  // namespace netkit::internal
