# SPDX-License-Identifier: MIT
# Most of the time that a source takes to compile goes into reading the same standard headers. They are read once for
# all sources of the same flags. Sources include what they use all the same: a build without this option compiles only
# then, and dev-clang is one.
option(NETKIT_PRECOMPILED_HEADERS "Read the headers that most sources include once for all of them" ON)

# netkit_precompile_headers(TARGET HEADERS...): the standard headers, and these.
function(netkit_precompile_headers target)
  if(NETKIT_PRECOMPILED_HEADERS)
    target_precompile_headers(${target} PRIVATE <algorithm> <array> <cerrno> <charconv> <chrono> <cstddef> <cstdint>
      <expected> <functional> <map> <memory> <optional> <ranges> <span> <string> <string_view> <system_error> <utility>
      <variant> <vector> ${ARGN})
  endif()
endfunction()

# netkit_reuse_headers(TARGET OTHER): those of OTHER, which has the same flags.
function(netkit_reuse_headers target other)
  if(NETKIT_PRECOMPILED_HEADERS)
    target_precompile_headers(${target} REUSE_FROM ${other})
  endif()
endfunction()
