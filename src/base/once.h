// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/export.h>

#include <concepts>
#include <functional>
#include <type_traits>
#include <utility>

namespace NETKIT_PUBLIC netkit {

/// A function that is called once and then forgotten: what reports the one result of something. The call may
/// destroy the Once and the object that it is a member of. Moving one leaves an empty one.
template <typename... Args>
class Once {
 public:
  using Function = std::move_only_function<void(Args...)>;

  Once() = default;
  /// From anything that a Function can be made of. An empty function makes an empty Once.
  template <typename Callable>
    requires(!std::same_as<std::remove_cvref_t<Callable>, Once> &&
             std::constructible_from<Function, Callable>)
  Once(Callable&& callable) : function_(std::forward<Callable>(callable)) {}
  Once(Once&& other) noexcept = default;
  Once& operator=(Once&& other) noexcept = default;

  /// Calls the function, unless it is empty. From the start of the call on, this is empty.
  void operator()(Args... args) {
    Function function = std::exchange(function_, nullptr);
    if (function) function(std::forward<Args>(args)...);
  }

  /// Whether there is a function to call.
  explicit operator bool() const noexcept { return static_cast<bool>(function_); }

 private:
  Function function_;
};

// Example:
//
//     int sum = 0;
//     Once<int> add = [&sum](int number) { sum += number; };
//     assert(add);
//     add(2);
//     add(2);  // no effect: it has been called
//     assert(!add && sum == 2);

}  // namespace netkit
