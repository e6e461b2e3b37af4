# SPDX-License-Identifier: MIT
"""Clients of every kind, good and bad, that come and go for as long as a soak lasts."""

import asyncio
import collections
import itertools
import json
import random
import weakref

import websockets

PATIENCE = 30  # seconds for what should happen at once
CALLERS = 20  # pairs that call, hang up and leave, over and over
RESUMERS = 20  # pairs whose connections are lost, and who go on
SLOW = 5  # that read nothing until they are cut
BAD = 5  # that send what nobody should
STEADY = 5  # pairs that talk to each other from the beginning to the end
TALK = 20  # messages in a conversation
BREATH = 0.1  # seconds that a client rests between two of its rounds

LOSSES = (asyncio.TimeoutError, AssertionError, websockets.WebSocketException, OSError)

RUBBISH = ["?", "{}", '{"type":"login"}', '{"type":"offer","otherUsername":"nobody","offer":{}}',
           "[" * 40, '{"type":"🦊"}', b"\xff\xfe", "x" * 70_000]


def message(username, data):
    return json.dumps({"type": "message", "otherUsername": username, "data": data})


def offer(username):
    return json.dumps({"type": "offer", "otherUsername": username, "offer": {"sdp": "v=0" * 1000}})


def answer(username):
    return json.dumps({"type": "answer", "otherUsername": username, "answer": {"sdp": "v=0"}})


def steady_names(number):
    """Of a pair that everybody may know."""
    return f"steady-alice{number}", f"steady-bob{number}"


class Crowd:
    """Counts what it has done in `counts`; what it was owed and did not get, in `lost`."""

    def __init__(self, port):
        self.url = f"ws://127.0.0.1:{port}/ws"
        self.counts = collections.Counter()
        self.lost = []
        self.names = itertools.count()
        self.sockets = weakref.WeakSet()
        self.going_on = True

    async def run(self, until):
        kinds = [(self.caller, CALLERS), (self.resumer, RESUMERS), (self.slow, SLOW),
                 (self.bad, BAD)]
        rounds = [self.again(kind) for kind, number in kinds for _ in range(number)]
        rounds += [self.steady(*steady_names(number)) for number in range(STEADY)]
        stop = asyncio.get_running_loop().call_later(until, self.stop)
        await asyncio.gather(*rounds)
        stop.cancel()
        for socket in self.sockets:
            socket.transport.abort()

    def stop(self):
        self.going_on = False

    async def again(self, kind):
        while self.going_on:
            try:
                await asyncio.wait_for(kind(), PATIENCE)
            except LOSSES as error:
                self.lose(kind.__name__, error)
            await asyncio.sleep(BREATH)

    def lose(self, who, error):
        self.lost.append(f"{who}: {error!r}"[:200])

    async def connect(self):
        self.counts["connections"] += 1
        socket = await websockets.connect(self.url, ping_interval=None, compression=None,
                                          max_queue=None)
        self.sockets.add(socket)
        return socket

    async def log_in(self, username, resume=None):
        socket = await self.connect()
        await socket.send(json.dumps(
            {"type": "login", "username": username, **({"resume": resume} if resume else {})}))
        answer = json.loads(await socket.recv())
        assert answer["success"], answer
        return socket, answer

    async def vanish(self, socket):
        socket.transport.abort()
        await socket.wait_closed()
        self.counts["drops"] += 1

    def pair(self):
        number = next(self.names)
        return f"alice{number}", f"bob{number}"

    async def caller(self):
        """A call, after which one of the two hangs up or vanishes."""
        names = self.pair()
        (alice, _), (bob, _) = [await self.log_in(name) for name in names]
        await alice.send(offer(names[1]))
        assert json.loads(await bob.recv())["type"] == "offer"
        await self.talk(alice, bob, names[1])
        self.counts["calls"] += 1
        if random.random() < 0.5:
            await alice.close()
        else:
            await self.vanish(alice)
        assert json.loads(await bob.recv())["type"] == "close"
        await bob.close()

    async def talk(self, alice, bob, bob_name):
        for number in range(TALK):
            await alice.send(message(bob_name, number))
        for number in range(TALK):
            heard = json.loads(await bob.recv())
            assert heard.get("data") == number, (heard, number)
        self.counts["messages"] += TALK

    async def steady(self, *names):
        """In a call, neither of the two hears less than the other says, whatever strangers say."""
        try:
            (alice, _), (bob, _) = [await self.log_in(name) for name in names]
            await self.call(alice, bob, *names)
            number = 0
            while self.going_on:
                await alice.send(message(names[1], number))
                await asyncio.wait_for(self.hear_from(names[0], bob, number), PATIENCE)
                await bob.send(message(names[0], number))
                await asyncio.wait_for(self.hear_from(names[1], alice, number), PATIENCE)
                number += 1
                self.counts["messages"] += 2
                await asyncio.sleep(BREATH)
            await alice.close()
            await bob.close()
        except LOSSES as error:
            self.lose("steady", error)

    async def call(self, alice, bob, *names):
        """From now on neither of them is a stranger to the other."""
        await alice.send(offer(names[1]))
        assert (await self.hear_from(names[0], bob))["type"] == "offer"
        await bob.send(answer(names[0]))
        assert (await self.hear_from(names[1], alice))["type"] == "answer"

    async def hear_from(self, username, socket, data=None):
        """The next message of that user; strangers' messages are left out."""
        while True:
            heard = json.loads(await socket.recv())
            if heard.get("username") == username:
                assert heard.get("data") == data, (heard, data)
                return heard

    async def resumer(self):
        """Bob's connection is lost while alice talks; he comes back, and has missed nothing."""
        names = self.pair()
        alice, _ = await self.log_in(names[0])
        bob, answer = await self.log_in(names[1], True)
        received = 0
        for _ in range(5):
            for number in range(TALK):
                await alice.send(message(names[1], received + number))
            for _ in range(random.randrange(TALK)):
                assert json.loads(await bob.recv())["data"] == received
                received += 1
            end = received - received % TALK + TALK
            await self.vanish(bob)
            bob, answer = await self.log_in(
                names[1], {"token": answer["resume"]["token"], "received": received})
            assert answer["resumed"], answer
            self.counts["resumes"] += 1
            while received < end:
                assert json.loads(await bob.recv())["data"] == received
                received += 1
        self.counts["messages"] += received
        await alice.close()
        await bob.close()

    async def slow(self):
        """Takes nothing of what is sent to it, until the server cuts it."""
        names = self.pair()
        (alice, _), (bob, _) = [await self.log_in(name) for name in names]
        await alice.send(offer(names[1]))
        bob.transport.pause_reading()
        for _ in range(200):
            await alice.send(message(names[1], "x" * 60_000))
        while (heard := json.loads(await alice.recv()))["type"] != "close":
            assert heard["code"] in ("busy", "user_unavailable", "unavailable"), heard
        assert heard["reason"] == "timeout", heard
        await self.vanish(bob)
        await alice.close()
        self.counts["slow readers cut"] += 1

    async def bad(self):
        """Says what it should not, logged in or not, until it has had enough or is sent away."""
        socket = await self.connect()
        for _ in range(30):
            await socket.send(random.choice(RUBBISH))
            self.counts["bad inputs"] += 1
            answer = json.loads(await socket.recv())
            assert "error" in answer or answer["type"] == "error", answer
        await self.vanish(socket)
