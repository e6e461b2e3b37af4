# SPDX-License-Identifier: MIT
"""Strangers that do what they can to a server: attackers.py PORT SECONDS [KIND...]. A process of its own,
so that the honest clients of a soak are not slowed down by it, and from addresses of its own."""

import asyncio
import base64
import contextlib
import itertools
import json
import os
import subprocess
import sys

from crowd import STEADY, offer, steady_names

EACH = 4  # attackers of a kind
CHUNK = 64 * 1024
UPGRADE = ("GET /ws HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
           "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n").encode()
TEXT, CONTINUATION, PING, PONG = 0x1, 0x0, 0x9, 0xA
FINAL = 0x80

names = itertools.count()


def frame(opcode, payload=b"", final=FINAL):
    """A client's frame whose mask is zero (RFC 6455 section 5.2)."""
    size = len(payload)
    length = bytes([0x80 | size]) if size < 126 else b"\xfe" + size.to_bytes(2, "big")
    return bytes([final | opcode]) + length + b"\0\0\0\0" + payload


def text(message):
    return frame(TEXT, message.encode() if isinstance(message, str) else json.dumps(message).encode())


class Stranger:
    """One connection, from one of a handful of addresses, for the length of a `with`."""

    def __init__(self, port):
        self.port = port

    async def __aenter__(self):
        address = f"127.0.9.{next(names) % 5 + 1}"
        self.reader, self.writer = await asyncio.open_connection(
            "127.0.0.1", self.port, local_addr=(address, 0), limit=CHUNK)
        return self

    async def __aexit__(self, *_):
        self.writer.transport.abort()

    async def upgrade(self):
        self.writer.write(UPGRADE)
        await self.reader.readuntil(b"\r\n\r\n")

    async def log_in(self, **more):
        await self.upgrade()
        username = f"stranger{next(names)}"
        self.writer.write(text({"type": "login", "username": username, **more}))
        await self.reader.read(CHUNK)
        return username

    async def flood(self, chunk):
        """Sends it over and over, and reads what comes, until the server ends it."""
        taking = asyncio.create_task(self.take())
        try:
            while not taking.done():
                self.writer.write(chunk)
                await self.writer.drain()
        finally:
            taking.cancel()

    async def take(self):
        while await self.reader.read(CHUNK):
            pass


async def requests(port):
    """Requests without end on one connection."""
    async with Stranger(port) as stranger:
        await stranger.flood(b"HEAD / HTTP/1.1\r\nHost: localhost\r\n\r\n" * 500)


async def control_frames(port):
    async with Stranger(port) as stranger:
        await stranger.upgrade()
        await stranger.flood((frame(PING, b"x") + frame(PONG)) * 2000)


async def empty_fragments(port):
    async with Stranger(port) as stranger:
        await stranger.log_in()
        await stranger.flood(frame(TEXT, b" ", 0) + frame(CONTINUATION, b"", 0) * 5000)


async def large_messages(port):
    """As much as one may say, to somebody who has never heard of this stranger."""
    async with Stranger(port) as stranger:
        await stranger.log_in()
        to = steady_names(next(names) % STEADY)[0]
        await stranger.flood(text({"type": "message", "otherUsername": to, "data": "x" * 60_000}))


async def offers(port):
    """A call to somebody from each of many names."""
    async with Stranger(port) as stranger:
        await stranger.log_in()
        await stranger.flood(text(offer(steady_names(next(names) % STEADY)[1])))


async def unfinished_messages(port):
    """Begins a message that may just be so long, and waits."""
    async with Stranger(port) as stranger:
        await stranger.upgrade()
        stranger.writer.write(b"\x81\xfe\xff\x00\0\0\0\0" + b"x" * 62_000)
        await asyncio.wait_for(stranger.take(), 5)


async def sessions_that_wait(port):
    """A session that outlives its connection, and the next."""
    for _ in range(100):
        async with Stranger(port) as stranger:
            await stranger.log_in(resume=True)


async def never_acknowledged(port):
    """Reads all that an accomplice says, and acknowledges nothing."""
    async with Stranger(port) as deaf, Stranger(port) as accomplice:
        to = await deaf.log_in(resume=True)
        await accomplice.log_in()
        taking = asyncio.create_task(deaf.take())
        await accomplice.flood(text({"type": "message", "otherUsername": to, "data": "x" * 10_000}))
        taking.cancel()


async def never_read(port):
    """Reads nothing of what an accomplice says."""
    async with Stranger(port) as lazy, Stranger(port) as accomplice:
        to = await lazy.log_in()
        await accomplice.log_in()
        await accomplice.flood(text({"type": "message", "otherUsername": to, "data": "x" * 60_000}))


async def wrong_tokens(port):
    """Wants sessions of each thread in turn, with one connection."""
    async with Stranger(port) as stranger:
        await stranger.upgrade()
        secret = "0" * 32
        wanted = [{"type": "login", "username": "nobody",
                   "resume": {"token": f"{shard}-0-1-{secret}", "received": 0}} for shard in (1, 0)]
        await stranger.flood(b"".join(text(login) for login in wanted) * 200)


async def rubbish(port):
    async with Stranger(port) as stranger:
        await stranger.flood(base64.b64encode(os.urandom(CHUNK)))


KINDS = (requests, control_frames, empty_fragments, large_messages, offers, unfinished_messages,
         sessions_that_wait, never_acknowledged, never_read, wrong_tokens, rubbish)


@contextlib.contextmanager
def attack(port, seconds, *kinds):
    """All kinds, or those named, in a process of their own for at most so long as the `with` lasts."""
    process = subprocess.Popen(
        ["nice", sys.executable, "-B", __file__, str(port), str(seconds), *kinds])
    try:
        yield
    finally:
        process.kill()
        process.wait()


async def again(kind, port):
    while True:
        try:
            await asyncio.wait_for(kind(port), 10)
        except (OSError, asyncio.TimeoutError, asyncio.IncompleteReadError,
                asyncio.LimitOverrunError):
            pass  # The server has had enough of it.
        await asyncio.sleep(0.05)


async def main(port, seconds, chosen):
    kinds = [kind for kind in KINDS if not chosen or kind.__name__ in chosen]
    attacks = asyncio.gather(*(again(kind, port) for kind in kinds for _ in range(EACH)))
    try:
        await asyncio.wait_for(attacks, seconds)
    except asyncio.TimeoutError:
        pass


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), float(sys.argv[2]), sys.argv[3:]))
