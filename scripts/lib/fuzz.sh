# SPDX-License-Identifier: MIT
# Runs the fuzzers, which the asan build has. Sourced by test.sh, in the project's folder, after
# build.sh and changed.sh.

# seconds_for NAME: a minute for a target whose code has changed, a quarter of one for the others,
# whose seeds are all tried.
seconds_for() {
  if grep -qxF "tests/fuzz/$1_fuzz.cpp" build/log/fuzz-changed.txt; then echo 60; else echo 15; fi
}

# fuzz_target NAME FOLDER SECONDS RANDOM: from the seeds in tests/fuzz/corpus on; what it adds to them
# goes to the folder, what it finds to build/fuzz. RANDOM 0 is another one each time.
fuzz_target() {
  local name=$1 folder=$2/$1 log=build/log/fuzz-$1.txt options
  options=(-max_total_time="$3" -seed="$4" -print_final_stats=1 -artifact_prefix=build/fuzz/)
  [ -f "tests/fuzz/$name.dict" ] && options+=(-dict="tests/fuzz/$name.dict")
  mkdir -p "$folder" build/fuzz
  if ! "build/asan/${name}_fuzz" "${options[@]}" "$folder" "tests/fuzz/corpus/$name" >"$log" 2>&1; then
    tail -40 "$log"
    return 1
  fi
  echo "$name: $3 s, $(sed -n 's/^stat::number_of_executed_units: *//p' "$log") inputs, no finding"
}

# fuzz [SECONDS]: all of them, as many at a time as there are jobs. Without SECONDS as seconds_for says,
# and the same inputs for the same code: what is found then is of the change that is tried.
fuzz() {
  local work status=0 random=1 target name
  [ -z "${1:-}" ] || random=0
  work=$(mktemp -d)
  changed_files | scripts/lib/affected.py --code tests/fuzz/*_fuzz.cpp >build/log/fuzz-changed.txt
  for target in build/asan/*_fuzz; do
    name=$(basename "$target" _fuzz)
    [ "$(jobs -rp | wc -l)" -lt "$jobs" ] || wait -n || status=1
    fuzz_target "$name" "$work" "${1:-$(seconds_for "$name")}" "$random" &
  done
  while [ -n "$(jobs -p)" ]; do wait -n || status=1; done
  rm -rf "$work"
  return $status
}
