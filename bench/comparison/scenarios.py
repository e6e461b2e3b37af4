# SPDX-License-Identifier: MIT
"""What is measured, and of whom."""

import dataclasses

PEERS = ["bun", "node-ws", "peerserver", "go-gorilla"]
FLOORS = ["floor", "floor-coalescing"]
OVER_TLS = ["signalbox-tls", "bun-tls", "node-ws-tls"]
STEPS = [1000, 5000, 10000, 19000]


@dataclasses.dataclass
class Contender:
    """A server under a load; `name` is its column."""

    name: str
    server: str
    arguments: list


@dataclasses.dataclass
class Scenario:
    """`rounds` of 0: as many as the user wants; `seconds` the same, 0: the load says itself."""

    name: str
    title: str
    unit: str
    contenders: list
    rounds: int = 0
    timed: bool = True


def same_load(servers, arguments):
    return [Contender(server, server, arguments) for server in servers]


def known(most=STEPS[-1]):
    """`most`: no crowd is larger, for a machine that lets a process open fewer files."""
    everybody = ["signalbox", *FLOORS, *PEERS]
    calls = ["calls", "--pairs", "50", "--candidates"]
    relay = ["relay", "--pairs", "50"]
    threads = ["signalbox", "signalbox-2"]
    steps = [step for step in STEPS if step < most] + [most]
    in_steps = ["--connections", ",".join(str(step) for step in steps)]
    all_of_them = [
        Scenario("relay", "Relay of a candidate, 50 pairs", "message",
                 same_load(["signalbox", "floor", *PEERS, *OVER_TLS], relay)),
        Scenario("relay-2000", "Relay of a candidate, 2,000 pairs", "message",
                 same_load(["signalbox", "floor", *PEERS], ["relay", "--pairs", "2000"])),
        Scenario("calls-burst", "A whole call, candidates in one packet", "call",
                 same_load([*everybody, *OVER_TLS], [*calls, "burst"])),
        Scenario("calls-separate", "A whole call, a packet each candidate", "call",
                 same_load(everybody, [*calls, "separate"])),
        Scenario("connect", "Connect, log in, close", "login",
                 same_load(["signalbox", "floor", *PEERS], ["connect"])),
        Scenario("latency", "Delivery at 5,000 messages a second", "message",
                 same_load(["signalbox", "floor", *PEERS], [*relay, "--rate", "5000"])),
        Scenario("crowd", "Relay of a candidate beside clients that say nothing", "message",
                 [Contender(str(n), "signalbox", [*relay, "--idle", str(n)])
                  for n in [0, *steps]]),
        Scenario("threads-relay", "Relay between two threads", "message",
                 same_load(threads, relay)),
        Scenario("threads-calls", "A whole call between two threads", "call",
                 same_load(threads, [*calls, "burst"])),
        Scenario("idle", "Clients that are logged in and say nothing", "client",
                 same_load(["signalbox", "floor", *PEERS, *OVER_TLS],
                           ["idle", *in_steps, "--talk", "--hold", "1"]),
                 rounds=1, timed=False),
        Scenario("idle-cpu", f"{most:,} clients that say nothing, pings included", "client",
                 same_load(["signalbox"], ["idle", "--connections", str(most), "--hold", "50"]),
                 rounds=1, timed=False),
    ]
    return {scenario.name: scenario for scenario in all_of_them}
