// SPDX-License-Identifier: MIT
#pragma once

#include <string>

namespace netkit::cli {

/// The time in UTC, with microseconds: "2026-11-22T10:00:00.000000Z".
std::string time_stamp();

}  // namespace netkit::cli
