# SPDX-License-Identifier: MIT
# Which files have changed since all of them were last known to be good. Sourced by test.sh, in the
# project's folder, after build.sh.

# The commit that a whole run here has passed last; in a fresh clone the last one that is four hours old,
# which others have tried since.
good_commit() {
  local passed
  passed=$(cat build/log/passed 2>/dev/null)
  git rev-parse --verify --quiet "$passed^{commit}" || git rev-list -1 --before='4 hours ago' HEAD
}

# changed_files: prints them, a line each; all, where nothing is known to be good.
changed_files() {
  local good
  good=$(good_commit)
  if [ -n "$good" ]; then
    git diff --name-only "$good"
    git ls-files --others --exclude-standard
  else
    git ls-files
  fi
}

# Compiles each file that has changed, or includes what has, by itself: in the other builds a file may
# use what its neighbour includes.
build_changed_alone() {
  local objects
  configure dev || return
  git ls-files --cached --others --exclude-standard 'src/*.cpp' 'tests/*.cpp' >build/log/all-files.txt
  changed_files | scripts/lib/affected.py $(cat build/log/all-files.txt) |
    sed 's|^tests/||; s|$|.o|' >build/log/alone-files.txt
  objects=$(ninja -C build/dev -t targets all | sed -n 's|: CXX_COMPILER__.*||p' |
    grep -F -f build/log/alone-files.txt)
  [ -z "$objects" ] || build dev $objects
}
