# SPDX-License-Identifier: MIT
"""What every WebSocket library must be able to do with the server. A library's test says how it is
done with that library, in a subclass of Peer, and mixes Scenarios in."""

import abc
import asyncio
import json
import unittest

from program import PATIENCE, Program

LIMIT = 64 * 1024
GONE = '{"type":"close","reason":"gone","username":"alice"}'

SESSION = '{"type":"offer","sdp":"v=0\\r\\no=- 4611732 2 IN IP4 127.0.0.1\\r\\n"}'


def signal_to(username, kind, payload):
    return f'{{"type":"{kind}","otherUsername":"{username}","{kind}":{payload}}}'


def signal_from(username, kind, payload):
    return f'{{"type":"{kind}","{kind}":{payload},"username":"{username}"}}'


def offer_of(size):
    """A message to bob of `size` bytes, and what he hears."""
    payload = '"' + "x" * (size - len(signal_to("bob", "offer", '""'))) + '"'
    return signal_to("bob", "offer", payload), signal_from("alice", "offer", payload)


class Peer(abc.ABC):
    """One client of the library under test. Whatever takes too long raises."""

    @classmethod
    @abc.abstractmethod
    async def connect(cls, port, subprotocols=()):
        """Offers permessage-deflate."""

    @abc.abstractmethod
    async def send(self, message, fragment=None):
        """`message` is text or bytes, `fragment` the size of fragments in bytes, or None."""

    @abc.abstractmethod
    async def receive(self):
        """The next message."""

    @abc.abstractmethod
    async def ping(self, payload):
        """Returns when the answer is there."""

    @abc.abstractmethod
    async def close(self, code, reason):
        """Ends in order; the code that the server has answered with."""

    @abc.abstractmethod
    async def goodbye(self):
        """Waits for the server's close; its code and its reason."""

    @abc.abstractmethod
    def abort(self):
        """Ends without a word."""

    @property
    @abc.abstractmethod
    def extensions(self):
        """What the server has agreed on: the header's value, or None."""

    @property
    @abc.abstractmethod
    def subprotocol(self):
        pass

    async def ask(self, message):
        await self.send(message)
        return json.loads(await self.receive())


class Scenarios:
    """Mixed into a unittest.IsolatedAsyncioTestCase with a `peer`, a subclass of Peer."""

    peer = None

    def start(self, *options):
        program = Program(*options)
        program.__enter__()
        self.addCleanup(program.__exit__)
        return program

    async def connect(self, program, subprotocols=()):
        client = await self.peer.connect(program.port, subprotocols)

        async def leave():
            client.abort()
            await asyncio.sleep(0)  # what abort begins, the loop ends

        self.addAsyncCleanup(leave)
        return client

    async def log_in(self, program, username):
        client = await self.connect(program)
        answer = await client.ask(json.dumps({"type": "login", "username": username}))
        self.assertTrue(answer["success"], answer)
        return client

    async def pair(self, *options):
        program = self.start(*options)
        return (await self.log_in(program, "alice"), await self.log_in(program, "bob"), program)

    async def call(self, alice, bob):
        await alice.send(signal_to("bob", "offer", SESSION))
        self.assertEqual(await bob.receive(), signal_from("alice", "offer", SESSION))

    async def test_a_call_is_relayed_byte_for_byte(self):
        alice, bob, _ = await self.pair()
        await self.call(alice, bob)
        await bob.send(signal_to("alice", "answer", SESSION))
        self.assertEqual(await alice.receive(), signal_from("bob", "answer", SESSION))
        for payload in ['{ "candidate" : "" }', "null", "1e400", '"\\ud800"', '"zoë 🦊"']:
            await alice.send(signal_to("bob", "candidate", payload))
            self.assertEqual(await bob.receive(), signal_from("alice", "candidate", payload))
        await bob.send('{"type":"close"}')
        self.assertEqual(await alice.receive(), '{"type":"close","username":"bob"}')

    async def test_messages_arrive_in_order(self):
        alice, bob, _ = await self.pair()
        for number in range(500):
            await alice.send(signal_to("bob", "candidate", number))
        for number in range(500):
            self.assertEqual(await bob.receive(), signal_from("alice", "candidate", number))

    async def test_fragments_are_put_together(self):
        alice, bob, _ = await self.pair()
        for size, fragment in [(200, 1), (10_000, 1000), (LIMIT, 1300)]:
            sent, heard = offer_of(size)
            await alice.send(sent, fragment)
            self.assertEqual(await bob.receive(), heard)

    async def test_pings_are_answered(self):
        alice, bob, _ = await self.pair()
        for payload in [b"", b"hello", b"\xff" * 125]:
            await alice.ping(payload)
        await self.call(alice, bob)

    async def test_a_message_of_the_limit_is_taken(self):
        alice, bob, _ = await self.pair()
        sent, heard = offer_of(LIMIT)
        await alice.send(sent)
        self.assertEqual(await bob.receive(), heard)

    async def test_a_message_over_the_limit_is_refused(self):
        alice, bob, _ = await self.pair()
        sent, _ = offer_of(LIMIT + 1)
        self.assertEqual((await alice.ask(sent))["code"], "too_large")
        await self.call(alice, bob)

    async def test_a_message_far_over_the_limit_ends_the_connection(self):
        alice, bob, _ = await self.pair()
        await self.call(alice, bob)
        sent, _ = offer_of(64 * LIMIT + 1)
        await alice.send(sent)
        self.assertEqual(await alice.goodbye(), (1009, "message far over the size limit"))
        self.assertEqual(await bob.receive(), GONE)

    async def test_a_binary_message_is_refused(self):
        alice, bob, _ = await self.pair()
        self.assertEqual((await alice.ask(b"\xff\xfe"))["code"], "invalid_message")
        await self.call(alice, bob)

    async def test_a_close_is_answered_with_its_code(self):
        for code in [1000, 3000, 4999]:
            alice, bob, _ = await self.pair()
            await self.call(alice, bob)
            self.assertEqual(await alice.close(code, "tschüß"), code)
            self.assertEqual(await bob.receive(), GONE)

    async def test_the_server_says_why_it_goes(self):
        alice, _, program = await self.pair()
        program.stop()
        self.assertEqual(await alice.goodbye(), (1001, "the server is going down"))

    async def test_too_many_errors_end_the_connection(self):
        alice, _, _ = await self.pair("--error-burst", "5")
        for _ in range(20):
            await alice.send("?")
        code, _ = await alice.goodbye()
        self.assertEqual(code, 1008)

    async def test_who_does_not_log_in_is_sent_away(self):
        program = self.start("--login-timeout", "100ms")
        stranger = await self.connect(program)
        code, reason = await stranger.goodbye()
        self.assertEqual(code, 1008)
        self.assertIn("login", reason)

    async def test_an_abrupt_end_is_heard_and_frees_the_name(self):
        # With more threads bob may hear of it a moment before the name is free.
        alice, bob, program = await self.pair("--threads", "1")
        await self.call(alice, bob)
        alice.abort()
        self.assertEqual(await bob.receive(), GONE)
        await self.call(await self.log_in(program, "alice"), bob)

    async def test_no_compression_is_agreed_on(self):
        alice, bob, _ = await self.pair()
        self.assertIsNone(alice.extensions)
        await self.call(alice, bob)

    async def test_the_first_subprotocol_is_picked(self):
        program = self.start()
        client = await self.connect(program, ["signaling", "other"])
        self.assertEqual(client.subprotocol, "signaling")


async def in_time(awaitable):
    return await asyncio.wait_for(awaitable, PATIENCE)


TestCase = unittest.IsolatedAsyncioTestCase
