// SPDX-License-Identifier: MIT
#pragma once

// Read once and kept in the compiler's own form: GoogleTest, and what the tests include besides most often.
// Tests include what they use all the same.
#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <expected>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <ranges>
#include <sstream>
#include <string>
#include <string_view>
#include <utility>
#include <vector>
