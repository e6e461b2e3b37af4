# SPDX-License-Identifier: MIT
"""A machine of a test's own: a Debian that real systemd runs, with a network that leads nowhere."""

import os
import pathlib
import signal
import subprocess
import unittest

from debian import output_of, until

# For what a busy test machine may take long for, in seconds; spent only where a test fails.
BOOT_PATIENCE = 60
COMMAND_PATIENCE = 300
ENVIRONMENT = {"HOME": "/root", "PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "LC_ALL": "C.UTF-8",
               "DEBIAN_FRONTEND": "noninteractive"}


class Machine:
    """Boots in `start`, and is gone without a trace after `stop`."""

    def __init__(self, root, log):
        self.root = pathlib.Path(root)
        self.log = pathlib.Path(log)
        self.begun = []

    def start(self):
        (self.root / "etc/resolv.conf").write_text("")
        with open(self.log, "w") as log:
            self.container = subprocess.Popen(
                ["systemd-nspawn", "--register=no", "--keep-unit", "--quiet", "--boot",
                 "--private-network", "--resolv-conf=off", "--console=pipe",
                 f"--directory={self.root}"],
                stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        until(self.is_up, BOOT_PATIENCE)

    def is_up(self):
        """Also while it is no container yet, in which nothing can be run."""
        if self.container.poll() is not None:
            raise unittest.SkipTest("no machine boots here:\n" + self.log.read_text())
        asked = subprocess.run(self.inside("systemctl", "is-system-running"), env=ENVIRONMENT,
                               stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        return asked.stdout.strip() == "running"

    @property
    def init(self):
        """The process 1 of the machine, by its number here."""
        task = pathlib.Path(f"/proc/{self.container.pid}/task/{self.container.pid}/children")
        return task.read_text().split()[-1:]

    def inside(self, *command, only_network=False):
        init = self.init
        if not init:
            return ["false"]
        namespaces = "--net" if only_network else "--all"
        return ["nsenter", "--target", *init, namespaces, *map(str, command)]

    def run(self, *command, **options):
        """What it says, also where it fails."""
        done = subprocess.run(self.inside(*command), env=ENVIRONMENT, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True, timeout=COMMAND_PATIENCE,
                              **options)
        if done.returncode != 0:
            raise AssertionError(f"{command[0]} has ended with {done.returncode}:\n{done.stdout}")
        return done.stdout

    def begin(self, *command, **environment):
        """A program that goes on until the machine stops."""
        self.begun.append(subprocess.Popen(
            self.inside(*command), env={**ENVIRONMENT, **environment},
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL))

    def has_address(self, address):
        """On a network interface whose other end is in the machine, too."""
        for command in ["link add net0 type veth peer name net1", "link set net0 up",
                        "link set net1 up", f"address add {address}/24 dev net0",
                        f"route add default dev net0 src {address}"]:
            output_of(*self.inside("ip", *command.split(), only_network=True))

    def stop(self):
        """As when its plug is pulled: every process in it ends with the first."""
        for init in self.init:
            os.kill(int(init), signal.SIGKILL)
        for process in [self.container, *self.begun]:
            process.wait()
