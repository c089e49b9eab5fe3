# SPDX-License-Identifier: MIT
# Run by cpack on what it is about to pack: adds what a package of Debian has besides, and sets the times.
if(CPACK_GENERATOR STREQUAL DEB)
  file(STRINGS ${CPACK_NETKIT_SOURCE_DIR}/LICENSE licence)
  list(POP_FRONT licence)
  list(TRANSFORM licence REPLACE "^$" ".")
  list(TRANSFORM licence PREPEND " ")
  list(JOIN licence "\n" LICENCE)
  string(TIMESTAMP NOW "%a, %d %b %Y %H:%M:%S +0000" UTC)
  foreach(component IN LISTS CPACK_COMPONENTS_ALL)
    string(TOUPPER ${component} name)
    set(doc ${CPACK_TEMPORARY_INSTALL_DIRECTORY}/${component}/usr/share/doc/${CPACK_DEBIAN_${name}_PACKAGE_NAME})
    configure_file(${CMAKE_CURRENT_LIST_DIR}/copyright.in ${doc}/copyright @ONLY)
    configure_file(${CMAKE_CURRENT_LIST_DIR}/changelog.in ${doc}/changelog.Debian @ONLY)
  endforeach()
  file(GLOB_RECURSE compressed ${CPACK_TEMPORARY_INSTALL_DIRECTORY}/*/man/*.[1-8]
    ${CPACK_TEMPORARY_INSTALL_DIRECTORY}/*/changelog.Debian)
  execute_process(COMMAND gzip -9n ${compressed} COMMAND_ERROR_IS_FATAL ANY)
endif()

if(DEFINED ENV{SOURCE_DATE_EPOCH})
  execute_process(COMMAND find ${CPACK_TEMPORARY_INSTALL_DIRECTORY} -exec touch -h -d @$ENV{SOURCE_DATE_EPOCH} {} +
    COMMAND_ERROR_IS_FATAL ANY)
endif()
