#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Installs what is missing, builds the server as it is released, and drives it with clients of every
# kind. Fails if its memory grows, a file stays open, or a client loses something.
#   ./scripts/soak.sh [MINUTES [FOLDER [attack]]]   default: 10 minutes; figures and plot into build/soak
# With `attack` strangers do to it what they can at the same time.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/lib/packages.sh
. scripts/lib/build.sh

install "${build_packages[@]}" python3 python3-websockets
build release signalbox
SIGNALBOX=build/release/signalbox PYTHONPATH=tests/peers /usr/bin/python3 -B tests/soak/soak.py \
  "${1:-10}" "${2:-build/soak}" "${@:3}"
