// SPDX-License-Identifier: MIT
#include <string>

#include "cli/text/command_words.h"
#include "require.h"

namespace netkit::fuzz {
namespace {

std::string quoted(const std::vector<std::string>& words) {
  std::string command;
  for (const std::string& word : words) {
    command += " '";
    for (const char c : word) command += c == '\'' ? std::string("'\\''") : std::string(1, c);
    command += "'";
  }
  return command;
}

}  // namespace
}  // namespace netkit::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace netkit;
  const auto words = cli::command_words(fuzz::as_text(data, size));
  if (!words) {
    fuzz::require(!words.error().empty(), "a refusal has a reason");
    return 0;
  }
  fuzz::require(!words->empty(), "there is a program");
  fuzz::require(cli::command_words(fuzz::quoted(*words)) == words, "words are read back from quotes");
  return 0;
}
