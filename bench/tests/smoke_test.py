#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Runs every mode of the load tool for a moment, against the floor, plain and through a TLS proxy:
smoke_test.py BUILD_FOLDER"""

import asyncio
import concurrent.futures
import contextlib
import json
import pathlib
import ssl
import subprocess
import sys
import tempfile
import threading

BUILD = pathlib.Path(sys.argv[1])
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[1]))

from comparison import certificate, servers  # noqa: E402

# So many instead of so long: a busy machine takes longer and fails nothing.
COUNTED = ["--warmup", "0", "--count", "300"]
MODES = [
    ["relay", "--pairs", "5", *COUNTED],
    ["relay", "--pairs", "5", "--idle", "20", *COUNTED],
    ["relay", "--pairs", "5", "--rate", "1000", *COUNTED],
    ["relay", "--pairs", "5", "--duration", "1", "--warmup", "0.1"],
    ["calls", "--pairs", "5", "--candidates", "burst", *COUNTED],
    ["calls", "--pairs", "5", "--candidates", "separate", *COUNTED],
    ["calls", "--pairs", "5", "--candidates", "paced", *COUNTED],
    ["connect", "--clients", "5", *COUNTED],
    ["idle", "--connections", "10,20", "--talk", "--hold", "0.1"],
]


def floor(*flags):
    command = [str(BUILD / "signalbox-floor"), "PORT", *flags]
    return servers.running(servers.Server("floor", "floor", command), servers.free_port())


async def copy(reader, writer):
    with contextlib.suppress(ConnectionError, ssl.SSLError):
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    writer.close()


async def serve(listening, stopped, context, behind):
    """Lets a TLS client through to the port `behind`, until `stopped`."""

    async def on_client(reader, writer):
        other_reader, other_writer = await asyncio.open_connection("127.0.0.1", behind)
        await asyncio.gather(copy(reader, other_writer), copy(other_reader, writer))

    async with await asyncio.start_server(on_client, "127.0.0.1", 0, ssl=context) as server:
        listening.set_result((server.sockets[0].getsockname()[1], asyncio.get_running_loop()))
        await stopped.wait()


@contextlib.contextmanager
def tls_in_front_of(port):
    with tempfile.TemporaryDirectory() as folder:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*certificate.make(pathlib.Path(folder)))
    listening, stopped = concurrent.futures.Future(), asyncio.Event()
    thread = threading.Thread(target=asyncio.run, args=[serve(listening, stopped, context, port)])
    thread.start()
    tls_port, loop = listening.result(timeout=20)
    try:
        yield tls_port
    finally:
        loop.call_soon_threadsafe(stopped.set)
        thread.join()


def run(pid, port, arguments):
    command = [BUILD / "signalbox-bench", *arguments, "--server", f"127.0.0.1:{port}",
               "--pid", str(pid), "--json"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
    assert done.returncode == 0, f"{arguments}: {done.stderr}"
    return json.loads(done.stdout)


def check(pid, port, arguments):
    report = run(pid, port, arguments)
    assert report["mode"] == arguments[0], report
    for row in report["rows"]:
        if arguments[0] == "idle":
            assert row["rss_total_mib"] > 0, report
        else:
            assert row["units"] > 0 and row["cpu_us"] > 0, report
    print("passed:", *arguments)


def main():
    for flags in ([], ["--coalesce"]):
        with floor(*flags) as server:
            for arguments in MODES:
                check(server.pid, server.port, arguments)
    with floor() as server, tls_in_front_of(server.port) as tls_port:
        for arguments in MODES:
            check(server.pid, tls_port, [*arguments, "--tls"])


main()
