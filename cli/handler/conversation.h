// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/base/bytes.h>

#include <cstdint>
#include <string_view>

namespace netkit::cli {

/// What the clients of a broker get of each other's bytes, and of stdin. Clients have the numbers of their
/// sessions; 0 is stdin.
class Conversation {
 public:
  /// Where it goes.
  class Audience {
   public:
    virtual void send_to_others(std::int64_t than, Bytes bytes) = 0;
    virtual void send_to(std::int64_t client, Bytes bytes) = 0;
    virtual void print(std::string_view text) = 0;  ///< on stdout

   protected:
    ~Audience() = default;
  };

  virtual ~Conversation() = default;
  virtual void joined(std::int64_t client, std::string_view address) = 0;
  virtual void received(std::int64_t from, Bytes bytes) = 0;
  virtual void ended(std::int64_t client) = 0;  ///< it sends no more
  virtual void left(std::int64_t client) = 0;
};

/// Passes on every byte as it is (--broker).
class PlainConversation final : public Conversation {
 public:
  explicit PlainConversation(Audience& audience) : audience_(audience) {}

  void joined(std::int64_t, std::string_view) override {}
  void received(std::int64_t from, Bytes bytes) override { audience_.send_to_others(from, bytes); }
  void ended(std::int64_t) override {}
  void left(std::int64_t) override {}

 private:
  Audience& audience_;
};

}  // namespace netkit::cli
