#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Runs bench/compare itself, as small as it gets, and again interrupted: compare_test.py
BUILD_FOLDER"""

import json
import pathlib
import signal
import subprocess
import sys
import tempfile
import time
import unittest

COMPARE = pathlib.Path(__file__).resolve().parents[1] / "compare"
BUILD = pathlib.Path(sys.argv.pop())
PATIENCE = 10  # seconds; the load would go on for longer
SCENARIOS = "relay,relay-2000,calls-burst,calls-separate,connect,latency,crowd,threads-relay,idle"


def command(out, *more):
    return [str(COMPARE), "--build", str(BUILD), "--rounds", "1", "--seconds", "0.5",
            "--most", "200", "--no-document", "--out", str(out), *more]


def children(pid):
    """All processes below this one."""
    found = subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True,
                           text=True, check=False).stdout.split()
    return found + [grandchild for child in found for grandchild in children(child)]


def is_running(pid):
    """One that has ended and that nobody has asked for yet doesn't."""
    try:
        stat = pathlib.Path(f"/proc/{pid}/stat").read_text(encoding="utf-8")
    except (FileNotFoundError, ProcessLookupError):
        return False
    return stat.rpartition(")")[2].split()[0] != "Z"


class Compare(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.out = pathlib.Path(folder.name) / "results.json"

    def test_every_server_is_measured_in_every_scenario(self):
        wanted = ["--servers", "signalbox,signalbox-2,signalbox-tls,floor", "--scenarios", SCENARIOS]
        done = subprocess.run(command(self.out, *wanted), capture_output=True, text=True,
                              check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        found = json.loads(self.out.read_text())["scenarios"]
        self.assertEqual(",".join(found), SCENARIOS)
        for scenario in found.values():
            self.assertIn(f"### {scenario['title']}", done.stdout)
            for contender, result in scenario["rounds"][0].items():
                self.assertIn("rows", result, contender)

    def test_a_server_that_does_not_run_is_reported_and_the_others_are_measured(self):
        wanted = ["--servers", "signalbox,floor", "--scenarios", "relay", "--signalbox",
                  "/bin/false"]
        done = subprocess.run(command(self.out, *wanted), capture_output=True, text=True,
                              check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        relay = json.loads(self.out.read_text())["scenarios"]["relay"]["rounds"][0]
        self.assertIn("failure", relay["signalbox"])
        self.assertIn("rows", relay["floor"])
        self.assertIn("Failed: signalbox: Signalbox has ended at once", done.stdout)

    def test_an_interrupted_run_ends_its_servers(self):
        wanted = ["--servers", "floor", "--scenarios", "relay,connect", "--seconds", "20"]
        compare = subprocess.Popen(command(self.out, *wanted), stderr=subprocess.PIPE,
                                   stdout=subprocess.DEVNULL, text=True)
        self.addCleanup(compare.stderr.close)
        for line in compare.stderr:
            if "round 1" in line:
                break
        started = children(compare.pid)
        self.assertTrue(started)
        compare.send_signal(signal.SIGTERM)
        said = compare.stderr.read()
        self.assertNotEqual(compare.wait(), 0)
        self.assertIn("interrupted", said)
        deadline = time.monotonic() + PATIENCE
        while left := [pid for pid in started if is_running(pid)]:
            self.assertLess(time.monotonic(), deadline, left)
            time.sleep(0.01)


if __name__ == "__main__":
    unittest.main()
