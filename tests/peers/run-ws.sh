#!/bin/sh
# SPDX-License-Identifier: MIT
# Runs ws.test.js with the server's binary in SIGNALBOX; installs ws where that has not been done.
set -eu
cd "$(dirname "$0")"
[ -d node_modules/ws ] || npm ci --no-audit --no-fund --loglevel=error
exec node --test ws.test.js
