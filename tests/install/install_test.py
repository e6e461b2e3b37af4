# SPDX-License-Identifier: MIT
"""What `cmake --install` puts in place works where it was put: install_test.py BUILD_FOLDER"""

import pathlib
import platform
import re
import subprocess
import sys
import tempfile
import unittest
import urllib.request

BUILD = pathlib.Path(sys.argv.pop())


def build_type():
    cache = (BUILD / "CMakeCache.txt").read_text()
    return re.search(r"^CMAKE_BUILD_TYPE:\w+=(.*)$", cache, re.MULTILINE).group(1)


class Hardened(unittest.TestCase):
    """cmake/Hardening.cmake has reached the program."""

    def setUp(self):
        if build_type() != "Release":
            self.skipTest("only what users run is hardened")
        self.headers = self.read("--file-header", "--program-headers", "--dynamic")
        self.functions = set(re.findall(r"\bUND (\w+)", self.read("--dyn-syms")))

    @staticmethod
    def read(*what):
        return subprocess.run(["readelf", "--wide", *what, BUILD / "signalbox"], check=True,
                              stdout=subprocess.PIPE, text=True).stdout

    def test_lies_at_an_address_that_nobody_knows(self):
        self.assertRegex(self.headers, r"Type: +DYN")
        self.assertRegex(self.headers, r"FLAGS_1\).*\bPIE\b")

    def test_cannot_be_led_elsewhere_by_what_it_writes(self):
        self.assertIn("GNU_RELRO", self.headers)
        self.assertRegex(self.headers, r"FLAGS_1\).*\bNOW\b")
        self.assertRegex(self.headers, r"GNU_STACK .* RW +0x")

    def test_notices_when_its_stack_is_overwritten(self):
        self.assertIn("__stack_chk_fail", self.functions)

    def test_checks_what_it_copies(self):
        checked = {name for name in self.functions if re.fullmatch(r"__\w+_chk", name)}
        self.assertTrue(checked, self.functions)

    @unittest.skipUnless(platform.machine() == "x86_64", "marked in another way")
    def test_marks_where_it_may_be_jumped_to(self):
        # The program's note says so only where the distribution's own objects have the marks too.
        code = subprocess.run(["objdump", "--disassemble=main", BUILD / "signalbox"], check=True,
                              stdout=subprocess.PIPE, text=True).stdout
        self.assertRegex(code, r"<main>:\n.*\bendbr64\b")


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
