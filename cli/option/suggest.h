// SPDX-License-Identifier: MIT
#pragma once

#include <optional>
#include <span>
#include <string_view>

namespace netkit::cli {

/// What someone who typed this probably meant. If the text is the beginning, of two letters or more, of just
/// one known word: that. Otherwise the word fewest slips away (a letter added, left out, replaced, or two
/// neighbours swapped), at most one slip in three letters typed, always at least one; the first of equals.
/// If that is more than one slip away, a word that the text begins with is nearer: "nft" to "nftables".
std::optional<std::string_view> nearest(std::string_view typed, std::span<const std::string_view> known);

}  // namespace netkit::cli
