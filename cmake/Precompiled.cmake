# SPDX-License-Identifier: MIT
# signalbox_precompile(TARGET HEADER...): the headers are read once, not for each file of the target.
# With clang the code of what they define is made once, too, and not in each file that uses it: that
# halves the time of a file of tests. Every file still includes what it uses, which clang-tidy checks
# by doing without.
function(signalbox_precompile target)
  if(NOT CMAKE_CXX_COMPILER_ID STREQUAL "Clang" OR CMAKE_DISABLE_PRECOMPILE_HEADERS)
    target_precompile_headers(${target} PRIVATE ${ARGN})
    return()
  endif()
  # CMake makes the headers of a target and that target's objects in one step, so that what is made of
  # the headers must belong to two other targets: one that has them, one that has their code.
  set(owner ${target}_headers)
  add_library(${owner} OBJECT ${PROJECT_SOURCE_DIR}/cmake/precompiled.cpp)
  foreach(property IN ITEMS INCLUDE_DIRECTORIES COMPILE_DEFINITIONS COMPILE_OPTIONS)
    set_property(TARGET ${owner} PROPERTY ${property} $<TARGET_PROPERTY:${target},${property}>)
  endforeach()
  target_precompile_headers(${owner} PRIVATE ${ARGN})
  target_precompile_headers(${target} REUSE_FROM ${owner})
  # Without the time of the headers a compiler cache knows what it has compiled before.
  target_compile_options(${target} PRIVATE
    -fpch-codegen -fpch-debuginfo "SHELL:-Xclang -fno-pch-timestamp")

  set(header ${CMAKE_CURRENT_BINARY_DIR}/CMakeFiles/${owner}.dir/cmake_pch.hxx.pch)
  set(object ${CMAKE_CURRENT_BINARY_DIR}/${target}_precompiled.o)
  string(TOUPPER "${CMAKE_BUILD_TYPE}" type)
  separate_arguments(flags UNIX_COMMAND "${CMAKE_CXX_FLAGS} ${CMAKE_CXX_FLAGS_${type}}")
  add_custom_command(OUTPUT ${object}
    COMMAND ${CMAKE_CXX_COMPILER} ${flags} -ffunction-sections -c ${header} -o ${object}
    DEPENDS ${header} ${owner} VERBATIM)
  add_library(${target}_precompiled STATIC ${object})
  set_target_properties(${target}_precompiled PROPERTIES LINKER_LANGUAGE CXX)
  # All that is inline in a header gets code, also what could never be linked and nobody calls.
  target_link_options(${target}_precompiled INTERFACE -Wl,--gc-sections)
  target_link_libraries(${target} PRIVATE ${target}_precompiled)
endfunction()
