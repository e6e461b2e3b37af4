# SPDX-License-Identifier: MIT
# Runs the parts of a test run and keeps the count. Sourced by test.sh.

passed=0
failed=0
skipped=0
parts_summary=()
failed_parts=()
part_names=()

# part NAME COMMAND...: runs the command; its output is kept in build/log/NAME.txt and shown.
# The tests that the output reports are counted; a part that reports none counts as one.
part() {
  local name=$1
  shift
  echo "== $name"
  run_part "$name" "$@" 2>&1
  end_part "$name"
}

# part_beside NAME COMMAND...: the same, while others run; its output is shown by `wait_for NAME`.
declare -A beside=()
part_beside() {
  local name=$1
  shift
  run_part "$name" "$@" >/dev/null 2>&1 &
  beside[$name]=$!
}

wait_for() {
  wait "${beside[$1]}"
  unset "beside[$1]"
  echo "== $1"
  cat "build/log/$1.txt"
  end_part "$1"
}

# Leaves the seconds of the clock and of the processors, and the status, in build/log/NAME.seconds.
run_part() {
  local name=$1 log=build/log/$1.txt begin=$SECONDS status
  shift
  mkdir -p build/log
  (
    "$@" 2>&1 | tee "$log"
    status=${PIPESTATUS[0]}
    times >"build/log/$name.times" # Of what has ended, which only this shell itself knows.
    echo "$((SECONDS - begin)) $(processor_seconds "$name") $status" >"build/log/$name.seconds"
  )
}

# processor_seconds NAME: what the children of the shell that has left its times there have used.
processor_seconds() {
  awk -F'[ms ]' 'NR == 2 { printf "%d", $1 * 60 + $2 + $4 * 60 + $5 }' "build/log/$1.times"
}

end_part() {
  local name=$1 seconds used status counts
  read -r seconds used status <"build/log/$name.seconds"
  counts=($(count_tests "build/log/$name.txt"))
  if [ "$status" -ne 0 ] && [ "${counts[1]}" -eq 0 ]; then counts[1]=1; fi
  if [ "$status" -eq 0 ] && [ "${counts[0]}" -eq 0 ]; then counts[0]=1; fi
  [ "${counts[1]}" -eq 0 ] || failed_parts+=("$name")
  passed=$((passed + counts[0]))
  failed=$((failed + counts[1]))
  skipped=$((skipped + counts[2]))
  part_names+=("$name")
  parts_summary+=("$(printf '%-16s %5d passed %3d failed %3d skipped %6d s %6d s' \
    "$name" "${counts[@]}" "$seconds" "$used")")
}

# count_tests LOG: prints how many tests passed, failed and were skipped, as ctest, Catch2 and node's
# runner report it. Root can run every test: a skipped one has then failed.
count_tests() {
  awk -v root="$([ "$(id -u)" -eq 0 ] && echo 1)" '
    /tests passed, [0-9]+ tests? failed out of [0-9]+/ {
      for (i = 1; i < NF; i++) if ($i == "failed") f += $(i - 2); all += $NF; ctest = 1
    }
    /^ *[0-9]+\/[0-9]+ Test +#[0-9]+:.*\*\*\*Skipped/ { s++ }
    /^(#|ℹ) pass [0-9]+$/ { p += $3 }
    /^(#|ℹ) fail [0-9]+$/ { f += $3 }
    /^(#|ℹ) skipped [0-9]+$/ { s += $3 }
    END {
      if (ctest) p += all - f - s
      if (root) { f += s }
      print p + 0, f + 0, s + 0
    }' "$1"
}

# failures LOG: prints what the failed tests of ctest and node's runner said, or how the output ends.
failures() {
  local told
  told=$(awk '
    /^ *[0-9]+\/[0-9]+ Test +#[0-9]+:/ { told = /\*\*\*/ }
    /^ +Start +[0-9]+:|^[0-9]+% tests passed/ { told = 0 }
    /^✖ failing tests:|^﹣/ { told = 1 }
    told' "$1" | cut -c 1-200)
  [ -n "$told" ] || told=$(tail -30 "$1")
  printf '%s\n' "$told" | head -80
}

# The ten files that took longest to make, by ninja's own record.
slowest_files() {
  local preset
  for preset in build/*/.ninja_log; do
    [ -f "$preset" ] || continue
    awk -v preset="$(basename "$(dirname "$preset")")" '
      !/^#/ { printf "%7.1f s  %s: %s\n", ($2 - $1) / 1000, preset, $4 }' "$preset"
  done | sed 's/CMakeFiles\/[^ ]*\.dir\///' | sort -rn | head
}

# The ten tests that took longest, as ctest and node's runner tell.
slowest_tests() {
  local name
  for name in "${part_names[@]}"; do
    awk -v part="$name" '
      /^ *[0-9]+\/[0-9]+ Test +#[0-9]+:/ {
        seconds = $(NF - 1); sub(/^ *[0-9]+\/[0-9]+ Test +#[0-9]+: /, ""); sub(/ \.*( +|\*).*/, "")
        printf "%7.1f s  %s: %s\n", seconds, part, $0
      }
      /^ *✔ .* \([0-9.]+ms\)$/ {
        ms = $NF; gsub(/[(ms)]/, "", ms); sub(/^ *✔ /, ""); sub(/ \([0-9.]+ms\)$/, "")
        printf "%7.1f s  %s: %s\n", ms / 1000, part, $0
      }' "build/log/$name.txt"
  done | sort -rn | head
}

# Prints what failed, where the end of a long output is all that is kept of it, and the summary; the
# last line is the count. A whole run that passed leaves its commit in build/log/passed.
summarise() {
  local name
  printf '\nslowest files\n%s\n\nslowest tests\n%s\n' "$(slowest_files)" "$(slowest_tests)"
  for name in "${failed_parts[@]}"; do
    printf '\n== failed in %s\n' "$name"
    failures "build/log/$name.txt"
  done
  printf '\n%-16s %48s  %7s\n' part clock 'of all cores'
  printf '%s\n' "${parts_summary[@]}"
  times >build/log/all.times
  printf 'total %d s, %d s of all cores\n' "$SECONDS" "$(processor_seconds all)"
  printf '%d passed, %d failed, %d skipped\n' "$passed" "$failed" "$skipped"
  [ "$failed" -eq 0 ]
}
