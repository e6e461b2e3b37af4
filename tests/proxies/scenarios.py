# SPDX-License-Identifier: MIT
"""What must work through every reverse proxy, as docs/reverse-proxy sets it up. A proxy's test says
how it is started and reloaded, in a subclass of Scenarios."""

import asyncio
import os
import pathlib
import signal
import ssl
import sys
import tempfile
import urllib.request

import websockets
from support import (
    PATIENCE, ROOT, Client, Process, certificate_at, configuration, free_port, is_open,
    make_certificate, until)

# Of the proxy, in the tests of what is idle.
SHORT_TIMEOUT = 2


if os.geteuid() != 0:
    print("SKIPPED: this is not root, whose rights the proxies need to become their own users")
    sys.exit()


class Scenarios:
    """Mixed into unittest.IsolatedAsyncioTestCase."""

    FILE = None  # in docs/reverse-proxy
    GROUP = "www-data"
    OPTIONS = ("--trusted-proxy", "unix")  # of the program, as the page tells
    FORWARDS_ADDRESS_ONLY = True  # and not the client's port
    TIMEOUTS = {}  # what is replaced for a short timeout; empty: the proxy has none

    def replacements(self):
        """Of the documented file: what it says, and what this test needs."""
        raise NotImplementedError

    def certificate_files(self):
        return {"/etc/ssl/signal.example.org": self.folder}

    def command(self, file):
        raise NotImplementedError

    def reload(self):
        self.proxy.send(signal.SIGHUP)

    async def asyncSetUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.folder.chmod(0o755)
        make_certificate(self.folder)
        self.certificate = self.folder / "cert.pem"
        self.port = free_port()

    async def start(self, options=(), replacements=None):
        upstream = self.folder / "signalbox.sock"
        self.server = Process(
            [os.environ["SIGNALBOX"], "--listen", f"unix:{upstream}", "--socket-group", self.GROUP,
             "--admin-listen", "none", "--web-root", ROOT / "web", *self.OPTIONS, *options],
            self.folder / "server.log")
        self.addCleanup(self.server.stop, signal.SIGINT)
        await until(lambda: self.server.says("limits:"))
        file = self.folder / pathlib.Path(self.FILE).name
        file.write_text(configuration(self.FILE, {
            "/run/signalbox/signalbox.sock": upstream, **self.certificate_files(),
            **self.replacements(), **(replacements or {})}))
        self.proxy = Process(self.command(file), self.folder / "proxy.log", self.environment())
        self.addCleanup(self.proxy.stop)
        await until(lambda: is_open(self.port))

    def environment(self):
        return {"HOME": str(self.folder), "XDG_DATA_HOME": str(self.folder)}

    async def client(self, **options):
        client = await Client.connect(self.port, self.certificate, **options)
        self.addAsyncCleanup(client.close)
        return client

    async def call(self):
        alice, bob = await self.client(), await self.client()
        await alice.log_in("alice")
        await bob.log_in("bob")
        await self.exchange(alice, bob)
        return alice, bob

    async def exchange(self, alice, bob):
        await alice.send(type="offer", otherUsername="bob", offer={"sdp": "v=0" * 1000})
        self.assertEqual((await bob.receive())["offer"], {"sdp": "v=0" * 1000})
        await bob.send(type="answer", otherUsername="alice", answer="yes")
        self.assertEqual((await alice.receive())["answer"], "yes")

    async def test_the_page_and_a_call(self):
        await self.start()
        context = ssl.create_default_context(cafile=self.certificate)

        def fetch(path):
            with urllib.request.urlopen(f"https://localhost:{self.port}{path}", context=context,
                                        timeout=PATIENCE) as answer:
                return answer.read()

        page = (ROOT / "web/index.html").read_bytes()
        self.assertEqual(await asyncio.to_thread(fetch, "/"), page)
        self.assertEqual(await asyncio.to_thread(fetch, "/healthz"), b"ok\n")
        await self.call()

    async def test_the_clients_address_is_known_and_cannot_be_made_up(self):
        await self.start()
        client = await self.client(address="127.0.0.9", headers={
            "X-Forwarded-For": "192.0.2.66", "Forwarded": "for=192.0.2.67"})
        await client.log_in("alice")
        await client.close()
        port = "" if self.FORWARDS_ADDRESS_ONLY else r":\d+"
        await until(lambda: self.server.says(f"from 127.0.0.9{port} ended: client_closed"))

    async def test_a_reload_of_the_proxy_does_not_end_a_call(self):
        await self.start()
        alice, bob = await self.call()
        make_certificate(self.folder)
        self.reload()
        await until(lambda: certificate_at(self.port) == self.certificate.read_text())
        await (await self.newcomer()).log_in("carol")
        await self.exchange(await self.survivor(alice), await self.survivor(bob))

    async def newcomer(self):
        """One that tries again, because the old proxy may have accepted it just before its end."""
        deadline = asyncio.get_running_loop().time() + PATIENCE
        while True:
            try:
                return await self.client()
            except (OSError, EOFError, websockets.InvalidHandshake):
                if asyncio.get_running_loop().time() > deadline:
                    raise

    async def survivor(self, client):
        """The same connection, or another that has the session back."""
        try:
            await client.send(type="ping")
            self.assertEqual((await client.receive())["type"], "pong")
            return client
        except websockets.ConnectionClosed:
            login = client.login
        again = await self.newcomer()
        await again.send(type="login", username=login["username"],
                         resume={"token": login["resume"]["token"], "received": 1})
        answer = await again.receive()
        self.assertTrue(answer.get("resumed"), answer)
        return again

    async def test_pings_keep_idle_clients_connected(self):
        if not self.TIMEOUTS:
            self.skipTest("this proxy lets WebSockets be idle for ever")
        await self.start(("--ping-interval", "500ms"), self.TIMEOUTS)
        alice, bob = await self.call()
        with self.assertRaises(asyncio.TimeoutError):
            await asyncio.wait_for(alice.web_socket.recv(), 2 * SHORT_TIMEOUT)
        await self.exchange(alice, bob)

    async def test_without_pings_the_proxy_ends_them(self):
        if not self.TIMEOUTS:
            self.skipTest("this proxy lets WebSockets be idle for ever")
        await self.start(("--ping-interval", "1h"), self.TIMEOUTS)
        alice, _ = await self.call()
        await asyncio.wait_for(alice.web_socket.wait_closed(), PATIENCE)
