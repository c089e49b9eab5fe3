// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/export.h>

#include <atomic>
#include <memory>

namespace NETKIT_PUBLIC netkit {

/// An object that is made from a value at the first get(), and kept as a member beside that value. Any number
/// of threads may call get() at the same time without waiting: each may make an object, and all use the one
/// that is finished first. Copies do not share it.
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

  /// Makes the object from `source`, unless it exists.
  template <typename Source>
  const Made& get(const Source& source) const {
    if (const Made* const made = made_.load(std::memory_order_acquire)) return *made;
    auto mine = std::make_unique<const Made>(source);
    const Made* others = nullptr;
    // Also acquires on failure, because then the object of another thread is used.
    if (made_.compare_exchange_strong(others, mine.get(), std::memory_order_acq_rel)) return *mine.release();
    return *others;
  }

  /// Call it when the value has changed. No thread may be using the object.
  void reset() noexcept {
    if (made_.load(std::memory_order_relaxed) != nullptr) delete made_.exchange(nullptr);
  }

 private:
  mutable std::atomic<const Made*> made_ = nullptr;
};

}  // namespace netkit
