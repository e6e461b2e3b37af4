# SPDX-License-Identifier: MIT
# What makes a bug of ours hard to use for others, in the builds that users run: as Debian builds its
# packages, and what clashes with sanitizers aside. tests/install looks whether it is in the program.

if(CMAKE_BUILD_TYPE STREQUAL "Release" AND NOT CMAKE_CXX_FLAGS MATCHES "-fsanitize")
  add_compile_options(-fPIE -fstack-protector-strong -fstack-clash-protection)
  # Some compilers bring a definition of their own.
  add_compile_options(-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2)
  add_link_options(-pie -Wl,-z,relro,-z,now)
  if(CMAKE_SYSTEM_PROCESSOR MATCHES "^(x86_64|AMD64)$")
    add_compile_options(-fcf-protection)
  elseif(CMAKE_SYSTEM_PROCESSOR MATCHES "^(aarch64|arm64)$")
    add_compile_options(-mbranch-protection=standard)
  endif()
endif()
