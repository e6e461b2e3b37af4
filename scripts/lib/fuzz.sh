# SPDX-License-Identifier: MIT
# Runs the fuzzers. Sourced by test.sh, in the project's folder, after build.sh.

# fuzz_target PROGRAM FOLDER: for FUZZ_SECONDS, from the seeds in tests/fuzz/corpus on; what it adds
# to them goes to the folder, what it finds to build/fuzz.
fuzz_target() {
  local name seeds log status=0 options
  name=$(basename "$1" _fuzz)
  seeds=tests/fuzz/corpus/$name
  log=build/log/fuzz-$name.txt
  options=(-max_total_time="${FUZZ_SECONDS:-60}" -print_final_stats=1 -artifact_prefix=build/fuzz/)
  [ -f "tests/fuzz/$name.dict" ] && options+=(-dict="tests/fuzz/$name.dict")
  mkdir "$2/$name"
  "$1" "${options[@]}" "$2/$name" "$seeds" >"$log" 2>&1 || status=1
  if [ $status -ne 0 ]; then
    tail -40 "$log"
    return 1
  fi
  echo "$name: $(sed -n 's/^stat::number_of_executed_units: *//p' "$log") inputs, no finding"
}

# All of them, as many at a time as there are jobs: each takes as long as the others.
fuzz() {
  build fuzz || return
  local targets=(build/fuzz/*_fuzz) work status=0 i target pid pids
  work=$(mktemp -d)
  for ((i = 0; i < ${#targets[@]}; i += jobs)); do
    pids=()
    for target in "${targets[@]:i:jobs}"; do
      fuzz_target "$target" "$work" &
      pids+=($!)
    done
    for pid in "${pids[@]}"; do wait "$pid" || status=1; done
  done
  rm -rf "$work"
  return $status
}
