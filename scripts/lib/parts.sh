# SPDX-License-Identifier: MIT
# Runs the parts of a test run and keeps the count. Sourced by test.sh.

passed=0
failed=0
parts_summary=()
failed_parts=()

# part NAME COMMAND...: runs the command; its output is kept in build/log/NAME.txt and shown.
# The tests that the output reports are counted; a part that reports none counts as one.
part() {
  local name=$1 log=build/log/$1.txt begin=$SECONDS status=0 counts
  shift
  mkdir -p build/log
  echo "== $name"
  "$@" 2>&1 | tee "$log"
  status=${PIPESTATUS[0]}
  counts=($(count_tests "$log"))
  if [ "$status" -ne 0 ] && [ "${counts[1]}" -eq 0 ]; then counts[1]=1; fi
  if [ "$status" -eq 0 ] && [ "${counts[0]}" -eq 0 ]; then counts[0]=1; fi
  [ "${counts[1]}" -eq 0 ] || failed_parts+=("$name")
  passed=$((passed + counts[0]))
  failed=$((failed + counts[1]))
  parts_summary+=("$(printf '%-14s %4d passed %4d failed  %4d s' \
    "$name" "${counts[@]}" $((SECONDS - begin)))")
}

# count_tests LOG: prints how many tests passed and failed, as ctest and node's runner report it.
count_tests() {
  awk '
    /tests passed, [0-9]+ tests? failed out of [0-9]+/ {
      for (i = 1; i < NF; i++) if ($i == "failed") f += $(i - 2); all += $NF; p = all - f
    }
    /^(#|ℹ) pass [0-9]+$/ { p += $3 }
    /^(#|ℹ) fail [0-9]+$/ { f += $3 }
    END { print p + 0, f + 0 }' "$1"
}

# failures LOG: prints what the failed tests of ctest and node's runner said, or how the output ends.
failures() {
  local told
  told=$(awk '
    /^ *[0-9]+\/[0-9]+ Test +#[0-9]+:/ { told = /\*\*\*/ }
    /^ +Start +[0-9]+:|^[0-9]+% tests passed/ { told = 0 }
    /^✖ failing tests:/ { told = 1 }
    told' "$1" | cut -c 1-200)
  [ -n "$told" ] || told=$(tail -30 "$1")
  printf '%s\n' "$told" | head -80
}

# Prints what failed, where the end of a long output is all that is kept of it, and the summary; the
# last line is the count.
summarise() {
  local name
  for name in "${failed_parts[@]}"; do
    printf '\n== failed in %s\n' "$name"
    failures "build/log/$name.txt"
  done
  printf '\n'
  printf '%s\n' "${parts_summary[@]}"
  printf 'total %d s\n' "$SECONDS"
  printf '%d passed, %d failed\n' "$passed" "$failed"
  [ "$failed" -eq 0 ]
}
