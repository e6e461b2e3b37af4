# SPDX-License-Identifier: MIT
"""Drives the program `SIGNALBOX` with clients of every kind, and says whether its memory stays
flat, its files are closed in the end, and nobody lost anything: soak.py MINUTES FOLDER [attack].
With `attack` strangers do what they can at the same time."""

import asyncio
import collections
import contextlib
import pathlib
import sys
import time

import figures
import plot
from attackers import attack
from crowd import Crowd
from program import Program

SAMPLE_SECONDS = 1
PATIENCE = 60  # until the last session that nobody came back to is gone


async def measure(pid, rows, start):
    while True:
        rows.append(figures.sample(pid, time.monotonic() - start))
        await asyncio.sleep(SAMPLE_SECONDS)


async def files_return(pid, before):
    deadline = time.monotonic() + PATIENCE
    while figures.sample(pid, 0)[2] > before and time.monotonic() < deadline:
        await asyncio.sleep(0.1)
    return figures.sample(pid, 0)[2]


async def drive(program, minutes, is_attacked):
    pid = program.process.pid
    before = figures.sample(pid, 0)[2]
    crowd, rows = Crowd(program.port), []
    sampling = asyncio.create_task(measure(pid, rows, time.monotonic()))
    strangers = attack(program.port, minutes * 60) if is_attacked else contextlib.nullcontext()
    with strangers:
        await crowd.run(minutes * 60)
    sampling.cancel()
    return crowd, rows, before, await files_return(pid, before)


def main():
    minutes, folder = float(sys.argv[1]), pathlib.Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    with Program("--resume-window", "5s") as program:
        crowd, rows, before, after = asyncio.run(drive(program, minutes, "attack" in sys.argv[3:]))
    figures.write(folder / "soak.csv", rows)
    (folder / "soak.svg").write_text(
        plot.picture(f"A soak of {minutes:g} minutes: memory and open files", rows), encoding="utf-8")
    first, last = figures.thirds(rows)
    print(", ".join(f"{number:,} {what}" for what, number in sorted(crowd.counts.items())))
    print(f"memory: {first:,.0f} KiB in the first third after the warm-up, {last:,.0f} KiB in the "
          f"last: {'flat' if figures.is_flat(rows) else 'NOT FLAT'}")
    print(f"open files: {before} before, {max(row[2] for row in rows)} at most, {after} after")
    print(f"lost: {len(crowd.lost)}")
    for what, number in collections.Counter(crowd.lost).most_common(10):
        print(f"  {number} times {what}")
    sys.exit(0 if figures.is_flat(rows) and after == before and not crowd.lost else 1)


if __name__ == "__main__":
    main()
