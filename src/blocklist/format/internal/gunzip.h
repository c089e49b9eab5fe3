// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string_view>

namespace netkit::internal {

/// Decompresses gzip (RFC 1952) that arrives in pieces; several files one after the other are one text. Keeps
/// no more of it than 64 KiB.
class Gunzip {
 public:
  explicit Gunzip(std::function<void(std::string_view)> on_text);
  ~Gunzip();

  void read(std::string_view piece);
  /// Why the text is not complete; empty if it is. Call it once, after the last piece.
  std::string_view finish();

  /// Whether a text begins as gzip does.
  static bool is_gzip(std::string_view text) { return text.starts_with("\x1f\x8b"); }

 private:
  struct Stream;

  void inflate_some();
  bool grows_too_much() const;

  std::function<void(std::string_view)> on_text_;
  std::unique_ptr<Stream> stream_;
  std::uint64_t read_ = 0;
  std::uint64_t written_ = 0;
  std::string_view fault_;
  bool is_between_ = false;  ///< at the end of a file; another may follow
};

}  // namespace netkit::internal
