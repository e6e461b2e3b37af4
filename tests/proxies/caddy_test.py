# SPDX-License-Identifier: MIT
"""Debian's Caddy, as docs/reverse-proxy/Caddyfile sets it up."""

import subprocess
import unittest

from scenarios import Scenarios
from support import PATIENCE, free_port


class Caddy(Scenarios, unittest.IsolatedAsyncioTestCase):
    FILE = "Caddyfile"
    GROUP = "caddy"  # the test runs Caddy as root, who needs none

    def replacements(self):
        return {"admin unix//run/caddy/admin.sock":
                    f"admin unix/{self.folder}/admin.sock\n\thttp_port {free_port()}",
                "\nsignal.example.org {": f"\nhttps://localhost:{self.port} {{"}

    def command(self, file):
        self.file = file
        return ["caddy", "run", "--config", file, "--adapter", "caddyfile"]

    def reload(self):
        # As systemd does it in Debian's unit.
        subprocess.run(["caddy", "reload", "--force", "--config", self.file, "--adapter",
                        "caddyfile"], check=True, capture_output=True, timeout=PATIENCE)


if __name__ == "__main__":
    unittest.main()
