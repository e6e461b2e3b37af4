# SPDX-License-Identifier: MIT
# Runs clang-tidy. Sourced by test.sh, in the project's folder, after build.sh and changed.sh, and when
# the asan build, which knows what each file includes, is done.

# tidy_file FILE: where neither the file nor one that it includes has changed, the analyzer, which follows
# the paths through each function and takes most of the time, would say what it has said before.
tidy_file() {
  local options=(--quiet "--warnings-as-errors=*" --load build/tidy/own_code.so -p build/tidy)
  local layer=${1#src/}
  layer=signalbox_${layer%%/*}
  if ! sources_of asan "CMakeFiles/${layer/_main.cpp/}.dir/$1.o" | grep -qxF -f build/tidy/changed; then
    options+=("--checks=-clang-analyzer-*")
  fi
  clang-tidy "${options[@]}" "$1" 2>/dev/null
}

tidy() {
  local include
  configure tidy || return
  include=$(llvm-config --includedir)
  clang++ -std=c++17 -fno-rtti -fPIC -shared -O1 -isystem "$include" tests/tidy/own_code.cpp \
    -o build/tidy/own_code.so || return
  changed_files >build/tidy/changed
  export -f tidy_file sources_of
  git ls-files --cached --others --exclude-standard 'src/*.cpp' |
    xargs -P $jobs -n 1 bash -c 'tidy_file "$1"' _
}
