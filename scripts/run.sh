#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Installs what is missing, builds the server and starts it: ./scripts/run.sh [server options]
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/lib/packages.sh
. scripts/lib/build.sh

install "${build_packages[@]}"
build release signalbox
exec build/release/signalbox "$@"
