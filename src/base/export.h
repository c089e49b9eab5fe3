// SPDX-License-Identifier: MIT
#pragma once

/// Stands between `namespace` and `netkit` in each installed header. The shared library exports what these
/// namespaces declare; everything else is hidden. The first declaration of a class decides for it, so only an
/// installed header may declare such a class. For this library only.
#define NETKIT_PUBLIC __attribute__((visibility("default")))

/// Stands before the name of a hidden class that an installed header declares.
#define NETKIT_HIDDEN __attribute__((visibility("hidden")))
