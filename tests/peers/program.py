# SPDX-License-Identifier: MIT
"""The real program, as a process of its own, for tests in Python. Needs nothing but Python."""

import os
import pathlib
import re
import signal
import subprocess

WEB_ROOT = pathlib.Path(__file__).resolve().parents[2] / "web"

# How long anything may take that should happen at once, in seconds; spent only where a test fails.
PATIENCE = 20


class Program:
    """`SIGNALBOX` at any free port of 127.0.0.1 until the end of the `with`."""

    def __init__(self, *options):
        self.process = subprocess.Popen(
            [os.environ["SIGNALBOX"], "--listen", "127.0.0.1:0", "--web-root", WEB_ROOT, *options],
            stderr=subprocess.PIPE, text=True)
        self.is_told_to_stop = False
        self.port = next(int(found.group(1)) for line in self.process.stderr
                         if (found := re.search(r"http://localhost:(\d+)/", line)))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        # Nobody reads its log any more: no reason to die.
        self.process.stderr.close()
        self.stop()
        status = self.process.wait(timeout=PATIENCE)
        if status != 0:
            raise AssertionError(f"the program has ended with {status}")

    def stop(self):
        """Says that it should end at once, without draining. Once: it may take a while to exit."""
        if not self.is_told_to_stop:
            self.process.send_signal(signal.SIGINT)
        self.is_told_to_stop = True
