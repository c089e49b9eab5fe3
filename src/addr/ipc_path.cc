// SPDX-License-Identifier: MIT
#include <netkit/addr/ipc_path.h>

#include <netkit/base/ascii.h>

#include <algorithm>

namespace netkit {
namespace {

/// Windows ignores case in these names.
bool starts_with_any_case(std::string_view text, std::string_view lower_case) {
  return text.size() >= lower_case.size() &&
         std::ranges::equal(text.substr(0, lower_case.size()), lower_case, {}, to_lower);
}

}  // namespace

std::expected<IpcPath, IpcPathProblem> IpcPath::parse(std::string_view text) {
  if (text.empty()) return std::unexpected(IpcPathProblem::empty);
  if (text.find('\0') != std::string_view::npos) return std::unexpected(IpcPathProblem::embedded_nul);
  if (starts_with_any_case(text, R"(\\.\pipe\)") || starts_with_any_case(text, R"(\\?\pipe\)")) {
    return std::unexpected(IpcPathProblem::windows_pipe);
  }
  const IpcPath path(text);
  if (path.name().empty()) return std::unexpected(IpcPathProblem::empty_abstract_name);
  if (path.name().size() > max_length) return std::unexpected(IpcPathProblem::too_long);
  return path;
}

}  // namespace netkit
