# SPDX-License-Identifier: MIT
"""Debian's nginx, as docs/reverse-proxy/nginx.conf and nginx-stream.conf set it up."""

import unittest

from scenarios import SHORT_TIMEOUT, Scenarios


class Nginx(Scenarios, unittest.IsolatedAsyncioTestCase):
    FILE = "nginx.conf"
    TIMEOUTS = {"proxy_read_timeout 60s": f"proxy_read_timeout {SHORT_TIMEOUT}s"}

    def certificate_files(self):
        documented = "/etc/letsencrypt/live/signal.example.org"
        return {f"{documented}/fullchain.pem": self.folder / "cert.pem",
                f"{documented}/privkey.pem": self.folder / "key.pem"}

    def replacements(self):
        return {"/run/nginx.pid": self.folder / "nginx.pid",
                "worker_processes auto": "worker_processes 1",
                "worker_rlimit_nofile 65536": "worker_rlimit_nofile 1024",
                "worker_connections 32768": "worker_connections 512",
                "listen 443 ssl": f"listen 127.0.0.1:{self.port} ssl",
                "listen [::]:443 ssl;": ""}

    def command(self, file):
        return ["nginx", "-c", file, "-p", self.folder, "-e", "stderr", "-g", "daemon off;"]


class NginxStream(Nginx):
    FILE = "nginx-stream.conf"
    OPTIONS = ("--trusted-proxy", "unix", "--proxy-protocol", "required")
    FORWARDS_ADDRESS_ONLY = False
    TIMEOUTS = {"proxy_timeout 60s": f"proxy_timeout {SHORT_TIMEOUT}s"}


if __name__ == "__main__":
    unittest.main()
