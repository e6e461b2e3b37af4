#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Installs what is missing, builds and runs the tests:
#   ./scripts/test.sh                     everything: also sanitizers, browsers, clang-tidy, fuzzers, bench
#   ./scripts/test.sh --quick             the unit, integration and architecture tests alone
#   FUZZ_SECONDS=3600 ./scripts/test.sh   fuzzes longer than 60 seconds a target
set -uo pipefail
cd "$(dirname "$0")/.."
. scripts/lib/packages.sh
. scripts/lib/build.sh
. scripts/lib/fuzz.sh
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
