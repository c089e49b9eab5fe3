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

/// Why a text is not an IpcPath.
enum class IpcPathProblem : std::uint8_t {
  empty,                ///< ""
  too_long,             ///< more than IpcPath::max_length bytes
  embedded_nul,         ///< a NUL byte in the text
  windows_pipe,         ///< `\\.\pipe\...` or `\\?\pipe\...`, a kind that exists on Windows only
  empty_abstract_name,  ///< "@"
};

/// The address of a Unix-domain socket: a path, or a name in the abstract namespace of Linux (unix(7)).
class IpcPath {
 public:
  /// The greatest length of a path, or of an abstract name without its '@', in bytes: one byte of sun_path is
  /// left for a NUL.
  static constexpr std::size_t max_length = 107;

  /// A text that begins with '@' is an abstract name, any other text a path ("./@name" is the path of the
  /// file
  /// "@name"). Does not access the file system.
  static std::expected<IpcPath, IpcPathProblem> parse(std::string_view text);

  bool is_abstract() const noexcept { return text_.front() == '@'; }

  /// The text that was parsed, with the '@'.
  const std::string& text() const noexcept { return text_; }

  /// The path, or the abstract name without the '@'. Borrows from this object.
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
