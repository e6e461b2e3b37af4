#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Installs what is missing, builds and runs the tests:
#   ./scripts/test.sh                    everything: also sanitizers, browsers, clang-tidy, fuzzers, bench
#   ./scripts/test.sh --quick            the unit, integration and architecture tests alone
#   ./scripts/test.sh --fuzz [SECONDS]   the fuzzers alone, 600 seconds each or as many as you say
#   ./scripts/test.sh --soak             everything, and ten minutes of clients of every kind
# CONTRIBUTING.md says what takes how long.
set -uo pipefail
cd "$(dirname "$0")/.."
. scripts/lib/packages.sh
. scripts/lib/build.sh
. scripts/lib/changed.sh
. scripts/lib/tidy.sh
. scripts/lib/fuzz.sh
. scripts/lib/parts.sh

run_ctest() {
  local preset=$1
  shift
  ctest --test-dir "build/$preset" --output-on-failure --parallel $jobs --timeout 300 "$@"
}

check_format() {
  git ls-files --cached --others --exclude-standard '*.cpp' '*.hpp' |
    xargs clang-format --dry-run --Werror
}

# What users run, and what measures it.
build_release() {
  build bench signalbox signalbox-bench signalbox-floor signalbox-micro-bench bench_tests \
    signalbox-simulation
}

# Of the other tests those that the sanitizers' builds can't run, or not as thoroughly.
test_release() {
  run_ctest bench --tests-regex '^(bench_|install|package|packaging:|simulation:|soak)'
}

run_browser_tests() {
  SIGNALBOX=build/bench/signalbox tests/browser/run.sh
}

# giving_way FUNCTION [ARGUMENT...]: compilers give way to the tests that run beside them.
giving_way() {
  nice -n 19 bash -c '. scripts/lib/build.sh; . scripts/lib/changed.sh; . scripts/lib/tidy.sh; "$@"' _ "$@"
}

# Tests run while the next build is made: most of them wait for something most of the time.
test_everything() {
  part format check_format
  part build-release build_release
  part_beside browser run_browser_tests
  part build-asan giving_way build asan
  wait_for browser
  part_beside release test_release
  part build-tsan giving_way build tsan
  part_beside tidy giving_way tidy
  wait_for release
  part_beside asan run_ctest asan
  wait_for tidy
  part alone giving_way build_changed_alone
  wait_for asan
  part_beside tsan run_ctest tsan
  part fuzz fuzz
  wait_for tsan
}

install_all() { install "${build_packages[@]}" "${test_packages[@]}" "${bench_packages[@]}"; }

case ${1:-} in
  --quick)
    install "${build_packages[@]}" "${test_packages[@]}"
    part build-quick build quick
    part quick run_ctest quick
    ;;
  --fuzz)
    install_all
    part build-asan build asan
    part fuzz fuzz "${2:-600}"
    ;;
  "" | --soak)
    install_all
    test_everything
    [ -z "${1:-}" ] || part soak scripts/soak.sh
    ;;
  *)
    sed -n '3,8s/^# *//p' "$0" >&2
    exit 2
    ;;
esac
summarise || exit 1
# A whole run that passed says of which commit, if it was one.
if [ -z "${1:-}" ] && [ -z "$(git status --porcelain)" ]; then git rev-parse HEAD >build/log/passed; fi
