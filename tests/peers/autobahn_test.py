# SPDX-License-Identifier: MIT
"""Python's Autobahn, as Debian packages it, talks to the server."""

import asyncio
import unittest

from autobahn.asyncio.websocket import WebSocketClientFactory, WebSocketClientProtocol
from autobahn.websocket.compress import PerMessageDeflateOffer
from program import PATIENCE
from scenarios import Peer, Scenarios, TestCase, in_time


class Protocol(WebSocketClientProtocol):
    def __init__(self):
        super().__init__()
        self.opened = asyncio.get_running_loop().create_future()
        self.messages = asyncio.Queue()
        self.pings = asyncio.Queue()
        self.pongs = asyncio.Queue()
        self.ended = asyncio.get_running_loop().create_future()

    def onConnect(self, response):
        self.opened.set_result(response)

    def onMessage(self, payload, isBinary):
        self.messages.put_nowait(payload.decode())

    def onPing(self, payload):
        super().onPing(payload)
        self.pings.put_nowait(payload)

    def onPong(self, payload):
        self.pongs.put_nowait(payload)

    def onClose(self, wasClean, code, reason):
        self.ended.set_result((wasClean, code))


class AutobahnPeer(Peer):
    def __init__(self, protocol, response):
        self.protocol = protocol
        self.response = response

    @classmethod
    async def connect(cls, port, subprotocols=()):
        factory = WebSocketClientFactory(f"ws://127.0.0.1:{port}/ws",
                                         protocols=list(subprotocols))
        factory.protocol = Protocol
        factory.setProtocolOptions(perMessageCompressionOffers=[PerMessageDeflateOffer()],
                                   closeHandshakeTimeout=PATIENCE)
        _, protocol = await asyncio.get_running_loop().create_connection(
            factory, "127.0.0.1", port)
        return cls(protocol, await in_time(asyncio.shield(protocol.opened)))

    async def send(self, message, fragment=None):
        is_binary = isinstance(message, bytes)
        self.protocol.sendMessage(message if is_binary else message.encode(), isBinary=is_binary,
                                  fragmentSize=fragment)

    async def receive(self):
        return await in_time(self.protocol.messages.get())

    async def ping(self, payload):
        self.protocol.sendPing(payload)
        answer = await in_time(self.protocol.pongs.get())
        if answer != payload:
            raise AssertionError(f"{payload} is answered with {answer}")

    async def close(self, code, reason):
        self.protocol.sendClose(code, reason)
        was_clean, _ = await in_time(asyncio.shield(self.protocol.ended))
        return self.protocol.remoteCloseCode if was_clean else None

    async def goodbye(self):
        await in_time(asyncio.shield(self.protocol.ended))
        return self.protocol.remoteCloseCode, self.protocol.remoteCloseReason

    def abort(self):
        if self.protocol.transport:  # nothing, once the connection has ended
            self.protocol.transport.abort()

    @property
    def extensions(self):
        return self.response.headers.get("sec-websocket-extensions")

    @property
    def subprotocol(self):
        return self.response.protocol


class Autobahn(Scenarios, TestCase):
    peer = AutobahnPeer

    async def test_the_servers_pings_are_answered(self):
        alice, bob, _ = await self.pair("--ping-interval", "100ms")
        # More than a client that does not answer hears.
        for _ in range(4):
            await in_time(alice.protocol.pings.get())
        await self.call(alice, bob)


if __name__ == "__main__":
    unittest.main()
