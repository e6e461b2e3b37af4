# SPDX-License-Identifier: MIT
# One static library a layer: sources in src/<name>/, headers that other layers may include in
# include/signalbox/<name>/. PRECOMPILED names the headers that would otherwise be most of the build
# time.

add_library(signalbox_warnings INTERFACE)
target_compile_options(signalbox_warnings INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wnon-virtual-dtor -Werror)

function(signalbox_layer name)
  cmake_parse_arguments(ARG "" "" "LAYERS;LIBRARIES;PRECOMPILED" ${ARGN})
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/src/${name}/*.cpp)
  add_library(signalbox_${name} STATIC ${sources})
  target_include_directories(signalbox_${name}
    PUBLIC ${CMAKE_SOURCE_DIR}/include
    PRIVATE ${CMAKE_SOURCE_DIR}/src)
  list(TRANSFORM ARG_LAYERS PREPEND signalbox_)
  target_link_libraries(signalbox_${name}
    PUBLIC ${ARG_LAYERS} ${ARG_LIBRARIES}
    PRIVATE signalbox_warnings)
  if(SIGNALBOX_FUZZERS)
    # Fuzzers try more where the code is faster, and need to see where it goes.
    target_compile_options(signalbox_${name} PRIVATE -O1 -fsanitize=fuzzer-no-link)
  endif()
  if(ARG_PRECOMPILED)
    signalbox_precompile(signalbox_${name} ${ARG_PRECOMPILED})
  endif()
endfunction()
