# SPDX-License-Identifier: MIT
"""The name of the webhooks' server is looked up, and no name server answers."""

import asyncio
import json
import os
import pathlib
import socket
import tempfile
import unittest

import websockets
from far_host import libc, run, stand_alone
from program import PATIENCE, Program

CLONE_NEWNS = 0x00020000  # linux/sched.h


async def in_time(awaitable):
    return await asyncio.wait_for(awaitable, PATIENCE)


def ask_silence():
    """From now on this process, and whom it starts, asks a name server that says nothing."""
    silent = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    silent.bind(("127.0.0.1", 53))
    if libc.unshare(CLONE_NEWNS) != 0:
        raise OSError("unshare")
    run("mount", "--make-rprivate", "/")
    with tempfile.NamedTemporaryFile("w") as config:
        # Longer than this test has patience.
        config.write("nameserver 127.0.0.1\noptions timeout:30 attempts:1\n")
        config.flush()
        os.chmod(config.name, 0o644)
        run("mount", "--bind", config.name, pathlib.Path("/etc/resolv.conf").resolve())
    return silent


class Names(unittest.IsolatedAsyncioTestCase):
    async def test_logins_do_not_wait_for_a_name_longer_than_for_an_answer(self):
        program = self.enterContext(Program(
            "--login-webhook", "http://app.example.org/login", "--webhook-timeout", "200ms"))
        for username in ("alice", "bob"):
            client = await in_time(websockets.connect(
                f"ws://127.0.0.1:{program.port}/ws", ping_interval=None, compression=None))
            self.addCleanup(client.transport.abort)
            await in_time(client.send(json.dumps({"type": "login", "username": username})))
            answer = json.loads(await in_time(client.recv()))
            self.assertEqual(answer["error"]["code"], "unavailable")


if __name__ == "__main__":
    stand_alone()
    SILENT = ask_silence()
    unittest.main()
