# SPDX-License-Identifier: MIT
"""The servers compared: how each is started, and that it ends."""

import contextlib
import dataclasses
import resource
import socket
import subprocess
import time

FIRST_PORT = 9480
PATIENCE = 20  # seconds until a server must listen


@dataclasses.dataclass
class Server:
    """`command` holds the word PORT where the port goes."""

    name: str
    title: str
    command: list
    protocol: str = "native"
    cores: str = "0"


def known(root, build, web_root):
    peers = root / "bench" / "peers"
    floor = [str(build / "signalbox-floor"), "PORT"]
    ours = [str(build / "signalbox"), "--listen", "127.0.0.1:PORT", "--message-rate", "0"]
    ours += ["--log-level", "warn", "--web-root", str(web_root), "--threads"]
    bun = [str(peers / "bun-ws/node_modules/.bin/bun"), str(peers / "bun-ws/server.js"), "PORT"]
    servers = [
        Server("signalbox", "Signalbox", [*ours, "1"]),
        Server("signalbox-2", "Signalbox, 2 threads", [*ours, "2"], cores="0,1"),
        Server("floor", "floor", floor),
        Server("floor-coalescing", "floor, coalescing", [*floor, "--coalesce"]),
        Server("bun", "Bun", bun),
        Server("node-ws", "Node, ws", ["node", str(peers / "node-ws/server.js"), "PORT"]),
        Server(
            "peerserver",
            "PeerServer",
            ["node", str(peers / "peerserver/server.js"), "PORT"],
            protocol="peerjs",
        ),
        Server("go-gorilla", "Go, gorilla", [str(peers / "go-gorilla/go-gorilla"), "PORT"]),
    ]
    return {server.name: server for server in servers}


def raise_file_limit():
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def is_listening(port):
    with socket.socket() as client:
        return client.connect_ex(("127.0.0.1", port)) == 0


def wait_until_listening(process, server, port):
    deadline = time.monotonic() + PATIENCE
    while not is_listening(port):
        if process.poll() is not None:
            raise RuntimeError(f"{server.title} has ended at once: {' '.join(server.command)}")
        if time.monotonic() > deadline:
            raise RuntimeError(f"{server.title} does not listen: {' '.join(server.command)}")
        time.sleep(0.001)


@contextlib.contextmanager
def running(server, port):
    """The server, from when it listens; its process is killed at the end. Gives the start time."""
    command = [word.replace("PORT", str(port)) for word in server.command]
    begin = time.monotonic()
    process = subprocess.Popen(
        ["taskset", "-c", server.cores, *command],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        preexec_fn=raise_file_limit,
    )
    try:
        wait_until_listening(process, server, port)
        yield process.pid, time.monotonic() - begin
    finally:
        process.kill()
        process.wait()
