#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Installs what is missing, builds and runs the tests:
#   ./scripts/test.sh                     everything: also sanitizers, browsers, clang-tidy, fuzzers, bench
#   ./scripts/test.sh --quick             the unit, integration and architecture tests alone
#   FUZZ_SECONDS=3600 ./scripts/test.sh   fuzzes longer than 20 seconds a target
set -uo pipefail
cd "$(dirname "$0")/.."
. scripts/lib/packages.sh
. scripts/lib/build.sh
. scripts/lib/parts.sh

build_and_test() {
  build "$1" && ctest --test-dir "build/$1" --output-on-failure --parallel $jobs --timeout 300
}

check_format() {
  git ls-files --cached --others --exclude-standard '*.cpp' '*.hpp' |
    xargs clang-format --dry-run --Werror
}

run_browser_tests() {
  build release signalbox && tests/browser/run.sh
}

# Not all of that preset: the server's own tests have run as the other presets built them.
test_bench() {
  build bench signalbox signalbox-bench signalbox-floor signalbox-micro-bench bench_tests &&
    ctest --test-dir build/bench --output-on-failure --timeout 300 --tests-regex '^bench_'
}

# Each fuzzer in a folder of its own that goes with it; what it found is in its log.
fuzz() {
  build fuzz || return
  local target name log options work
  work=$(mktemp -d)
  for target in "$PWD"/build/fuzz/*_fuzz; do
    name=$(basename "$target" _fuzz)
    log=$PWD/build/log/fuzz-$name.txt
    options=(-max_total_time="${FUZZ_SECONDS:-20}" -print_final_stats=1 -artifact_prefix="$PWD/build/fuzz/")
    [ -f "tests/fuzz/$name.dict" ] && options+=(-dict="$PWD/tests/fuzz/$name.dict")
    mkdir "$work/$name"
    if ! "$target" "${options[@]}" "$work/$name" >"$log" 2>&1; then
      tail -40 "$log"
      rm -rf "$work"
      return 1
    fi
    echo "$name: $(sed -n 's/^stat::number_of_executed_units: *//p' "$log") inputs, no finding"
  done
  rm -rf "$work"
}

case ${1:-} in
  "" | --quick) ;;
  *)
    sed -n '3,6s/^# *//p' "$0" >&2
    exit 2
    ;;
esac

install "${build_packages[@]}" "${test_packages[@]}"
part dev build_and_test dev
if [ "${1:-}" != --quick ]; then
  install "${bench_packages[@]}"
  part format check_format
  part browser run_browser_tests
  part bench test_bench
  part asan build_and_test asan
  part tsan build_and_test tsan
  part tidy build tidy
  part fuzz fuzz
fi
summarise
