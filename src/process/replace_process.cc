// SPDX-License-Identifier: MIT
#include <netkit/process/replace_process.h>

#include <netkit/loop/system.h>
#include <netkit/loop/uv_error.h>
#include <netkit/process/internal/fresh_start.h>
#include <unistd.h>

#include <cerrno>

namespace netkit {

Error replace_process(const std::string& file, const std::vector<std::string>& arguments) {
  const auto pointers = internal::pointers_to(arguments);
  internal::make_fresh(initial_descriptor_limit());
  ::execv(file.c_str(), pointers.data());
  return step_error(errno_error(errno), "exec");
}

}  // namespace netkit
