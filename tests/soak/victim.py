# SPDX-License-Identifier: MIT
"""What strangers cost two honest clients of the program `SIGNALBOX` with one thread, kind by kind:
victim.py [SECONDS]. Prints how long a message of theirs takes, there and back, first undisturbed. Fails
if one is lost, not if one is slow: how slow depends on the machine, which all of them share."""

import asyncio
import statistics
import sys
import time

import attackers
from crowd import Crowd, message, steady_names
from program import Program

PATIENCE = 30
BREATH = 0.02  # seconds between two messages: a client may send 100 a second


class Victims:
    """A pair whose names every stranger knows."""

    def __init__(self, crowd):
        self.crowd = crowd
        self.names = steady_names(0)
        self.number = 0

    async def log_in(self):
        (self.alice, _), (self.bob, _) = [await self.crowd.log_in(name) for name in self.names]
        await self.crowd.call(self.alice, self.bob, *self.names)

    async def talk(self, seconds):
        """How long each message and its answer took together, in milliseconds."""
        times, end = [], time.monotonic() + seconds
        while time.monotonic() < end:
            begin = time.monotonic()
            await asyncio.wait_for(self.there_and_back(), PATIENCE)
            times.append((time.monotonic() - begin) * 1000)
            await asyncio.sleep(BREATH)
        return times

    async def there_and_back(self):
        self.number += 1
        await self.alice.send(message(self.names[1], self.number))
        await self.crowd.hear_from(self.names[0], self.bob, self.number)
        await self.bob.send(message(self.names[0], self.number))
        await self.crowd.hear_from(self.names[1], self.alice, self.number)


def row(what, times):
    percentiles = statistics.quantiles(times, n=100)
    print(f"{what:24} {len(times):7} {percentiles[49]:8.2f} {percentiles[98]:8.2f}", flush=True)


async def measure(port, seconds):
    victims = Victims(Crowd(port))
    await victims.log_in()
    print(f"{'':24} {'count':>7} {'p50 ms':>8} {'p99 ms':>8}")
    row("undisturbed", await victims.talk(seconds))
    for kind in attackers.KINDS:
        with attackers.attack(port, 10 * seconds, kind.__name__):
            row(kind.__name__, await victims.talk(seconds))
    row("undisturbed again", await victims.talk(seconds))


if __name__ == "__main__":
    with Program("--threads", "1") as program:
        asyncio.run(measure(program.port, float(sys.argv[1]) if len(sys.argv) > 1 else 10))
