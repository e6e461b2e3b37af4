# SPDX-License-Identifier: MIT
# SIGNALBOX_VERSION: 0.1.0 at the tag v0.1.0, 0.1.0+5.g1234567 five commits later. Read when CMake
# configures; a source tree without git, or without such a tag, has the project's version.

set(SIGNALBOX_VERSION ${PROJECT_VERSION})
execute_process(COMMAND git describe --tags --match "v[0-9]*"
  WORKING_DIRECTORY ${CMAKE_SOURCE_DIR}
  OUTPUT_VARIABLE described OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
if(described MATCHES "^v([0-9][0-9.]*)(-([0-9]+)-(g[0-9a-f]+))?$")
  set(SIGNALBOX_VERSION ${CMAKE_MATCH_1})
  if(CMAKE_MATCH_2)
    string(APPEND SIGNALBOX_VERSION "+${CMAKE_MATCH_3}.${CMAKE_MATCH_4}")
  endif()
endif()
