# SPDX-License-Identifier: MIT
"""What is missing of a fresh clone."""

import shutil
import subprocess
import sys

TARGETS = ["signalbox", "signalbox-bench", "signalbox-floor"]
TOOLS = ["cmake", "ninja", "openssl", "setpriv", "strip", "taskset"]


def install(root, wanted):
    """Tools that are needed, and the peers that are wanted. A peer that cannot be installed is left
    out of the comparison, not the comparison undone."""
    script = str(root / "bench" / "install-peers")
    if not all(shutil.which(tool) for tool in TOOLS):
        subprocess.run([script, ""], check=True)
    missing = {server.peer for server in wanted if server.peer and not server.installed.exists()}
    for peer in sorted(missing):
        if subprocess.run([script, peer], check=False).returncode != 0:
            print(f"compare: {peer} could not be installed", file=sys.stderr)


def build(root, folder):
    """Also what is there: figures of a program that is not the source's are worth nothing."""
    if not (folder / "build.ninja").exists():
        configured = ["cmake", "--preset", "bench", "-B", str(folder)]
        if subprocess.run(configured, cwd=root, check=False).returncode != 0:
            # A library is missing; cmake has said which.
            subprocess.run([str(root / "bench" / "install-peers"), ""], check=True)
            subprocess.run(configured, cwd=root, check=True)
    # Two at a time: a compiler takes up to 1 GB.
    subprocess.run(["cmake", "--build", str(folder), "--parallel", "2", "--target", *TARGETS],
                   cwd=root, check=True, stdout=sys.stderr)
