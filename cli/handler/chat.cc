// SPDX-License-Identifier: MIT
#include "cli/handler/chat.h"

#include <fmt/core.h>

#include <string>

namespace netkit::cli {

void Chat::joined(std::int64_t client, std::string_view address) {
  std::string others;
  for (const auto& [user, lines] : users_)
    others += fmt::format("{}user {}", others.empty() ? "" : ", ", user);
  if (others.empty()) others = "nobody";
  audience_.send_to(client, as_bytes(fmt::format("<announce> you are user {}; here: {}.\n", client, others)));
  announce(client, fmt::format("has joined ({})", address));
  users_.try_emplace(client);
}

void Chat::received(std::int64_t from, Bytes bytes) {
  ChatLines& lines = from == 0 ? typed_ : users_[from];
  for (const std::string& line : lines.add(bytes)) say(from, line);
}

void Chat::ended(std::int64_t client) {
  for (const std::string& line : users_[client].finish()) say(client, line);
}

void Chat::left(std::int64_t client) {
  users_.erase(client);
  announce(client, "has left");
}

void Chat::say(std::int64_t from, std::string_view line) {
  const std::string text = fmt::format("<user {}> {}\n", from, line);
  audience_.send_to_others(from, as_bytes(text));
  audience_.print(text);
}

void Chat::announce(std::int64_t about, std::string_view news) {
  const std::string text = fmt::format("<announce> user {} {}.\n", about, news);
  audience_.send_to_others(about, as_bytes(text));
  audience_.print(text);
}

}  // namespace netkit::cli
