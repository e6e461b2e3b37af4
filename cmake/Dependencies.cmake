# SPDX-License-Identifier: MIT
# Everything comes from the distribution's packages; scripts/lib/packages.sh lists them.

find_package(Threads REQUIRED)
find_package(Boost 1.81 REQUIRED)
find_package(OpenSSL REQUIRED)
find_package(CURL 7.87 REQUIRED)
find_package(nlohmann_json REQUIRED)
find_package(simdjson REQUIRED)
find_package(spdlog REQUIRED)
find_package(CLI11 REQUIRED)
find_path(LIBJWT_INCLUDE_DIR jwt.h REQUIRED)
find_library(LIBJWT_LIBRARY jwt REQUIRED)

# Asio and Beast are compiled once each, not in every file that includes them, and not looked at by
# clang-tidy: nothing in them is ours.
add_library(signalbox_boost STATIC
  ${CMAKE_SOURCE_DIR}/cmake/boost/asio.cpp ${CMAKE_SOURCE_DIR}/cmake/boost/beast.cpp)
target_link_libraries(signalbox_boost PUBLIC Boost::headers Threads::Threads)
set_target_properties(signalbox_boost PROPERTIES CXX_CLANG_TIDY "")
target_compile_definitions(signalbox_boost PUBLIC
  BOOST_ASIO_SEPARATE_COMPILATION BOOST_ASIO_NO_DEPRECATED BOOST_BEAST_SEPARATE_COMPILATION)

if(NOT TARGET CLI11::CLI11)
  message(FATAL_ERROR "CLI11 was found without its CMake target; install libcli11-dev")
endif()

add_library(libjwt INTERFACE)
target_include_directories(libjwt SYSTEM INTERFACE ${LIBJWT_INCLUDE_DIR})
target_link_libraries(libjwt INTERFACE ${LIBJWT_LIBRARY})
