# SPDX-License-Identifier: MIT
# The program prints the completion scripts; each is installed where its shell looks for it.
if(CMAKE_CROSSCOMPILING AND NOT CMAKE_CROSSCOMPILING_EMULATOR)
  return()
endif()

# On Debian, packages have their own folder for zsh.
if(CMAKE_INSTALL_PREFIX STREQUAL /usr AND EXISTS /etc/debian_version)
  set(zsh_folder zsh/vendor-completions)
else()
  set(zsh_folder zsh/site-functions)
endif()

# netkit_completion(SHELL PATH): PATH is below the prefix's share.
set(completions)
function(netkit_completion shell path)
  set(file ${PROJECT_BINARY_DIR}/completions/${shell})
  add_custom_command(OUTPUT ${file}
    COMMAND netkit_program --completion ${shell} > ${file}
    DEPENDS netkit_program VERBATIM)
  set(completions ${completions} ${file} PARENT_SCOPE)
  cmake_path(GET path PARENT_PATH folder)
  cmake_path(GET path FILENAME name)
  install(FILES ${file} DESTINATION ${CMAKE_INSTALL_DATADIR}/${folder} RENAME ${name} COMPONENT program)
endfunction()

file(MAKE_DIRECTORY ${PROJECT_BINARY_DIR}/completions)
netkit_completion(bash bash-completion/completions/netkit)
netkit_completion(zsh ${zsh_folder}/_netkit)
netkit_completion(fish fish/vendor_completions.d/netkit.fish)
add_custom_target(netkit_completions ALL DEPENDS ${completions})
