# SPDX-License-Identifier: MIT
"""The program tells the one that started it how it is, and the unit files are in order."""

import ctypes
import os
import pathlib
import re
import select
import signal
import socket
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
PROGRAM = os.environ["SIGNALBOX"]
PATIENCE = 20
READY, ALIVE, STOPPING = b"READY=1", b"WATCHDOG=1", b"STOPPING=1"
BEAT = 0.1
# More beats than may have been said and not yet heard when a loop hangs.
LATE = 20
PTRACE_DETACH, PTRACE_SEIZE, PTRACE_INTERRUPT = 17, 0x4206, 0x4207


class HungThread:
    """One thread of another process stands still, the others do not notice."""

    def __init__(self, thread):
        self.thread = thread
        self.libc = ctypes.CDLL(None, use_errno=True)

    def ask(self, request):
        arguments = [ctypes.c_long(n) for n in (request, self.thread, 0, 0)]
        if self.libc.ptrace(*arguments) != 0:
            raise OSError(ctypes.get_errno(), "ptrace")

    def __enter__(self):
        self.ask(PTRACE_SEIZE)
        self.ask(PTRACE_INTERRUPT)
        os.waitpid(self.thread, 0x40000000)  # __WALL: threads too

    def __exit__(self, *_):
        self.ask(PTRACE_DETACH)


class Told(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = folder.name + "/notify.sock"
        self.manager = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        self.addCleanup(self.manager.close)
        self.manager.settimeout(PATIENCE)

    def start(self, *options, **environment):
        process = subprocess.Popen(
            [PROGRAM, "--listen", "127.0.0.1:0", "--admin-listen", "none", "--web-root", ROOT / "web",
             *options],
            env={**os.environ, "NOTIFY_SOCKET": self.path, **environment},
            stderr=subprocess.PIPE, text=True)
        self.addCleanup(process.stderr.close)
        self.addCleanup(self.stop, process)
        return process

    def stop(self, process):
        process.send_signal(signal.SIGINT)
        process.wait(timeout=PATIENCE)

    def hear(self):
        return self.manager.recv(4096)

    def hear_within(self, seconds):
        return self.hear() if select.select([self.manager], [], [], seconds)[0] else None

    def watched(self):
        """It is watched, and has three threads. The beat that is asked for comes four times."""
        self.manager.bind(self.path)
        process = self.start("--threads", "3", WATCHDOG_USEC=str(int(4 * BEAT * 1e6)))
        self.assertEqual({self.hear(), self.hear()}, {ALIVE, READY})
        return process

    def test_that_it_is_ready_and_stops(self):
        self.manager.bind(self.path)
        process = self.start()

        self.assertEqual(self.hear(), READY)
        # Said when all is: who is told can use it.
        port = next(re.search(r":(\d+)$", line.rstrip()).group(1)
                    for line in process.stderr if "listening on" in line)
        socket.create_connection(("127.0.0.1", int(port)), timeout=PATIENCE).close()
        process.send_signal(signal.SIGTERM)
        self.assertEqual(self.hear(), STOPPING)
        self.assertEqual(process.wait(timeout=PATIENCE), 0)

    def test_at_an_abstract_socket(self):
        name = f"signalbox-test-{os.getpid()}"
        self.manager.bind("\0" + name)
        self.start(NOTIFY_SOCKET="@" + name)

        self.assertEqual(self.hear(), READY)

    def test_nobody_who_watches_for_another_process(self):
        self.manager.bind(self.path)
        process = self.start(WATCHDOG_USEC="400000", WATCHDOG_PID="1")

        self.assertEqual(self.hear(), READY)
        process.send_signal(signal.SIGINT)
        self.assertEqual(self.hear(), STOPPING)

    def test_where_nobody_hears_it_serves_and_says_so(self):
        for path in [self.path, "/" + "x" * 200]:
            with self.subTest(path):
                process = self.start(NOTIFY_SOCKET=path)
                said = next(line for line in process.stderr if "NOTIFY_SOCKET" in line)
                self.assertIn("nobody hears", said)

    def test_that_all_loops_turn(self):
        self.watched()

        self.assertEqual([self.hear() for _ in range(3)], [ALIVE] * 3)

    def test_not_that_a_loop_turns_that_hangs(self):
        process = self.watched()
        tasks = pathlib.Path(f"/proc/{process.pid}/task")
        named = {}
        while "clients 2" not in named:  # it is ready before all threads are there
            self.assertEqual(self.hear(), ALIVE)
            named = {(task / "comm").read_text().strip(): int(task.name)
                     for task in tasks.iterdir()}

        for thread in [process.pid, named["clients 2"]]:
            with self.subTest("the first" if thread == process.pid else "another"):
                with HungThread(thread):
                    # What was true when it was said may still be on its way.
                    self.assertTrue(
                        any(self.hear_within(5 * BEAT) is None for _ in range(LATE)))
                self.assertEqual(self.hear(), ALIVE)


class Units(unittest.TestCase):
    def test_systemd_finds_nothing_wrong(self):
        with tempfile.TemporaryDirectory() as folder:
            units = []
            for name in ["signalbox.service", "signalbox.socket"]:
                text = (ROOT / "packaging" / name).read_text()
                unit = pathlib.Path(folder) / name
                # Where it would be installed there may be none.
                unit.write_text(text.replace("=signalbox --", f"={PROGRAM} --"))
                units.append(unit)
            verified = subprocess.run(["systemd-analyze", "verify", "--man=no", *units],
                                      stderr=subprocess.PIPE, text=True, timeout=PATIENCE)
        self.assertEqual((verified.returncode, verified.stderr), (0, ""))

    def test_the_service_is_locked_in(self):
        unit = ROOT / "packaging/signalbox.service"
        scored = subprocess.run(
            ["systemd-analyze", "security", "--offline=true", "--threshold=20", unit],
            stdout=subprocess.PIPE, text=True, timeout=PATIENCE)
        self.assertEqual(scored.returncode, 0, scored.stdout)


if __name__ == "__main__":
    unittest.main()
