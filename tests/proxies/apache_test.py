# SPDX-License-Identifier: MIT
"""Debian's Apache httpd, as docs/reverse-proxy/apache.conf sets it up."""

import signal
import unittest

from scenarios import SHORT_TIMEOUT, Scenarios


class Apache(Scenarios, unittest.IsolatedAsyncioTestCase):
    FILE = "apache.conf"
    TIMEOUTS = {"Timeout 60": f"Timeout {SHORT_TIMEOUT}"}  # and ProxyTimeout

    def replacements(self):
        return {"/run/apache2": self.folder,
                "/var/log/apache2/error.log": self.folder / "error.log",
                "Listen 443": f"Listen 127.0.0.1:{self.port}",
                "*:443": f"*:{self.port}",
                "ServerLimit 32": "ServerLimit 4",
                "MaxRequestWorkers 2048": "MaxRequestWorkers 256"}

    def command(self, file):
        return ["apache2", "-f", file, "-DFOREGROUND"]

    def reload(self):
        self.proxy.send(signal.SIGUSR1)


if __name__ == "__main__":
    unittest.main()
