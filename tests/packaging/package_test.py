# SPDX-License-Identifier: MIT
"""The Debian package in a Debian of its own: package_test.py BUILD_FOLDER"""

import asyncio
import json
import pathlib
import re
import shutil
import signal
import subprocess
import sys
import unittest
import urllib.request

import websockets

from debian import PATIENCE, Debian, output_of, run_tests

DEBIAN = Debian(sys.argv.pop())
# What dpkg and its tools keep for themselves.
KEPT = ("var/lib/dpkg/", "var/log/", "var/cache/", "etc/ld.so.cache", "etc/passwd-", "etc/group-",
        "etc/shadow-", "etc/gshadow-", "etc/.pwd.lock")


class Root:
    def __init__(self, folder):
        self.folder = pathlib.Path(folder)

    def run(self, *command):
        return output_of("chroot", self.folder, *command, stderr=subprocess.STDOUT)

    def contents(self):
        names = (str(path.relative_to(self.folder)) for path in self.folder.rglob("*"))
        return {name for name in names if not name.startswith(KEPT)}

    def accounts(self):
        return [(self.folder / "etc" / name).read_text() for name in ["passwd", "group"]]

    def serve(self):
        """As systemd would, in a mount namespace that takes /proc along when it ends."""
        return subprocess.Popen(
            ["unshare", "--mount", "sh", "-c", 'mount -t proc proc "$0/proc" && exec chroot '
             '--userspec=signalbox:signalbox "$0" signalbox --config /etc/signalbox/signalbox.toml',
             self.folder],
            env={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "SIGNALBOX_LISTEN": "127.0.0.1:0",
                 "SIGNALBOX_ADMIN_LISTEN": "none"},
            stderr=subprocess.PIPE, text=True)


async def log_in(url):
    async with websockets.connect(url.replace("http", "ws") + "ws", open_timeout=PATIENCE) as client:
        await client.send(json.dumps({"type": "login", "username": "alice"}))
        return json.loads(await asyncio.wait_for(client.recv(), PATIENCE))


class Package(unittest.TestCase):
    def setUp(self):
        self.root = Root(DEBIAN.copy_for(self))

    def test_is_installed_serves_and_leaves_nothing(self):
        before, accounts = self.root.contents(), self.root.accounts()
        shutil.copy(DEBIAN.package, self.root.folder / "tmp/signalbox.deb")
        self.root.run("dpkg", "--install", "/tmp/signalbox.deb")
        (self.root.folder / "tmp/signalbox.deb").unlink()

        self.check_files()
        self.check_service()

        self.root.run("dpkg", "--purge", "signalbox")
        self.assertEqual(self.root.contents() ^ before, set())
        self.assertEqual(self.root.accounts(), accounts)

    def check_files(self):
        config = "/etc/signalbox/signalbox.toml"
        self.assertIn(config, self.root.run("dpkg-query", "-W", "-f", "${Conffiles}", "signalbox"))
        version = self.root.run("dpkg-query", "-W", "-f", "${Version}", "signalbox")
        self.assertIn(version, self.root.run("signalbox", "--version"))
        enabled = "etc/systemd/system/multi-user.target.wants/signalbox.service"
        self.assertTrue((self.root.folder / enabled).is_symlink())
        for name in ["share/man/man8/signalbox.8", "share/doc/signalbox/copyright",
                     "lib/systemd/system/signalbox.socket"]:
            self.assertTrue((self.root.folder / "usr" / name).is_file(), name)

    def check_service(self):
        server = self.root.serve()
        try:
            url = next(found.group() for line in server.stderr
                       if (found := re.search(r"http://localhost:\d+/", line)))
            with urllib.request.urlopen(url, timeout=PATIENCE) as page:
                self.assertIn(b"Signalbox", page.read())
            answer = asyncio.run(log_in(url))
            self.assertEqual((answer["type"], answer["success"]), ("login", True))
        finally:
            server.send_signal(signal.SIGINT)
            server.stderr.close()
            self.assertEqual(server.wait(timeout=PATIENCE), 0)


if __name__ == "__main__":
    run_tests("unshare")
