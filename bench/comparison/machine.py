# SPDX-License-Identifier: MIT
"""What a result must say of where it comes from."""

import os
import platform
import re
import subprocess


def first_line(command):
    """The first line that a command prints; empty if it cannot be run."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=20, check=False)
    except OSError:
        return ""
    lines = (done.stdout or done.stderr).strip().splitlines()
    return lines[0] if lines else ""


def field(path, name):
    """The value of a line `name : value` of a file under /proc or /etc."""
    with open(path, encoding="utf-8") as file:
        for line in file:
            key, _, value = line.replace("=", ":", 1).partition(":")
            if key.strip() == name:
                return value.strip().strip('"')
    return ""


def describe():
    return {
        "processor": field("/proc/cpuinfo", "model name"),
        "cores": os.cpu_count(),
        "memory_gib": round(int(field("/proc/meminfo", "MemTotal").split()[0]) / 1024 / 1024, 1),
        "kernel": platform.release(),
        "system": field("/etc/os-release", "PRETTY_NAME"),
        "load_before": os.getloadavg()[0],
    }


def package_version(folder, package):
    path = folder / "node_modules" / package / "package.json"
    if not path.exists():
        return ""
    found = re.search(r'"version":\s*"([^"]+)"', path.read_text(encoding="utf-8"))
    return found.group(1) if found else ""


def versions(root, signalbox):
    peers = root / "bench" / "peers"
    commit = ["git", "-C", str(root), "describe", "--always", "--dirty"]
    return {
        "signalbox": first_line([str(signalbox), "--version"]).removeprefix("signalbox "),
        "commit": first_line(commit),
        "compiler": first_line(["c++", "--version"]),
        "node": first_line(["node", "--version"]),
        "ws": package_version(peers / "node-ws", "ws"),
        "peer": package_version(peers / "peerserver", "peer"),
        "bun": package_version(peers / "bun-ws", "bun"),
        "go": first_line(["go", "env", "GOVERSION"]).removeprefix("go"),
    }
