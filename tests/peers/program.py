# SPDX-License-Identifier: MIT
"""The real program, as a process of its own, for tests in Python. Needs nothing but Python."""

import os
import pathlib
import re
import signal
import subprocess
import tempfile
import time

WEB_ROOT = pathlib.Path(__file__).resolve().parents[2] / "web"

# How long anything may take that should happen at once, in seconds; spent only where a test fails.
PATIENCE = 20


class Program:
    """`SIGNALBOX` at any free port of 127.0.0.1 until the end of the `with`."""

    def __init__(self, *options):
        with tempfile.NamedTemporaryFile(prefix="signalbox-log-", mode="a") as log:
            self.log = open(log.name, encoding="utf-8")
            self.process = subprocess.Popen(
                [os.environ["SIGNALBOX"], "--listen", "127.0.0.1:0", "--admin-listen", "none",
                 "--web-root", WEB_ROOT, *options],
                stderr=log, text=True)
        self.is_told_to_stop = False
        self.port = int(self.find_in_log(r"http://localhost:(\d+)/").group(1))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stop()
        status = self.process.wait(timeout=PATIENCE)
        self.log.close()
        if status != 0:
            raise AssertionError(f"the program has ended with {status}")

    def find_in_log(self, pattern):
        """Waits for the pattern behind all that was found before."""
        text = ""
        deadline = time.monotonic() + PATIENCE
        while not (found := re.search(f".*{pattern}.*\n", text)):
            if time.monotonic() > deadline:
                raise AssertionError(f"not in the log: {pattern}\n{text}")
            time.sleep(0.01)
            text += self.log.read()
        rest = text[found.end():]
        self.log.seek(self.log.tell() - len(rest.encode()))
        return found

    def stop(self):
        """Says that it should end at once, without draining. Once: it may take a while to exit."""
        if not self.is_told_to_stop:
            self.process.send_signal(signal.SIGINT)
        self.is_told_to_stop = True
