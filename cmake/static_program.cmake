# SPDX-License-Identifier: MIT
# Loading the shared libraries takes longer than all else that a short run does. With NETKIT_STATIC_LIBRARIES they are a
# part of the program, where the flags for that are known. What is missing in an archive stays shared, as libuv does
# where it has none.
include(CheckLinkerFlag)
set(static_link -nodefaultlibs LINKER:--as-needed,--gc-sections)
set(static_link_libraries "-l:libstdc++.a -lgcc -lgcc_eh -lc")
set(CMAKE_REQUIRED_LIBRARIES ${static_link_libraries})
check_linker_flag(CXX "${static_link}" HAS_STATIC_LINK)
unset(CMAKE_REQUIRED_LIBRARIES)

# Where fmt and spdlog are shared, this takes their place. It takes long, so it comes before the program's own sources.
get_target_property(fmt_type fmt::fmt TYPE)
get_target_property(spdlog_type spdlog::spdlog TYPE)
if(NETKIT_STATIC_LIBRARIES AND HAS_STATIC_LINK AND fmt_type STREQUAL SHARED_LIBRARY AND spdlog_type STREQUAL SHARED_LIBRARY)
  add_library(netkit_fmt_and_spdlog OBJECT process/fmt_and_spdlog.cc)
  target_compile_options(netkit_fmt_and_spdlog PRIVATE -ffunction-sections -fdata-sections $<$<CONFIG:Release>:-O2>)
  target_link_libraries(netkit_fmt_and_spdlog PRIVATE netkit_hardening fmt::fmt spdlog::spdlog)
endif()

# netkit_link_statically(PROGRAM): called where PROGRAM is made.
macro(netkit_link_statically program)
  if(NETKIT_STATIC_LIBRARIES AND HAS_STATIC_LINK)
    if(TARGET netkit_fmt_and_spdlog)
      target_sources(${program} PRIVATE $<TARGET_OBJECTS:netkit_fmt_and_spdlog>)
    endif()
    # Not the compiler's own list: what the linker throws away again asks for libm, which would be loaded for nothing.
    target_link_options(${program} PRIVATE ${static_link})
    set(CMAKE_CXX_STANDARD_LIBRARIES ${static_link_libraries})
    find_library(LIBUV_ARCHIVE NAMES libuv_a.a libuv.a HINTS ${libuv_LIBRARY_DIRS})
    if(LIBUV_ARCHIVE)
      target_link_libraries(${program} PRIVATE ${LIBUV_ARCHIVE} ${CMAKE_DL_LIBS})
    endif()
    find_library(ZLIB_ARCHIVE NAMES libz.a)
    if(ZLIB_ARCHIVE)
      target_link_libraries(${program} PRIVATE ${ZLIB_ARCHIVE})
    endif()
    # libidn2.a needs libunistring.a.
    find_library(LIBIDN2_ARCHIVE libidn2.a HINTS ${libidn2_LIBRARY_DIRS})
    find_library(LIBUNISTRING_ARCHIVE libunistring.a HINTS ${libidn2_LIBRARY_DIRS})
    if(LIBIDN2_ARCHIVE AND LIBUNISTRING_ARCHIVE)
      target_link_libraries(${program} PRIVATE ${LIBIDN2_ARCHIVE} ${LIBUNISTRING_ARCHIVE})
    endif()
    target_compile_definitions(${program} PRIVATE NETKIT_HAS_STATIC_LIBRARIES)
  endif()
endmacro()
