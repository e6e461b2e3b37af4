# SPDX-License-Identifier: MIT
"""What stands at both sides of a proxy: the program, clients, and a certificate. Needs Debian's
python3-websockets and openssl."""

import asyncio
import json
import os
import pathlib
import re
import signal
import socket
import ssl
import subprocess

import websockets

ROOT = pathlib.Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs/reverse-proxy"

# How long anything may take that should happen at once, in seconds; spent only where a test fails.
PATIENCE = 20


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def make_certificate(folder):
    """For localhost: cert.pem, key.pem, and both.pem with the two."""
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
         "-nodes", "-days", "2", "-subj", "/CN=localhost",
         "-addext", "subjectAltName=DNS:localhost", "-keyout", folder / "key.pem",
         "-out", folder / "cert.pem"],
        check=True, capture_output=True)
    (folder / "both.pem").write_text(
        (folder / "cert.pem").read_text() + (folder / "key.pem").read_text())
    for file in folder.glob("*.pem"):
        file.chmod(0o644)


def configuration(name, replacements):
    """A documented file with this test's paths and ports, each of which must stand there."""
    text = (DOCS / name).read_text()
    for old, new in replacements.items():
        if old not in text:
            raise AssertionError(f"{name} has no '{old}'")
        text = text.replace(old, str(new))
    return text


class Process:
    """A process of the test's, ended by `stop`; what it writes goes to a file."""

    def __init__(self, arguments, log, environment=None):
        self.log = pathlib.Path(log)
        with open(self.log, "w") as output:
            self.process = subprocess.Popen(
                [str(argument) for argument in arguments], stdout=output, stderr=output,
                env={**os.environ, **(environment or {})})

    def send(self, number):
        self.process.send_signal(number)

    def says(self, pattern):
        return re.search(pattern, self.log.read_text())

    def stop(self, number=signal.SIGTERM):
        if self.process.poll() is None:
            self.send(number)
        try:
            return self.process.wait(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            raise


async def until(condition):
    """Waits for it. Whatever takes too long raises."""
    async def poll():
        while not condition():
            await asyncio.sleep(0.02)
    await asyncio.wait_for(poll(), PATIENCE)


def is_open(port):
    with socket.socket() as client:
        return client.connect_ex(("127.0.0.1", port)) == 0


def certificate_at(port):
    """What a new client is shown now, as PEM; empty: nobody answers."""
    try:
        return ssl.get_server_certificate(("localhost", port), timeout=PATIENCE)
    except OSError:
        return ""


class Client:
    """A WebSocket client through the proxy, from an address of its own."""

    def __init__(self, web_socket):
        self.web_socket = web_socket

    @classmethod
    async def connect(cls, port, certificate, address="127.0.0.1", headers=None):
        context = ssl.create_default_context(cafile=certificate)
        return cls(await asyncio.wait_for(websockets.connect(
            f"wss://localhost:{port}/ws", ssl=context, host="127.0.0.1", port=port,
            server_hostname="localhost", local_addr=(address, 0), extra_headers=headers or {},
            ping_interval=None), PATIENCE))

    async def send(self, **message):
        await self.web_socket.send(json.dumps(message))

    async def receive(self):
        return json.loads(await asyncio.wait_for(self.web_socket.recv(), PATIENCE))

    async def log_in(self, username, resume=True):
        await self.send(type="login", username=username, resume=resume)
        self.login = await self.receive()
        if not self.login["success"]:
            raise AssertionError(self.login)

    async def close(self):
        await asyncio.wait_for(self.web_socket.close(), PATIENCE)
