// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/export.h>

#include <compare>
#include <cstddef>
#include <cstdint>
#include <expected>
#include <string>
#include <string_view>

namespace NETKIT_PUBLIC netkit {

/// Why a text is no IpcPath.
enum class IpcPathProblem : std::uint8_t {
  empty,                ///< ""
  too_long,             ///< over IpcPath::max_length bytes
  embedded_nul,         ///< a NUL byte, anywhere
  windows_pipe,         ///< `\\.\pipe\...` or `\\?\pipe\...`, which this platform does not have
  empty_abstract_name,  ///< "@"
};

/// What a Unix-domain socket is bound to: a file, or a name in Linux's abstract namespace (unix(7)).
class IpcPath {
 public:
  /// Bytes of a path, or of an abstract name without its '@': what fits in sun_path next to one NUL.
  static constexpr std::size_t max_length = 107;

  /// "@name" is abstract, anything else a path; "./@name" is the file of that name. Touches no file.
  static std::expected<IpcPath, IpcPathProblem> parse(std::string_view text);

  bool is_abstract() const noexcept { return text_.front() == '@'; }

  /// As typed, with the '@'.
  const std::string& text() const noexcept { return text_; }

  /// The path, or the abstract name: what follows the '@'. Borrows from this.
  std::string_view name() const noexcept { return std::string_view(text_).substr(is_abstract() ? 1 : 0); }

  bool operator==(const IpcPath&) const noexcept = default;
  auto operator<=>(const IpcPath&) const noexcept = default;

 private:
  explicit IpcPath(std::string_view text) : text_(text) {}

  std::string text_;  // never empty
};

// Example:
//
//     const auto name = IpcPath::parse("@name");
//     assert(name && name->is_abstract() && name->name() == "name");
//     assert(IpcPath::parse("").error() == IpcPathProblem::empty);

}  // namespace netkit
