# SPDX-License-Identifier: MIT
# Runs clang-tidy. Sourced by test.sh, in the project's folder, after build.sh.

# tidy_layer LAYER: all of its sources as one file, so that what they include is read once. clang's
# analyzer looks at more than the file that it is given only if that has such a name. version.cpp has a
# macro of its own.
tidy_layer() {
  local all=build/tidy/src/$1/UnifiedSource-$1.cpp
  mkdir -p "${all%/*}"
  git ls-files --cached --others --exclude-standard "src/$1/*.cpp" |
    sed "/version.cpp/d; s|.*|#include \"$PWD/&\"|" >"$all"
  run_clang_tidy --checks=-bugprone-suspicious-include "$all"
}

run_clang_tidy() {
  clang-tidy --quiet "--warnings-as-errors=*" --load build/tidy/own_code.so -p build/tidy "$@" 2>/dev/null
}

# What takes longest comes first.
tidy() {
  local include
  configure tidy || return
  include=$(llvm-config --includedir)
  clang++ -std=c++17 -fno-rtti -fPIC -shared -O1 -isystem "$include" tests/tidy/own_code.cpp \
    -o build/tidy/own_code.so || return
  export -f tidy_layer run_clang_tidy
  du --summarize src/*/ | sort -rn | sed -n 's|.*src/\(.*\)/|\1|p' |
    xargs -P $jobs -n 1 bash -c 'tidy_layer "$1"' _ && run_clang_tidy src/main.cpp src/base/version.cpp
}
