# SPDX-License-Identifier: MIT
"""Python's websockets, as Debian packages it, talks to the server."""

import unittest

import websockets
from scenarios import Peer, Scenarios, TestCase, in_time


class WebsocketsPeer(Peer):
    def __init__(self, socket):
        self.socket = socket

    @classmethod
    async def connect(cls, port, subprotocols=()):
        return cls(await in_time(websockets.connect(
            f"ws://127.0.0.1:{port}/ws", compression="deflate", ping_interval=None,
            subprotocols=list(subprotocols) or None)))

    async def send(self, message, fragment=None):
        if fragment is None:
            parts = message
        else:
            parts = [message[i:i + fragment] for i in range(0, len(message), fragment)]
        try:
            await in_time(self.socket.send(parts))
        except websockets.ConnectionClosed:
            pass  # goodbye() says why

    async def receive(self):
        return await in_time(self.socket.recv())

    async def ping(self, payload):
        await in_time(await self.socket.ping(payload))

    async def close(self, code, reason):
        await in_time(self.socket.close(code, reason))
        return self.socket.close_code

    async def goodbye(self):
        await in_time(self.socket.wait_closed())
        return self.socket.close_code, self.socket.close_reason

    def abort(self):
        # One that has ended already has no loop that it could end in.
        if not self.socket.transport.is_closing():
            self.socket.transport.abort()

    @property
    def extensions(self):
        # Versions from 13 on have the answer as an object.
        answer = getattr(self.socket, "response", None)
        headers = answer.headers if answer else self.socket.response_headers
        return headers.get("Sec-WebSocket-Extensions")

    @property
    def subprotocol(self):
        return self.socket.subprotocol


class Websockets(Scenarios, TestCase):
    peer = WebsocketsPeer


if __name__ == "__main__":
    unittest.main()
