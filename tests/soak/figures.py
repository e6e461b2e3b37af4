# SPDX-License-Identifier: MIT
"""What a soak measures of the server, and what it makes of it."""

import csv
import os
import pathlib
import statistics

COLUMNS = ("seconds", "rss_kib", "open_files", "connections")

# The rule. The first fifth is the warm-up: buffers, caches and the allocator find their sizes.
WARM_UP = 0.2
GROWTH = 0.05
SLACK_KIB = 1024


def sample(pid, seconds):
    """One row of COLUMNS."""
    status = pathlib.Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    rss = next(int(line.split()[1]) for line in status.splitlines() if line.startswith("VmRSS"))
    files = []
    for name in os.listdir(f"/proc/{pid}/fd"):
        try:
            files.append(os.readlink(f"/proc/{pid}/fd/{name}"))
        except FileNotFoundError:
            pass  # closed meanwhile
    sockets = sum(name.startswith("socket:") for name in files)
    return (round(seconds, 1), rss, len(files), sockets)


def thirds(rows):
    """The median memory of the first and of the last third after the warm-up, in KiB."""
    kept = [row[1] for row in rows[int(len(rows) * WARM_UP):]]
    third = max(1, len(kept) // 3)
    return statistics.median(kept[:third]), statistics.median(kept[-third:])


def is_flat(rows):
    """The last third's memory is at most 5 % or 1 MiB over the first's."""
    first, last = thirds(rows)
    return last <= max(first * (1 + GROWTH), first + SLACK_KIB)


def write(path, rows):
    with open(path, "w", encoding="ascii", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(COLUMNS)
        table.writerows(rows)
