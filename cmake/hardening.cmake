# SPDX-License-Identifier: MIT
# Flags that make faults harder to exploit, if compiler and linker have them. All of netkit is built with the flags of
# this target. CMake itself handles position-independent programs. A _FORTIFY_SOURCE of the user or of the system is
# kept; it needs an optimised build without sanitizers.
option(NETKIT_HARDENING "Stack protector, _FORTIFY_SOURCE, control-flow protection, relocations read-only" ON)
add_library(netkit_hardening INTERFACE)
if(NOT NETKIT_HARDENING)
  return()
endif()

include(CheckCXXCompilerFlag)
include(CheckCXXSourceCompiles)
include(CheckLinkerFlag)

foreach(flag -fstack-protector-strong -fcf-protection)
  string(MAKE_C_IDENTIFIER HAS${flag} has)
  check_cxx_compiler_flag(${flag} ${has})
  if(${has})
    target_compile_options(netkit_hardening INTERFACE ${flag})
  endif()
endforeach()

check_linker_flag(CXX LINKER:-z,relro,-z,now HAS_READ_ONLY_RELOCATIONS)
if(HAS_READ_ONLY_RELOCATIONS)
  target_link_options(netkit_hardening INTERFACE LINKER:-z,relro,-z,now)
endif()

set(CMAKE_REQUIRED_FLAGS -O2)
check_cxx_source_compiles("#ifdef _FORTIFY_SOURCE\n#error\n#endif\nint main() {}" FORTIFY_IS_OURS_TO_CHOOSE)
set(CMAKE_REQUIRED_FLAGS "-O2 -Werror -D_FORTIFY_SOURCE=3")
check_cxx_source_compiles("#include <string.h>\nint main() {}" HAS_FORTIFY_3)
unset(CMAKE_REQUIRED_FLAGS)
if(FORTIFY_IS_OURS_TO_CHOOSE AND NOT NETKIT_SANITIZE)
  target_compile_definitions(netkit_hardening INTERFACE
    $<$<CONFIG:Release,RelWithDebInfo,MinSizeRel>:_FORTIFY_SOURCE=$<IF:$<BOOL:${HAS_FORTIFY_3}>,3,2>>)
endif()
