# SPDX-License-Identifier: MIT
# What goes where; the components are the packages: program, library and development.
include(CMakePackageConfigHelpers)
set(config_dir ${CMAKE_INSTALL_LIBDIR}/cmake/netkit)

install(TARGETS netkit_program RUNTIME COMPONENT program)
include(${CMAKE_CURRENT_LIST_DIR}/manuals.cmake)
foreach(page IN LISTS manual_pages)
  string(REGEX MATCH "[1-8]$" section ${page})
  install(FILES ${page} DESTINATION ${CMAKE_INSTALL_MANDIR}/man${section} COMPONENT program)
endforeach()
install(FILES ${PROJECT_SOURCE_DIR}/LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR} COMPONENT licence)
install(FILES ${PROJECT_SOURCE_DIR}/man/netkit-events.schema.json DESTINATION ${CMAKE_INSTALL_DATADIR}/netkit
  COMPONENT program)

# The units name the installed program. They are examples: nothing is started by installing them.
set(units_dir ${PROJECT_BINARY_DIR}/examples/systemd)
configure_file(${PROJECT_SOURCE_DIR}/examples/systemd/netkit-echo.service.in ${units_dir}/netkit-echo.service @ONLY)
configure_file(${PROJECT_SOURCE_DIR}/examples/systemd/netkit-echo.socket ${units_dir}/netkit-echo.socket COPYONLY)
install(FILES ${units_dir}/netkit-echo.service ${units_dir}/netkit-echo.socket
  DESTINATION ${CMAKE_INSTALL_DOCDIR}/examples/systemd COMPONENT program)

install(TARGETS netkit_shared netkit EXPORT netkit
  LIBRARY COMPONENT library NAMELINK_COMPONENT development
  ARCHIVE COMPONENT development)

if(TARGET netkit_tls)
  install(TARGETS netkit_tls LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR}/netkit COMPONENT tls)
endif()

# A header is installed exactly if it contains NETKIT_PUBLIC.
file(GLOB_RECURSE headers RELATIVE ${PROJECT_SOURCE_DIR}/src CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/src/*.h)
foreach(header IN LISTS headers)
  file(STRINGS ${PROJECT_SOURCE_DIR}/src/${header} for_others REGEX NETKIT_PUBLIC)
  if(for_others)
    cmake_path(GET header PARENT_PATH folder)
    install(FILES ${PROJECT_SOURCE_DIR}/src/${header}
      DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/netkit/${folder} COMPONENT development)
  endif()
endforeach()

configure_package_config_file(${CMAKE_CURRENT_LIST_DIR}/netkitConfig.cmake.in ${PROJECT_BINARY_DIR}/netkitConfig.cmake
  INSTALL_DESTINATION ${config_dir} NO_SET_AND_CHECK_MACRO NO_CHECK_REQUIRED_COMPONENTS_MACRO)
# Before 1.0 a minor version may change the interface.
write_basic_package_version_file(${PROJECT_BINARY_DIR}/netkitConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/netkitConfig.cmake ${PROJECT_BINARY_DIR}/netkitConfigVersion.cmake
  DESTINATION ${config_dir} COMPONENT development)
install(EXPORT netkit NAMESPACE netkit:: FILE netkitTargets.cmake DESTINATION ${config_dir} COMPONENT development)

# The path from the .pc file to the prefix is relative, so that the installed tree can be moved.
set(pkgconfig_dir ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
file(RELATIVE_PATH pc_to_prefix /${pkgconfig_dir} /)
configure_file(${CMAKE_CURRENT_LIST_DIR}/netkit.pc.in ${PROJECT_BINARY_DIR}/netkit.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/netkit.pc DESTINATION ${pkgconfig_dir} COMPONENT development)
