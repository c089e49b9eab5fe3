// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <system_error>

namespace netkit::cli {

/// A buffer of text that is written to a descriptor in large pieces. Waits if the descriptor is non-blocking.
class Output {
 public:
  explicit Output(int fd) : fd_(fd) {}

  /// The text to be written; append to it.
  std::string& text() { return text_; }
  /// flush() if the buffer has reached 256 KiB. Returns false if that has failed.
  bool flush_if_full() { return text_.size() < full || flush(); }
  /// Writes everything. Returns false if writing has failed, now or before.
  bool flush();
  std::error_code error() const { return error_; }

 private:
  static constexpr std::size_t full = std::size_t{256} << 10;

  int fd_;
  std::string text_;
  std::error_code error_;
};

}  // namespace netkit::cli
