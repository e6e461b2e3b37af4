# SPDX-License-Identifier: MIT
"""The network between a client and the server is gone for a while, and nobody's TCP is told."""

import asyncio
import json
import unittest

import websockets
from far_host import NEAR, FarHost, stand_alone
from program import PATIENCE, Program

PORT = 8080
MESSAGES = 50


async def in_time(awaitable):
    return await asyncio.wait_for(awaitable, PATIENCE)


class Client:
    def __init__(self, socket):
        self.socket = socket
        self.received = 0  # as the protocol counts it

    @classmethod
    async def connect(cls, url, far=None):
        """From `far`, or from here."""
        if far:
            sock = far.socket()
            sock.setblocking(False)
            await in_time(asyncio.get_running_loop().sock_connect(sock, (NEAR, PORT)))
        else:
            sock = None
        return cls(await in_time(websockets.connect(
            url, sock=sock, ping_interval=None, compression=None)))

    async def log_in(self, username, resume=None):
        await self.say(type="login", username=username, **({"resume": resume} if resume else {}))
        answer = json.loads(await in_time(self.socket.recv()))
        self.received = 0 if resume in (None, True) else resume["received"]
        if not answer["success"]:
            raise AssertionError(answer)
        return answer

    async def say(self, **message):
        await in_time(self.socket.send(json.dumps(message)))

    async def hear(self):
        message = json.loads(await in_time(self.socket.recv()))
        self.received += 1
        return message

    async def tell(self, username, numbers):
        for number in numbers:
            await self.say(type="message", otherUsername=username, data=number)

    async def hear_data(self, count):
        return [(await self.hear())["data"] for _ in range(count)]


class Link(unittest.IsolatedAsyncioTestCase):
    async def start(self, *options):
        """Alice is here, bob on the other host; he may come back, and she has a call with him."""
        self.far = self.enterContext(FarHost())
        self.program = self.enterContext(Program("--listen", f"{NEAR}:{PORT}", *options))
        self.alice = await Client.connect(f"ws://127.0.0.1:{self.program.port}/ws")
        self.addCleanup(self.alice.socket.transport.abort)
        await self.alice.log_in("alice")
        self.bob = await self.far_client()
        self.token = (await self.bob.log_in("bob", True))["resume"]["token"]
        await self.alice.say(type="offer", otherUsername="bob", offer=1)
        await self.bob.hear()

    async def far_client(self):
        client = await Client.connect(f"ws://{NEAR}:{PORT}/ws", self.far)
        self.addCleanup(client.socket.transport.abort)
        return client

    async def come_back(self):
        """On a new connection, which bob's earlier one knows nothing of."""
        received = self.bob.received
        self.bob = await self.far_client()
        return await self.bob.log_in("bob", {"token": self.token, "received": received})

    async def server_gives_up_connection(self):
        """What alice says then waits in bob's session."""
        result, tries = None, 0
        while result != "queued":
            await self.alice.say(type="message", otherUsername="bob", data="probe", ack=True, id=1)
            result, tries = (await self.alice.hear())["result"], tries + 1
        return tries

    async def test_a_short_break_costs_nothing_but_time(self):
        await self.start()
        self.far.pull()
        await self.alice.tell("bob", range(MESSAGES))
        await self.bob.tell("alice", range(MESSAGES))
        self.far.plug()
        self.assertEqual(await self.bob.hear_data(MESSAGES), list(range(MESSAGES)))
        self.assertEqual(await self.alice.hear_data(MESSAGES), list(range(MESSAGES)))

    async def test_a_break_that_the_server_notices_loses_nothing(self):
        await self.start("--ping-interval", "100ms", "--message-rate", "0",
                         "--max-mail-messages", "65535", "--max-mail", "1MiB",
                         "--max-outbox", "64MiB", "--max-outbox-messages", "65536")
        self.far.pull()
        await self.alice.tell("bob", range(MESSAGES))
        await self.bob.tell("alice", range(MESSAGES))
        tries = await self.server_gives_up_connection()
        self.far.plug()
        answer = await self.come_back()
        self.assertTrue(answer["resumed"])
        await self.bob.tell("alice", range(answer["received"], MESSAGES))
        self.assertEqual(await self.bob.hear_data(MESSAGES + tries),
                         [*range(MESSAGES), *["probe"] * tries])
        self.assertEqual(await self.alice.hear_data(MESSAGES), list(range(MESSAGES)))

    async def test_a_client_that_comes_back_first_replaces_its_dead_connection(self):
        await self.start()
        self.far.pull()
        await self.alice.tell("bob", range(MESSAGES))
        # The old connection stays as it is: whatever arrives on it now, this client has left.
        self.bob.socket.transport.pause_reading()
        self.far.plug()
        self.assertTrue((await self.come_back())["resumed"])
        self.assertEqual(await self.bob.hear_data(MESSAGES), list(range(MESSAGES)))

    async def test_a_break_longer_than_the_server_waits_is_heard_and_frees_the_name(self):
        await self.start("--ping-interval", "100ms", "--resume-window", "200ms")
        self.far.pull()
        heard = await self.alice.hear()
        self.assertEqual((heard["type"], heard["username"]), ("close", "bob"))
        self.assertIn(heard["reason"], ("gone", "timeout"))
        self.far.plug()
        self.assertFalse((await self.come_back())["resumed"])
        await self.bob.tell("alice", [1])
        self.assertEqual(await self.alice.hear_data(1), [1])


if __name__ == "__main__":
    stand_alone()
    unittest.main()
