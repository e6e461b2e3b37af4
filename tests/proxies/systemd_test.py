# SPDX-License-Identifier: MIT
"""The program is handed its sockets by systemd's own tool."""

import http.client
import os
import pathlib
import signal
import socket
import subprocess
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]
PATIENCE = 20


class UnixConnection(http.client.HTTPConnection):
    def __init__(self, path):
        super().__init__("localhost", timeout=PATIENCE)
        self.path = path

    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(PATIENCE)
        self.sock.connect(self.path)


def health_of(connection):
    connection.request("GET", "/healthz")
    answer = connection.getresponse().read()
    connection.close()
    return answer


class SocketActivation(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = folder.name + "/signalbox.sock"
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]

    def start(self, *options):
        """It waits for a client, then becomes the program."""
        process = subprocess.Popen(
            ["systemd-socket-activate", *options, os.environ["SIGNALBOX"], "--listen", "systemd",
             "--admin-listen", "none", "--web-root", ROOT / "web"], stderr=subprocess.PIPE, text=True)
        self.addCleanup(process.stderr.close)
        self.addCleanup(self.stop, process)
        for line in process.stderr:
            if "Listening on" in line:
                break
        return process

    def stop(self, process):
        process.send_signal(signal.SIGINT)
        process.wait(timeout=PATIENCE)

    def test_sockets_of_both_kinds(self):
        process = self.start("-l", self.path, "-l", f"127.0.0.1:{self.port}")

        self.assertEqual(health_of(UnixConnection(self.path)), b"ok\n")
        self.assertEqual(
            health_of(http.client.HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)), b"ok\n")

        said = next(line for line in process.stderr if "listening on" in line)
        self.assertIn(f"unix:{self.path}, 127.0.0.1:{self.port}\n", said)
        self.stop(process)
        self.assertEqual(process.returncode, 0)
        # The next one that systemd starts is handed it again.
        self.assertTrue(os.path.exists(self.path))

    def test_sockets_of_datagrams_are_refused(self):
        process = self.start("--datagram", "-l", self.path)
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as client:
            client.connect(self.path)
            client.send(b"?")

        self.assertEqual(process.wait(timeout=PATIENCE), 1)
        self.assertIn("cannot listen on systemd's sockets: they must be streams that listen",
                      process.stderr.read())


if __name__ == "__main__":
    unittest.main()
