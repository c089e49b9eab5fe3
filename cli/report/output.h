// SPDX-License-Identifier: MIT
#pragma once

#include <cstddef>
#include <string>
#include <system_error>

namespace netkit::cli {

/// Text on its way to a descriptor, written in large pieces. Waits where the descriptor does not block.
class Output {
 public:
  explicit Output(int fd) : fd_(fd) {}

  /// What is to be written; append to it.
  std::string& text() { return text_; }
  /// Writes all of it if it has become much. Like flush() otherwise.
  bool flush_if_full() { return text_.size() < full || flush(); }
  /// Writes all of it. False if that has failed, now or before.
  bool flush();
  std::error_code error() const { return error_; }

 private:
  static constexpr std::size_t full = std::size_t{256} << 10;

  int fd_;
  std::string text_;
  std::error_code error_;
};

}  // namespace netkit::cli
