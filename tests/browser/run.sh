#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Runs the browser tests: all of them, or the test files named as arguments.
#   SIGNALBOX   the server's binary (default: build/release/signalbox)
# The browsers run in a network namespace of their own, so that nothing they do leaves the machine.
set -eu
cd "$(dirname "$0")"

if [ -n "${SIGNALBOX:-}" ]; then
  case $SIGNALBOX in /*) ;; *) SIGNALBOX=$OLDPWD/$SIGNALBOX ;; esac
  export SIGNALBOX
fi

if [ ! -d node_modules ]; then
  npm ci --no-audit --no-fund
fi

# A private namespace has no interface but lo.
if [ "$(ip -o link | wc -l)" -gt 1 ]; then
  map_root=
  [ "$(id -u)" -eq 0 ] || map_root=--map-root-user
  # The namespace of process ids ends every process that a crashed test would leave behind.
  exec unshare --net --pid --fork --kill-child --mount-proc $map_root ./run.sh "$@"
fi
ip link set lo up

TMPDIR=$(mktemp -d)
export TMPDIR
trap 'rm -rf "$TMPDIR"' EXIT

node_modules/.bin/tsc --project .
if [ $# -eq 0 ]; then
  set -- *.test.js
fi
node --test --test-reporter=spec --test-concurrency=1 "$@"
