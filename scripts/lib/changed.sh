# SPDX-License-Identifier: MIT
# Which files have changed since all of them were last known to be good. Sourced by test.sh, in the
# project's folder, after build.sh.

# The commit that a whole run here has passed last; in a fresh clone the last one that is a day old,
# which others have tried since.
good_commit() {
  local passed
  passed=$(cat build/log/passed 2>/dev/null)
  git rev-parse --verify --quiet "$passed^{commit}" || git rev-list -1 --before='1 day ago' HEAD
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

# sources_of PRESET OBJECT: the files of the project that an object of that build was made of.
sources_of() {
  ninja -C "build/$1" -t deps "$2" | sed -n "s|^ *$PWD/||p; s|^ *\.\./\.\./||p" | sort -u
}
