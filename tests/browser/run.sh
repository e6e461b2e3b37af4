#!/bin/sh
# SPDX-License-Identifier: MIT
#
# Runs the browser tests: all of them, or the test files named as arguments. With --prepare, it only
# installs what they need.
#   SIGNALBOX         the server's binary (default: build/release/signalbox)
#   SIGNALBOX_NAME    of a server that runs in this network already, for remote/call.test.js
# The browsers run in a network namespace of their own, so that nothing they do leaves the machine.
set -eu
cd "$(dirname "$0")"

if [ -n "${SIGNALBOX:-}" ]; then
  case $SIGNALBOX in /*) ;; *) SIGNALBOX=$OLDPWD/$SIGNALBOX ;; esac
  export SIGNALBOX
fi

if [ ! node_modules/.package-lock.json -nt package-lock.json ]; then
  npm ci --no-audit --no-fund
fi

# Debian 12's Node.js is older than these tests; the npm registry has a newer one.
if [ "$(node -p 'process.versions.node.split(".")[0]')" -lt 20 ]; then
  case $(uname -m) in aarch64) cpu=arm64 ;; *) cpu=x64 ;; esac
  [ -d node_modules/node-linux-$cpu ] || npm install --no-save --no-audit --no-fund node-linux-$cpu@20
  PATH=$PWD/node_modules/node-linux-$cpu/bin:$PATH
  export PATH
fi

[ "${1:-}" != --prepare ] || exit 0

# A private namespace has no interface but lo.
if [ -z "${SIGNALBOX_NAME:-}" ] && [ "$(ip -o link | wc -l)" -gt 1 ]; then
  map_root=
  [ "$(id -u)" -eq 0 ] || map_root=--map-root-user
  # The namespace of process ids ends every process that a crashed test would leave behind.
  exec unshare --net --pid --fork --kill-child --mount-proc $map_root ./run.sh "$@"
fi
[ -n "${SIGNALBOX_NAME:-}" ] || ip link set lo up

# Whatever a browser writes goes here, and away.
TMPDIR=$(mktemp -d)
chmod 711 "$TMPDIR" # A proxy's workers are another user.
export TMPDIR HOME="$TMPDIR"
unset XDG_CONFIG_HOME XDG_CACHE_HOME XDG_RUNTIME_DIR
trap 'rm -rf "$TMPDIR"' EXIT

[ -n "${SIGNALBOX_NAME:-}" ] || node_modules/.bin/tsc --project .
if [ $# -eq 0 ]; then
  set -- *.test.js
fi
node --test --test-reporter=spec --test-concurrency=1 "$@"
