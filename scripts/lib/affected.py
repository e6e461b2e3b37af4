#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""affected.py [--code] FILE... <CHANGED: prints those of the files that are among the changed ones, or
include one of them. With --code also if the source beside a header that they include has changed.
To be run in the project's folder."""

import functools
import pathlib
import re
import sys

FOLDERS = [pathlib.Path(folder) for folder in ("include", "src", "tests", ".")]


@functools.cache
def included_by(path):
    found = set()
    for name in re.findall(r'^#include "(.*)"', path.read_text(), re.MULTILINE):
        places = (folder / name for folder in [*FOLDERS, path.parent])
        found |= {place for place in places if place.is_file()}
    return found


def sources_of(path):
    found, unread = {path}, [path]
    while unread:
        new = included_by(unread.pop()) - found
        found |= new
        unread += new
    return found


def code_of(header):
    path = str(header).replace("include/signalbox/", "src/", 1)
    return pathlib.Path(path).with_suffix(".cpp")


def main(arguments):
    changed = {pathlib.Path(line.rstrip("\n")) for line in sys.stdin}
    with_code = arguments[:1] == ["--code"]
    for file in arguments[with_code:]:
        sources = sources_of(pathlib.Path(file))
        if with_code:
            sources |= {code_of(source) for source in sources}
        if sources & changed:
            print(file)


main(sys.argv[1:])
