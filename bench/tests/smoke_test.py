#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Runs every mode of the load tool for a moment, against the floor: smoke_test.py BUILD_FOLDER"""

import contextlib
import json
import pathlib
import socket
import subprocess
import sys
import time

BUILD = pathlib.Path(sys.argv[1])
TIMED = ["--duration", "0.1", "--warmup", "0.05"]
MODES = [
    ["relay", "--pairs", "5", *TIMED],
    ["relay", "--pairs", "5", "--idle", "20", *TIMED],
    ["relay", "--pairs", "5", "--rate", "1000", *TIMED],
    ["relay", "--pairs", "5", "--warmup", "0", "--count", "20000"],
    ["calls", "--pairs", "5", "--candidates", "burst", *TIMED],
    ["calls", "--pairs", "5", "--candidates", "separate", *TIMED],
    ["calls", "--pairs", "5", "--candidates", "paced", *TIMED],
    ["connect", "--clients", "5", *TIMED],
    ["idle", "--connections", "10,20", "--talk", "--hold", "0.1"],
]


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


@contextlib.contextmanager
def floor(*flags):
    port = free_port()
    process = subprocess.Popen([BUILD / "signalbox-floor", str(port), *flags])
    try:
        for _ in range(500):
            with socket.socket() as client:
                if client.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.01)
        yield port
    finally:
        process.kill()
        process.wait()


def run(port, arguments):
    command = [BUILD / "signalbox-bench", *arguments, "--server", f"127.0.0.1:{port}", "--json"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
    assert done.returncode == 0, f"{arguments}: {done.stderr}"
    return json.loads(done.stdout)


def check(port, arguments):
    report = run(port, arguments)
    assert report["mode"] == arguments[0], report
    for row in report["rows"]:
        if arguments[0] == "idle":
            assert row["rss_total_mib"] > 0, report
        else:
            assert row["units"] > 0 and row["cpu_us"] > 0, report
    print("passed:", " ".join(arguments))


def main():
    for flags in ([], ["--coalesce"]):
        with floor(*flags) as port:
            for arguments in MODES:
                check(port, arguments)


main()
