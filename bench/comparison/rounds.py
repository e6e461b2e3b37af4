# SPDX-License-Identifier: MIT
"""Runs scenarios: every contender once a round, so that whatever the machine does meets all."""

import contextlib
import json
import subprocess
import sys

from . import servers

LONGEST = 300  # seconds a single load may take


def load_command(bench, contender, server, running, seconds):
    """`seconds` of None: the load says itself how long it takes."""
    command = [str(bench), *contender.arguments, "--json", "--quiet"]
    command += ["--server", f"127.0.0.1:{running.port}", "--pid", str(running.pid)]
    command += ["--protocol", server.protocol]
    if server.tls:
        command += ["--tls"]
    if seconds is not None:
        command += ["--duration", str(seconds), "--warmup", str(seconds / 3)]
    return servers.on_cores("1", command)


def run_load(command):
    """The rows that the bench prints, or the sentence that says why there are none."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=LONGEST, check=False)
    except subprocess.TimeoutExpired:
        return {"failure": f"took more than {LONGEST} s"}
    if done.returncode != 0:
        return {"failure": " ".join(done.stderr.split()) or f"ended with {done.returncode}"}
    return {"rows": json.loads(done.stdout)["rows"]}


def tell(text):
    """On one line of a terminal; a log gets a line each."""
    if sys.stderr.isatty():
        print(f"\r\033[K{text}", end="", file=sys.stderr, flush=True)
    elif text:
        print(text, file=sys.stderr, flush=True)


def start_all(stack, scenario, known_servers):
    """Of each server its Running, or the sentence that says why it does not run."""
    started = {}
    for name in sorted({contender.server for contender in scenario.contenders}):
        try:
            server = servers.running(known_servers[name], servers.free_port())
            started[name] = stack.enter_context(server)
        except servers.DoesNotRun as failure:
            started[name] = str(failure)
    return started


def run_scenario(scenario, known_servers, bench, rounds, seconds):
    """A list of rounds; each is contender: what run_load gives. A server that fails costs the
    others nothing."""
    results = []
    with contextlib.ExitStack() as stack:
        started = start_all(stack, scenario, known_servers)
        for number in range(scenario.rounds or rounds):
            results.append({})
            for contender in scenario.contenders:
                tell(f"{scenario.title}: round {number + 1}, {contender.name}")
                running = started[contender.server]
                if isinstance(running, str):
                    results[-1][contender.name] = {"failure": running}
                    continue
                command = load_command(bench, contender, known_servers[contender.server], running,
                                       seconds if scenario.timed else None)
                results[-1][contender.name] = run_load(command)
    tell("")
    return results


def measure_start(server, times):
    """Milliseconds from the command to the first accepted connection; none if it does not run."""
    found = []
    with contextlib.suppress(servers.DoesNotRun):
        for _ in range(times):
            with servers.running(server, servers.free_port()) as running:
                found.append(running.start_seconds * 1000)
    return found
