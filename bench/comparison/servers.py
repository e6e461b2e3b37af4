# SPDX-License-Identifier: MIT
"""The servers compared: how each is started, and that it ends."""

import contextlib
import dataclasses
import os
import pathlib
import resource
import socket
import subprocess
import tempfile
import time

from . import certificate

PATIENCE = 20  # seconds until a server must listen

# What their own documentation recommends for production; Go sees one core anyway.
ENVIRONMENT = {"NODE_ENV": "production", "GOMAXPROCS": "1"}


class DoesNotRun(Exception):
    """Why a server could not be started."""


@dataclasses.dataclass
class Server:
    """`command` holds the word PORT where the port goes; `peer` is the folder under bench/peers
    and `installed` what is there once bench/install-peers has been."""

    name: str
    title: str
    command: list
    protocol: str = "native"
    cores: str = "0"
    tls: bool = False
    peer: str = ""
    installed: pathlib.Path = None


@dataclasses.dataclass
class Running:
    pid: int
    port: int
    start_seconds: float  # from the command to the first accepted connection


def ours(build, web_root, tls_files):
    """With the options a user has, but for the limit that would stop the load."""
    command = [str(build / "signalbox"), "--listen", "127.0.0.1:PORT", "--admin-listen", "none",
               "--message-rate", "0", "--web-root", str(web_root), "--threads"]
    tls = ["--tls-cert", tls_files[0], "--tls-key", tls_files[1]]
    return [
        Server("signalbox", "Signalbox", [*command, "1"]),
        Server("signalbox-2", "Signalbox, 2 threads", [*command, "2"], cores="0,1"),
        Server("signalbox-tls", "Signalbox, TLS", [*command, "1", *tls], tls=True),
    ]


def known(root, build, web_root, tls_folder):
    tls_files = certificate.paths(tls_folder)
    peers = root / "bench" / "peers"

    def peer(name, title, folder, *command, installed="node_modules", **more):
        return Server(name, title, [*command, "PORT"], peer=folder,
                      installed=peers / folder / installed, **more)

    def with_tls(server):
        return dataclasses.replace(server, name=f"{server.name}-tls", title=f"{server.title}, TLS",
                                   command=[*server.command, *tls_files], tls=True)

    floor = [str(build / "signalbox-floor"), "PORT"]
    bun = peer("bun", "Bun", "bun-ws", str(peers / "bun-ws/node_modules/.bin/bun"),
               str(peers / "bun-ws/server.js"))
    node = peer("node-ws", "Node, ws", "node-ws", "node", str(peers / "node-ws/server.js"))
    servers = [
        *ours(build, web_root, tls_files),
        Server("floor", "floor", floor),
        Server("floor-coalescing", "floor, coalescing", [*floor, "--coalesce"]),
        bun,
        with_tls(bun),
        node,
        with_tls(node),
        peer("peerserver", "PeerServer", "peerserver", "node",
             str(peers / "peerserver/server.js"), protocol="peerjs"),
        peer("go-gorilla", "Go, gorilla", "go-gorilla", str(peers / "go-gorilla/go-gorilla"),
             installed="go-gorilla"),
    ]
    return {server.name: server for server in servers}


def on_cores(cores, command):
    """The command, kept to these; it ends with this process, at whatever moment that is."""
    return ["setpriv", "--pdeathsig", "KILL", "taskset", "-c", cores, *command]


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def raise_file_limit():
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def is_listening(port):
    with socket.socket() as client:
        return client.connect_ex(("127.0.0.1", port)) == 0


def last_words(output):
    """The end of what a process has written, on one line."""
    output.seek(0)
    return " ".join(output.read().decode(errors="replace").split())[-300:]


def wait_until_listening(process, server, port, output):
    deadline = time.monotonic() + PATIENCE
    while not is_listening(port):
        if process.poll() is not None:
            raise DoesNotRun(f"{server.title} has ended at once: {last_words(output)}")
        if time.monotonic() > deadline:
            raise DoesNotRun(f"{server.title} does not listen after {PATIENCE} s")
        time.sleep(0.001)


@contextlib.contextmanager
def running(server, port):
    """The server, from when it listens; its process is killed at the end. What it prints goes to a
    file, as under systemd."""
    command = [word.replace("PORT", str(port)) for word in server.command]
    begin = time.monotonic()
    with tempfile.TemporaryFile() as output:
        process = subprocess.Popen(
            on_cores(server.cores, command),
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            env=os.environ | ENVIRONMENT,
            preexec_fn=raise_file_limit,
        )
        try:
            wait_until_listening(process, server, port, output)
            yield Running(process.pid, port, time.monotonic() - begin)
        finally:
            process.kill()
            process.wait()
