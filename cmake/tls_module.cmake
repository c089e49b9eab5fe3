# SPDX-License-Identifier: MIT
# netkit-tls.so, the only part that is linked with OpenSSL. Without OpenSSL netkit has everything else. The program and
# the library find it along their RUNPATH, else where it is installed. Its one symbol has the version in its name, so
# that a module of another version is not taken.
string(REPLACE . _ tls_entry netkit_tls_${PROJECT_VERSION})
set(tls_module_dir ${PROJECT_BINARY_DIR}/${CMAKE_INSTALL_LIBDIR}/netkit)
set(tls_module_installed ${CMAKE_INSTALL_FULL_LIBDIR}/netkit/netkit-tls.so)
if(NETKIT_SANITIZE)
  set(tls_module_installed ${tls_module_dir}/netkit-tls.so)  # a sanitizer's dlopen knows no RUNPATH
endif()
set_source_files_properties(tls/engine/load_tls.cc PROPERTIES COMPILE_DEFINITIONS
  "NETKIT_TLS_ENTRY_NAME=\"${tls_entry}\";NETKIT_TLS_MODULE=\"${tls_module_installed}\"")
if(NOT OpenSSL_FOUND)
  message(STATUS "netkit is built without TLS: OpenSSL 3 was not found")
  return()
endif()

set(tls_internal tls/engine/internal)
add_library(netkit_tls MODULE
  ${tls_internal}/openssl_certificate.cc
  ${tls_internal}/openssl_context.cc
  ${tls_internal}/openssl_engine.cc
  ${tls_internal}/openssl_ephemeral.cc
  ${tls_internal}/openssl_fault.cc
  ${tls_internal}/openssl_files.cc
  ${tls_internal}/openssl_key_log.cc
  ${tls_internal}/openssl_module.cc
  ${tls_internal}/openssl_system_issuers.cc
  ${tls_internal}/openssl_verification.cc
)
set_target_properties(netkit_tls PROPERTIES OUTPUT_NAME netkit-tls PREFIX ""
  LIBRARY_OUTPUT_DIRECTORY ${tls_module_dir})
target_compile_definitions(netkit_tls PRIVATE NETKIT_TLS_ENTRY=${tls_entry})
target_include_directories(netkit_tls PRIVATE ${PROJECT_BINARY_DIR}/include)
target_link_libraries(netkit_tls PRIVATE netkit_build_flags OpenSSL::SSL)
target_link_options(netkit_tls PRIVATE LINKER:--exclude-libs,ALL)
if(NETKIT_STATIC_LIBRARIES)
  target_link_options(netkit_tls PRIVATE -static-libstdc++ -static-libgcc)
endif()
