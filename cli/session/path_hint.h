// SPDX-License-Identifier: MIT
#pragma once

#include <netkit/addr/ipc_path.h>
#include <netkit/base/error.h>

#include <string>

namespace netkit::cli {

/// What to add to the message where connecting to a Unix-domain socket, or listening on one, failed because
/// of what is at its path: " (a regular file, not a socket)"; or "".
std::string hint_about_path(const Error& error, const IpcPath& path);

}  // namespace netkit::cli
