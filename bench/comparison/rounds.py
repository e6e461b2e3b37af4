# SPDX-License-Identifier: MIT
"""Runs scenarios: every contender once a round, so that whatever the machine does meets all."""

import contextlib
import json
import subprocess
import sys

from . import servers

LONGEST = 300  # seconds a single load may take


def load_command(bench, contender, server, port, pid, seconds):
    """`seconds` of None: the load says itself how long it takes."""
    command = ["taskset", "-c", "1", str(bench), *contender.arguments, "--json", "--quiet"]
    command += ["--server", f"127.0.0.1:{port}", "--protocol", server.protocol, "--pid", str(pid)]
    if seconds is not None:
        command += ["--duration", str(seconds), "--warmup", str(seconds / 3)]
    return command


def run_load(command):
    """The rows that the bench prints, or the sentence that says why there are none."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=LONGEST, check=False)
    except subprocess.TimeoutExpired:
        return {"failure": f"took more than {LONGEST} s"}
    if done.returncode != 0:
        return {"failure": done.stderr.strip()}
    return {"rows": json.loads(done.stdout)["rows"]}


def tell(text):
    """On one line of a terminal; a log gets a line each."""
    if sys.stderr.isatty():
        print(f"\r\033[K{text}", end="", file=sys.stderr, flush=True)
    elif text:
        print(text, file=sys.stderr, flush=True)


def run_scenario(scenario, known_servers, bench, rounds, seconds):
    """A list of rounds; each is contender: what run_load gives."""
    used = sorted({contender.server for contender in scenario.contenders})
    results = []
    with contextlib.ExitStack() as stack:
        running = {}
        for number, name in enumerate(used):
            port = servers.FIRST_PORT + number
            pid, _ = stack.enter_context(servers.running(known_servers[name], port))
            running[name] = (port, pid)
        for number in range(scenario.rounds or rounds):
            results.append({})
            for contender in scenario.contenders:
                tell(f"{scenario.title}: round {number + 1}, {contender.name}")
                port, pid = running[contender.server]
                server = known_servers[contender.server]
                command = load_command(bench, contender, server, port, pid,
                                       seconds if scenario.timed else None)
                results[-1][contender.name] = run_load(command)
    tell("")
    return results


def measure_start(server, times):
    """Milliseconds from the command to the first accepted connection."""
    found = []
    for _ in range(times):
        with servers.running(server, servers.FIRST_PORT) as (_, seconds):
            found.append(seconds * 1000)
    return found
