// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/export.h>

#include <atomic>
#include <memory>

namespace NETKIT_PUBLIC netkit {

/// What is made from a value when it is first asked for, and kept beside it. Any number of threads may ask at
/// once; none waits for another: each that finds nothing makes one, and the first that is done gives all of
/// them its own. A copy of the value makes another.
template <typename Made>
class Lazy {
 public:
  Lazy() = default;
  Lazy(const Lazy&) noexcept {}
  Lazy(Lazy&& other) noexcept : made_(other.made_.exchange(nullptr)) {}
  Lazy& operator=(const Lazy&) noexcept {
    reset();
    return *this;
  }
  Lazy& operator=(Lazy&& other) noexcept {
    delete made_.exchange(other.made_.exchange(nullptr));
    return *this;
  }
  ~Lazy() { reset(); }

  /// `source`: what it is made from.
  template <typename Source>
  const Made& get(const Source& source) const {
    if (const Made* const made = made_.load(std::memory_order_acquire)) return *made;
    auto mine = std::make_unique<const Made>(source);
    const Made* others = nullptr;
    // Acquired too where it fails: the other one is read then.
    if (made_.compare_exchange_strong(others, mine.get(), std::memory_order_acq_rel)) return *mine.release();
    return *others;
  }

  /// The value has changed. Nobody may be asking.
  void reset() noexcept {
    if (made_.load(std::memory_order_relaxed) != nullptr) delete made_.exchange(nullptr);
  }

 private:
  mutable std::atomic<const Made*> made_ = nullptr;
};

}  // namespace netkit
