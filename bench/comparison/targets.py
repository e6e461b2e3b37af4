# SPDX-License-Identifier: MIT
"""What the server is to reach, and whether it does."""

import dataclasses
import statistics

from . import scenarios, summary


@dataclasses.dataclass
class Target:
    title: str
    limit: float
    unit: str  # "x": a ratio
    measure: object  # results -> number or None


def ratio(scenario, reference, key="cpu_us", own="signalbox"):
    def measure(results):
        found = results["scenarios"].get(scenario)
        return summary.ratio(found["rounds"], own, reference, key) if found else None

    return measure


def idle(own, step="connections"):
    """Bytes a client, of the step with the most clients or of what follows it."""

    def measure(results):
        found = results["scenarios"].get("idle")
        rows = found["rounds"][0].get(own, {}).get("rows", []) if found else []
        rows = [row for row in rows if step in row]
        return rows[-1].get("rss_bytes") if rows else None

    return measure


def idle_cpu(results):
    found = results["scenarios"].get("idle-cpu")
    if not found or results.get("most") != scenarios.STEPS[-1]:
        return None
    return summary.median(found["rounds"], "signalbox", "server_cpu_percent")


def start(results):
    return statistics.median(results["start_ms"]) if results.get("start_ms") else None


def binary(results):
    return results["binary_bytes"] / 1e6 if results.get("binary_bytes") else None


def known():
    return [
        Target("relay, 50 pairs, against the floor", 1.06, "x", ratio("relay", "floor")),
        Target("relay, 50 pairs, against Node ws", 0.28, "x", ratio("relay", "node-ws")),
        Target("relay, 50 pairs, against PeerServer", 0.28, "x", ratio("relay", "peerserver")),
        Target("relay, 50 pairs, against Bun", 1.00, "x", ratio("relay", "bun")),
        Target("relay, 2,000 pairs, against the floor", 1.15, "x", ratio("relay-2000", "floor")),
        Target("call, one packet, against the coalescing floor", 1.05, "x",
               ratio("calls-burst", "floor-coalescing")),
        Target("call, one packet, against Node ws", 0.12, "x", ratio("calls-burst", "node-ws")),
        Target("call, separate packets, against the floor", 0.95, "x",
               ratio("calls-separate", "floor")),
        Target("connect, log in, close, against the floor", 1.15, "x", ratio("connect", "floor")),
        Target("relay over TLS, against plain", 1.60, "x",
               ratio("relay", "signalbox", own="signalbox-tls")),
        Target("call over TLS, against plain", 1.80, "x",
               ratio("calls-burst", "signalbox", own="signalbox-tls")),
        Target("memory of an idle client", 600, "bytes", idle("signalbox")),
        Target("memory of a client that has talked", 600, "bytes",
               idle("signalbox", "connections_talked")),
        Target("memory of an idle client over TLS", 15_200, "bytes", idle("signalbox-tls")),
        Target("memory of a client over TLS that has talked", 15_200, "bytes",
               idle("signalbox-tls", "connections_talked")),
        Target("CPU with 19,000 idle clients", 2, "% of a core", idle_cpu),
        Target("relay beside 19,000 idle clients, against none", 1.10, "x",
               ratio("crowd", "0", own="19000")),
        Target("relay between two threads, against one", 1.25, "x",
               ratio("threads-relay", "signalbox", own="signalbox-2")),
        Target("call between two threads, against one", 1.25, "x",
               ratio("threads-calls", "signalbox", own="signalbox-2")),
        Target("start to listening", 50, "ms", start),
        Target("stripped binary", 10, "MB", binary),
    ]
