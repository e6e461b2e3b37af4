#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Installs what is missing, builds, and makes the Debian package, build/release/signalbox_*.deb
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/lib/packages.sh
. scripts/lib/build.sh

install "${build_packages[@]}" dpkg-dev file
build release signalbox
cd build/release
cpack -G DEB
