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
    def test_finds_its_page_without_options(self):
        with tempfile.TemporaryDirectory() as prefix:
            subprocess.run(["cmake", "--install", BUILD, "--prefix", prefix], check=True,
                           stdout=subprocess.DEVNULL)
            server = subprocess.Popen(
                [pathlib.Path(prefix) / "bin/signalbox", "--listen", "127.0.0.1:0"],
                cwd=prefix, stderr=subprocess.PIPE, text=True)
            try:
                url = next(found.group() for line in server.stderr
                           if (found := re.search(r"http://localhost:\d+/", line)))
                for path in ["", "signalbox.js", "signalbox/client.js", "signalbox.d.ts"]:
                    with urllib.request.urlopen(url + path, timeout=10) as answer:
                        self.assertEqual(answer.status, 200, path)
            finally:
                # Nobody reads its log any more: no reason to die.
                server.stderr.close()
                server.terminate()
                self.assertEqual(server.wait(timeout=10), 0)


if __name__ == "__main__":
    unittest.main()
