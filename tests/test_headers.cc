// SPDX-License-Identifier: MIT
#include "test_headers.h"
