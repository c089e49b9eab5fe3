// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/loop/unique_fd.h>

#include <cstddef>
#include <future>
#include <span>
#include <string>

#include "job.h"

namespace netkit::bench {

/// What a program has as its stdin or stdout during a transfer. The other end of a pipe or a socket belongs
/// to a thread of ours.
struct TransferEnd {
  std::future<std::size_t> passed;  ///< the bytes that were fed, or that have arrived
  UniqueFd fd;                      ///< the program's; destroyed first, so that the thread ends

  /// To be called when the program has ended.
  std::size_t finish() {
    fd.reset();
    return passed.get();
  }
};

struct TransferKind {
  std::string name;  ///< "file", "pipe"
  /// For a transfer of `size` bytes.
  TransferEnd (*open)(const Setting& setting, std::size_t size);
};

std::span<const TransferKind> sources();
std::span<const TransferKind> sinks();

}  // namespace netkit::bench
