// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/export.h>

#include <memory>

namespace NETKIT_PUBLIC netkit {

/// Lets a function find out whether the object that it belongs to still exists after a call that may have
/// destroyed it. The object has an Alive as a member; the function takes a watch before the call. Nothing is
/// allocated before the first watch.
class Alive {
 public:
  /// Outlives the object. Copies watch the same object; one that was not taken from an Alive is gone.
  class Watch {
   public:
    Watch() = default;
    bool gone() const noexcept { return token_.expired(); }

   private:
    friend class Alive;
    explicit Watch(const std::shared_ptr<const void>& token) : token_(token) {}

    std::weak_ptr<const void> token_;
  };

  Alive() = default;
  Alive(const Alive&) = delete;
  Alive& operator=(const Alive&) = delete;

  Watch watch() const {
    if (!token_) token_ = std::make_shared<char>();
    return Watch(token_);
  }

 private:
  mutable std::shared_ptr<const void> token_;
};

// Example:
//
//     struct Button {
//       void press() {
//         const auto watch = alive.watch();
//         on_press();
//         if (watch.gone()) return;
//         pressed = true;
//       }
//       std::function<void()> on_press;
//       bool pressed = false;
//       Alive alive;
//     };
//     auto button = std::make_unique<Button>();
//     button->on_press = [&button] { button.reset(); };
//     button->press();
//     assert(button == nullptr);

}  // namespace netkit
