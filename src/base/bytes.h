// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/export.h>

#include <cstddef>
#include <span>
#include <string_view>

namespace NETKIT_PUBLIC netkit {

/// A borrowed run of bytes. The function that passes or returns it says how long it stays valid.
using Bytes = std::span<const std::byte>;

/// The bytes of a text. Borrows from it.
inline Bytes as_bytes(std::string_view text) {
  return std::as_bytes(std::span(text));
}

/// The same bytes as a text. Borrows from them; does not check or decode them.
inline std::string_view as_text(Bytes bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

// Example:
//
//     const std::string_view text = "any bytes";
//     const Bytes bytes = as_bytes(text);
//     assert(bytes.size() == 9 && as_text(bytes) == text);

}  // namespace netkit
