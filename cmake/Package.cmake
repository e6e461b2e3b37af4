# SPDX-License-Identifier: MIT
# `cpack -G DEB` in the build folder makes the Debian package.

# The program is built before; the tests are no part of a package.
set(CMAKE_SKIP_INSTALL_ALL_DEPENDENCY ON)
install(FILES LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR} RENAME copyright)
# Where somebody else decides about /etc, `cmake --install` leaves it alone.
install(FILES packaging/signalbox.toml DESTINATION /etc/signalbox
  COMPONENT debian EXCLUDE_FROM_ALL)

set(CPACK_PACKAGE_NAME signalbox)
set(CPACK_PACKAGE_VERSION ${SIGNALBOX_VERSION})
set(CPACK_PACKAGE_CONTACT "The Signalbox authors <signalbox@localhost>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "${PROJECT_DESCRIPTION}")
set(CPACK_PACKAGE_DESCRIPTION "A daemon that introduces WebRTC peers to each other: it carries
their session descriptions and ICE candidates over WebSockets.")
set(CPACK_PACKAGING_INSTALL_PREFIX /usr)
set(CPACK_STRIP_FILES ON)
set(CPACK_COMPONENTS_ALL Unspecified debian)
set(CPACK_COMPONENTS_GROUPING ALL_COMPONENTS_IN_ONE)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_SECTION net)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_DEPENDS passwd)
set(debian ${CMAKE_SOURCE_DIR}/packaging/debian)
set(CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA
  ${debian}/conffiles ${debian}/postinst ${debian}/prerm ${debian}/postrm)
set(CPACK_DEBIAN_PACKAGE_CONTROL_STRICT_PERMISSION ON)
include(CPack)
