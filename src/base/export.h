// SPDX-License-Identifier: MIT
#pragma once

/// Stands between `namespace` and `netkit` in each header that is installed: what it declares is what the
/// shared library exports; all else is compiled to be hidden. A class is what its first declaration says, so
/// that only such headers may declare it. Private to this library.
#define NETKIT_PUBLIC __attribute__((visibility("default")))

/// Before the name of a class that such a header only mentions.
#define NETKIT_HIDDEN __attribute__((visibility("hidden")))
