# SPDX-License-Identifier: MIT
"""What `cmake --install` puts in place works where it was put: install_test.py BUILD_FOLDER"""

import pathlib
import re
import subprocess
import sys
import tempfile
import unittest
import urllib.request

BUILD = pathlib.Path(sys.argv.pop())


class Installed(unittest.TestCase):
    def expect_files(self, url, paths):
        for path in paths:
            with urllib.request.urlopen(url + path, timeout=10) as answer:
                self.assertEqual(answer.status, 200, url + path)

    def test_finds_its_pages_without_options(self):
        with tempfile.TemporaryDirectory() as prefix:
            subprocess.run(["cmake", "--install", BUILD, "--prefix", prefix], check=True,
                           stdout=subprocess.DEVNULL)
            for unit in ["signalbox.service", "signalbox.socket"]:
                self.assertTrue((pathlib.Path(prefix) / "lib/systemd/system" / unit).is_file())
            server = subprocess.Popen(
                [pathlib.Path(prefix) / "bin/signalbox", "--listen", "127.0.0.1:0",
                 "--admin-listen", "127.0.0.1:0"],
                cwd=prefix, stderr=subprocess.PIPE, text=True)
            try:
                urls = (found.group() for line in server.stderr
                        if (found := re.search(r"http://localhost:\d+/", line)))
                self.expect_files(
                    next(urls), ["", "signalbox.js", "signalbox/client.js", "signalbox.d.ts"])
                self.expect_files(next(urls), ["", "app/main.js"])
            finally:
                # Nobody reads its log any more: no reason to die.
                server.stderr.close()
                server.terminate()
                self.assertEqual(server.wait(timeout=10), 0)


if __name__ == "__main__":
    unittest.main()
