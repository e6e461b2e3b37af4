# SPDX-License-Identifier: MIT
# Sourced by run.sh and test.sh, in the project's folder.

# More jobs than this would swap on small machines: one of them takes up to 1 GB.
jobs=2

# ccache keeps objects that a precompiled header went into only if it is told that this is right. What
# needs no such header it knows in another clone, too, if paths are relative to the project's folder.
export CCACHE_SLOPPINESS=pch_defines,time_macros CCACHE_BASEDIR=$PWD CCACHE_NOHASHDIR=1

# configure PRESET: where that has not been done.
configure() {
  local launcher=()
  [ ! -f "build/$1/build.ninja" ] || return 0
  command -v ccache >/dev/null && launcher=(-DCMAKE_CXX_COMPILER_LAUNCHER=ccache)
  mkdir -p build/log
  cmake --preset "$1" "${launcher[@]}" >"build/log/configure-$1.txt" ||
    { cat "build/log/configure-$1.txt"; return 1; }
}

# build PRESET [TARGET...]: configures where that has not been done, and builds.
build() {
  local preset=$1
  shift
  configure "$preset" || return
  cmake --build --preset "$preset" --parallel $jobs ${1:+--target "$@"}
}
