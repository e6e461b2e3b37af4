# SPDX-License-Identifier: MIT
"""Debian's HAProxy, as docs/reverse-proxy/haproxy.cfg and haproxy-tcp.cfg set it up."""

import signal
import unittest

from scenarios import SHORT_TIMEOUT, Scenarios


class Haproxy(Scenarios, unittest.IsolatedAsyncioTestCase):
    FILE = "haproxy.cfg"
    GROUP = "haproxy"
    TIMEOUTS = {"timeout tunnel 60s": f"timeout tunnel {SHORT_TIMEOUT}s"}

    def replacements(self):
        return {"bind :::443 v4v6": f"bind 127.0.0.1:{self.port}",
                "maxconn 30000": "maxconn 400"}

    def command(self, file):
        return ["haproxy", "-W", "-db", "-f", file]

    def reload(self):
        self.proxy.send(signal.SIGUSR2)


class HaproxyVersion2(Haproxy):
    FILE = "haproxy-tcp.cfg"
    OPTIONS = ("--trusted-proxy", "unix", "--proxy-protocol", "required")
    FORWARDS_ADDRESS_ONLY = False
    TIMEOUTS = {"timeout client 60s": f"timeout client {SHORT_TIMEOUT}s",
                "timeout server 60s": f"timeout server {SHORT_TIMEOUT}s"}


class HaproxyVersion1(HaproxyVersion2):
    def replacements(self):
        return super().replacements() | {"send-proxy-v2": "send-proxy"}


if __name__ == "__main__":
    unittest.main()
