#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Installs what is missing, builds and runs the tests:
#   ./scripts/test.sh                     everything: also sanitizers, browsers, clang-tidy, fuzzers, bench
#   ./scripts/test.sh --quick             the unit, integration and architecture tests alone
#   ./scripts/test.sh --soak              everything, and ten minutes of clients of every kind
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

# What users run, and what measures it; of the other tests those that asan and tsan can't run, or not
# as thoroughly.
test_release() {
  build bench signalbox signalbox-bench signalbox-floor signalbox-micro-bench bench_tests \
    signalbox-simulation &&
    ctest --test-dir build/bench --output-on-failure --parallel $jobs --timeout 300 \
      --tests-regex '^(bench_|install|package|packaging:|simulation:)'
}

run_browser_tests() {
  SIGNALBOX=build/bench/signalbox tests/browser/run.sh
}

case ${1:-} in
  "" | --quick | --soak) ;;
  *)
    sed -n '3,7s/^# *//p' "$0" >&2
    exit 2
    ;;
esac

install "${build_packages[@]}" "${test_packages[@]}"
if [ "${1:-}" = --quick ]; then
  part dev build_and_test dev
else
  install "${bench_packages[@]}"
  part format check_format
  part release test_release
  part browser run_browser_tests
  part asan build_and_test asan # The tests of --quick, which see more here.
  part tsan build_and_test tsan
  part tidy build tidy
  part fuzz fuzz
fi
if [ "${1:-}" = --soak ]; then
  part soak scripts/soak.sh
fi
summarise
