// SPDX-License-Identifier: MIT
#pragma once

#include <string>

namespace netkit::cli {

enum class Versions { netkit, with_libraries };

/// "netkit 0.1.0", and with them a line for each library.
std::string version_text(Versions which);

}  // namespace netkit::cli
