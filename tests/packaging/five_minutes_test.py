# SPDX-License-Identifier: MIT
"""docs/operations.md is enough to get from nothing to a call: five_minutes_test.py BUILD_FOLDER

Its commands are run as they stand there, on a machine with real systemd. What they reach outside of it
stands there before: the packages, the name in the DNS, and a certificate authority."""

import os
import pathlib
import re
import shutil
import subprocess
import sys
import unittest

from certificate_authority import CertificateAuthority
from debian import Debian, output_of, run_tests, until
from machine import COMMAND_PATIENCE, ENVIRONMENT, Machine

DEBIAN = Debian(sys.argv.pop())
ROOT = pathlib.Path(__file__).resolve().parents[2]
BROWSER = ROOT / "tests/browser"
CERTIFICATE = "/etc/letsencrypt/live/{}/cert.pem"


def documented(heading):
    """What somebody pastes into a shell who reads that part of the page, piece by piece."""
    page = (ROOT / "docs/operations.md").read_text()
    [part] = re.findall(rf"^## {heading}.*?(?=^## )", page, re.DOTALL | re.MULTILINE)
    return re.findall(r"^```sh\n(.*?)^```$", part, re.DOTALL | re.MULTILINE)


def value_of(name, commands):
    return re.search(rf"^{name}=(\S+)$", commands, re.MULTILINE).group(1)


class FiveMinutes(unittest.TestCase):
    def setUp(self):
        self.commands = "".join(documented("From nothing to a call"))
        self.name = value_of("NAME", self.commands)
        self.address = value_of("ADDRESS", self.commands)
        root = DEBIAN.copy_for(self)
        shutil.copy(DEBIAN.package, root / "root")
        self.bring_packages(root)
        (root / "etc/hosts").write_text(f"127.0.0.1 localhost\n{self.address} {self.name}\n")
        self.machine = Machine(root, root.parent / "console.log")
        self.machine.start()
        self.addCleanup(self.machine.stop)
        self.machine.has_address(self.address)
        CertificateAuthority(self.machine).start()

    def bring_packages(self, root):
        """The machine's network leads nowhere, so they lie there already."""
        (root / "etc/apt/apt.conf.d/lean").write_text('APT::Install-Recommends "false";\n')
        install = re.search(r"^apt-get install .*$", self.commands, re.MULTILINE).group()
        for command in ["apt-get update", f"cd /root && {install} --download-only"]:
            output_of("chroot", root, "sh", "-c", command, env=ENVIRONMENT,
                      stderr=subprocess.STDOUT)

    def test_the_commands_lead_to_a_call(self):
        said = self.paste(self.commands)

        self.assertIn("ok\nready\n", said)
        self.assertIn("Total lost packets 0 ", said)
        self.assertEqual(self.machine.run("systemctl", "--failed", "--no-legend"), "")
        self.call()
        self.renew_certificate()
        self.reload()
        upgrade, hold_socket = documented("Upgrading")
        self.upgrade(upgrade)
        self.hold_socket(hold_socket)

    def paste(self, commands):
        return self.machine.run("sh", "-euc", "cd /root\n" + commands)

    def reload(self):
        server = self.server()
        self.paste("echo 'message-rate = 60' >>/etc/signalbox/signalbox.toml\n"
                   "systemctl reload signalbox")

        def is_told():
            return "reload: message-rate" in self.machine.run("journalctl", "-u", "signalbox")

        until(is_told)
        self.refuse_reload()
        self.assertEqual(self.server(), server)
        self.assertTrue(self.is_healthy())

    def refuse_reload(self):
        """The operator hears it, not the log alone."""
        file = "/etc/signalbox/signalbox.toml"
        said = self.paste(f"cp --preserve {file} good.toml\n"
                          f"echo 'max-peers = \"many\"' >>{file}\n"
                          "! systemctl reload signalbox\n"
                          "journalctl --output=cat --unit=signalbox --lines=20\n"
                          f"cp --preserve good.toml {file}\n"
                          "systemctl reload signalbox")
        self.assertIn("Job for signalbox.service failed", said)
        self.assertIn(f"{file}: max-peers: 'many' is not a number from 1 to 65535", said)
        self.assertNotIn("all settings stay as they are", said)

    def upgrade(self, commands):
        """To the same version, of which apt must be persuaded."""
        old = self.server()
        self.paste(commands.replace("apt-get install", "apt-get install --reinstall"))
        self.assertNotEqual(self.server(), old)
        self.assertTrue(self.is_healthy())

    def hold_socket(self, commands):
        """Who connects while there is no server is served by the next one."""
        old = self.proxy_workers()
        self.paste(commands)
        # They ask at the server's old address as long as they live.
        until(lambda: old.isdisjoint(self.proxy_workers()))
        until(self.is_healthy)
        self.machine.run("systemctl", "stop", "signalbox.service")
        self.assertTrue(self.is_healthy())
        self.assertEqual(self.machine.run("systemctl", "--failed", "--no-legend"), "")

    def server(self):
        return self.machine.run("systemctl", "show", "--property=MainPID", "signalbox")

    def proxy_workers(self):
        return set(self.machine.run("sh", "-c", 'pid=$(cat /run/nginx.pid); '
                                    'cat "/proc/$pid/task/$pid/children"').split())

    def is_healthy(self):
        return self.machine.run("curl", "-sS", f"https://{self.name}/healthz") == "ok\n"

    def call(self):
        """From a browser outside of the machine, in its network."""
        environment = {"SIGNALBOX_NAME": self.name, "SIGNALBOX_ADDRESS": self.address,
                       "SIGNALBOX_KEY_HASH": self.key_hash()}
        subprocess.run([BROWSER / "run.sh", "--prepare"], check=True)
        called = subprocess.run(
            self.machine.inside("unshare", "--pid", "--fork", "--kill-child", "--mount-proc",
                                BROWSER / "run.sh", "remote/call.test.js", only_network=True),
            env={**os.environ, **environment}, timeout=COMMAND_PATIENCE,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        self.assertEqual(called.returncode, 0, called.stdout)

    def key_hash(self):
        return self.machine.run(
            "sh", "-c", "openssl x509 -pubkey -noout -in \"$0\" | openssl pkey -pubin -outform der |"
            " openssl dgst -sha256 -binary | base64", CERTIFICATE.format(self.name)).strip()

    def renew_certificate(self):
        """As certbot's timer does in two months. nginx shows the new one."""
        self.machine.run("certbot", "renew", "--force-renewal", "--no-random-sleep-on-renew")
        new = self.machine.run("openssl", "x509", "-noout", "-serial", "-in",
                               CERTIFICATE.format(self.name))
        ask = 'openssl s_client -connect "$0:443" </dev/null 2>&1 | openssl x509 -noout -serial'

        def shows_it():
            return self.machine.run("sh", "-c", ask, self.name) == new

        until(shows_it)


if __name__ == "__main__":
    run_tests("systemd-nspawn", "nsenter", "ip", "pebble", "chromium")
