// SPDX-License-Identifier: MIT
#include <netkit/addr/ipc_path.h>

#include "require.h"

namespace netkit::fuzz {
namespace {

void check_refusal(std::string_view text, IpcPathProblem problem) {
  const bool has_nul = text.find('\0') != std::string_view::npos;
  switch (problem) {
    case IpcPathProblem::empty:
      return require(text.empty(), "only nothing is empty");
    case IpcPathProblem::embedded_nul:
      return require(has_nul, "an embedded NUL is there");
    case IpcPathProblem::windows_pipe:
      return require(text.starts_with("\\\\") && !has_nul, "a Windows pipe begins with two backslashes");
    case IpcPathProblem::empty_abstract_name:
      return require(text == "@", "only @ is an empty abstract name");
    case IpcPathProblem::too_long:
      return require(text.size() > IpcPath::max_length && !has_nul, "what is too long is long");
  }
  require(false, "there is no other problem");
}

void check_path(std::string_view text, const IpcPath& path) {
  require(path.text() == text, "the text is kept as typed");
  require(path.is_abstract() == text.starts_with('@'), "@ begins an abstract name");
  require(path.name() == text.substr(path.is_abstract() ? 1 : 0), "the name follows the @");
  require(!path.name().empty() && path.name().size() <= IpcPath::max_length, "a name has its bounds");
  require(path.name().find('\0') == std::string_view::npos, "a name has no NUL");
  require(IpcPath::parse(path.text()) == path, "a path's text is that path");
}

}  // namespace
}  // namespace netkit::fuzz

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text = netkit::fuzz::as_text(data, size);
  const auto path = netkit::IpcPath::parse(text);
  if (path) {
    netkit::fuzz::check_path(text, *path);
  } else {
    netkit::fuzz::check_refusal(text, path.error());
  }
  return 0;
}
