// SPDX-License-Identifier: MIT
#include <string>

#include "cli/text/port_list.h"
#include "require.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace netkit;
  const auto none = [](const std::string&) { return std::optional<std::uint16_t>(); };
  const auto ports = cli::parse_port_list(fuzz::as_text(data, size), none);
  if (!ports) {
    fuzz::require(!ports.error().empty(), "a refusal has a reason");
    return 0;
  }
  fuzz::require(!ports->empty() && ports->size() <= 65535, "there are ports, each once");
  std::string text;
  for (const std::uint16_t port : *ports) text += "," + std::to_string(port);
  fuzz::require(cli::parse_port_list(text.substr(1), none) == ports, "ports are read back");
  return 0;
}
