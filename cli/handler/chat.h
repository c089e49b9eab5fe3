// SPDX-License-Identifier: MIT
#pragma once

#include <cstdint>
#include <map>
#include <string_view>

#include "cli/handler/conversation.h"
#include "cli/text/chat_lines.h"

namespace netkit::cli {

/// Passes on whole lines with the name of who has sent them, and says who comes and goes (--chat). Prints all
/// of it, too.
class Chat final : public Conversation {
 public:
  explicit Chat(Audience& audience) : audience_(audience) {}

  void joined(std::int64_t client, std::string_view address) override;
  void received(std::int64_t from, Bytes bytes) override;
  void ended(std::int64_t client) override;
  void left(std::int64_t client) override;

 private:
  void say(std::int64_t from, std::string_view line);
  void announce(std::int64_t about, std::string_view news);

  Audience& audience_;
  std::map<std::int64_t, ChatLines> users_;  // in the order in which they have joined
  ChatLines typed_;                          // on stdin
};

}  // namespace netkit::cli
