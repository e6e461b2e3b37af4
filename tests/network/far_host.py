# SPDX-License-Identifier: MIT
"""Another host on one cable: a network namespace with a link that can be pulled. Needs root, and a
namespace of its own to stand in, as `stand_alone` makes it."""

import ctypes
import os
import socket
import subprocess
import sys

NEAR = "10.79.0.1"
FAR = "10.79.0.2"
SKIPPED = 77  # the exit code that says so

CLONE_NEWNET = 0x40000000  # linux/sched.h
libc = ctypes.CDLL(None, use_errno=True)


def run(*command):
    subprocess.run(command, check=True)


def join_network(descriptor):
    """This thread's sockets are made in that namespace from now on."""
    if libc.setns(descriptor, CLONE_NEWNET) != 0:
        raise OSError(ctypes.get_errno(), "setns")


def stand_alone():
    """Moves this process into a network namespace where nothing is but itself, or ends it."""
    if os.geteuid() != 0 or libc.unshare(CLONE_NEWNET) != 0:
        print("SKIPPED: this test pulls network cables, and needs root and CAP_NET_ADMIN for that")
        sys.exit(SKIPPED)
    run("ip", "link", "set", "lo", "up")


class FarHost:
    """`cable` here and `cable` there, until the end of the `with`."""

    def __enter__(self):
        self.holder = subprocess.Popen(
            ["unshare", "--net", "sh", "-c", "echo there; exec cat"],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.holder.stdout.readline()
        pid = str(self.holder.pid)
        self.inside = ("nsenter", "--target", pid, "--net")
        run("ip", "link", "add", "cable", "type", "veth", "peer", "name", "cable", "netns", pid)
        run("ip", "address", "add", f"{NEAR}/24", "dev", "cable")
        run("ip", "link", "set", "cable", "up")
        run(*self.inside, "ip", "address", "add", f"{FAR}/24", "dev", "cable")
        self.plug()
        return self

    def __exit__(self, *_):
        run("ip", "link", "delete", "cable")
        self.holder.communicate()

    def pull(self):
        run(*self.inside, "ip", "link", "set", "cable", "down")

    def plug(self):
        run(*self.inside, "ip", "link", "set", "cable", "up")

    def socket(self):
        """A socket on that host, with no connection yet."""
        with open("/proc/thread-self/ns/net", "rb") as here, \
                open(f"/proc/{self.holder.pid}/ns/net", "rb") as there:
            join_network(there.fileno())
            try:
                return socket.socket()
            finally:
                join_network(here.fileno())
