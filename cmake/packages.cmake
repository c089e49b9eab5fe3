# SPDX-License-Identifier: MIT
# cpack -G TGZ makes one archive of everything, cpack -G DEB the packages netkit, netkit-tls, libnetkit0 and
# libnetkit-dev.
set(CPACK_GENERATOR TGZ)
set(CPACK_PACKAGE_NAME netkit)
set(CPACK_PACKAGE_VENDOR "netkit")
set(CPACK_PACKAGE_CONTACT "netkit developers <netkit@netkit.invalid>")
set(CPACK_PACKAGE_FILE_NAME netkit-${PROJECT_VERSION}-${CMAKE_SYSTEM_NAME}-${CMAKE_SYSTEM_PROCESSOR})
set(CPACK_STRIP_FILES ON)
set(CPACK_VERBATIM_VARIABLES ON)
set(CPACK_PROJECT_CONFIG_FILE ${CMAKE_CURRENT_LIST_DIR}/package_time.cmake)
set(CPACK_PRE_BUILD_SCRIPTS ${CMAKE_CURRENT_LIST_DIR}/package_files.cmake)
set(CPACK_NETKIT_SOURCE_DIR ${PROJECT_SOURCE_DIR})

set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_COMPONENTS_ALL program library development)
if(TARGET netkit_tls)
  list(APPEND CPACK_COMPONENTS_ALL tls)
  set(CPACK_DEBIAN_PROGRAM_PACKAGE_RECOMMENDS netkit-tls)
  set(CPACK_DEBIAN_LIBRARY_PACKAGE_RECOMMENDS netkit-tls)
endif()
set(CPACK_COMPONENT_DEVELOPMENT_DEPENDS library)
set(CPACK_DEBIAN_PROGRAM_PACKAGE_NAME netkit)
set(CPACK_DEBIAN_LIBRARY_PACKAGE_NAME libnetkit${PROJECT_VERSION_MAJOR})
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_NAME libnetkit-dev)
set(CPACK_DEBIAN_TLS_PACKAGE_NAME netkit-tls)
set(CPACK_DEBIAN_TLS_PACKAGE_SECTION net)
set(CPACK_DEBIAN_TLS_PACKAGE_RECOMMENDS ca-certificates)
set(CPACK_DEBIAN_PROGRAM_PACKAGE_SECTION net)
set(CPACK_DEBIAN_LIBRARY_PACKAGE_SECTION libs)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_SECTION libdevel)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SOURCE netkit)
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
set(CPACK_DEBIAN_ENABLE_COMPONENT_DEPENDS ON)
set(CPACK_DEBIAN_DEVELOPMENT_PACKAGE_DEPENDS "libuv1-dev (>= ${LIBUV_OLDEST}), libidn2-dev (>= ${LIBIDN2_OLDEST}), zlib1g-dev")
# A trigger calls ldconfig once for all packages. CPack's own scripts would call it again; these names of files that do
# not exist suppress them, and CPack warns of it.
set(debian ${CMAKE_CURRENT_LIST_DIR}/debian)
set(CPACK_DEBIAN_LIBRARY_PACKAGE_CONTROL_EXTRA ${debian}/triggers ${debian}/postinst ${debian}/postrm)
# On a system with dpkg, it reports which packages contain the libraries that are used.
find_program(DPKG_SHLIBDEPS dpkg-shlibdeps)
find_program(FILE file)
if(DPKG_SHLIBDEPS AND FILE)
  set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
  set(CPACK_DEBIAN_PACKAGE_GENERATE_SHLIBS ON)
  set(CPACK_DEBIAN_PACKAGE_GENERATE_SHLIBS_POLICY >=)
endif()

# The first line is the short description, in place of one for all.
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "")
set(CPACK_COMPONENT_PROGRAM_DESCRIPTION "${PROJECT_DESCRIPTION}
netkit connects programs over TCP and Unix sockets: it listens, connects and
echoes, and its exit status says whether all data was delivered. It also
checks IP addresses, and queries, merges and converts lists of them, or finds
listed addresses in logs.")
set(CPACK_COMPONENT_TLS_DESCRIPTION "TLS for netkit, by OpenSSL
netkit connects programs over TCP and Unix sockets. This package contains the
module that netkit loads for its option --tls, and the library for TLS.")
set(of_the_library "A C++23 library on libuv with the semantics of Node.js's net: servers,
sockets, their options, events and errors; addresses as values; and lists of
blocked addresses.

This package contains")
set(CPACK_COMPONENT_LIBRARY_DESCRIPTION "Servers, sockets and addresses for C++ programs
${of_the_library} the shared library.")
set(CPACK_COMPONENT_DEVELOPMENT_DESCRIPTION "Servers, sockets and addresses for C++, to build on
${of_the_library} the headers, the static library, and files
for CMake and pkg-config.")
include(CPack)
