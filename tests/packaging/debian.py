# SPDX-License-Identifier: MIT
"""The package, and a small Debian to install it in: debian.py BUILD_FOLDER makes both, once for all
tests, which work on copies of the system."""

import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time
import unittest

PATIENCE = 20
# Those of a Debian that systemd runs, as a machine to rent is.
SYSTEM = ["systemd", "systemd-sysv", "ca-certificates"]
SKIPPED = 77


def output_of(*command, **options):
    return subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True, **options).stdout


def until(condition, patience=PATIENCE):
    """Waits until it is true, and returns what it then is."""
    deadline = time.monotonic() + patience
    while not (result := condition()):
        if time.monotonic() > deadline:
            raise AssertionError(f"in {patience} s it has not come to this: {condition.__name__}")
        time.sleep(0.1)
    return result


def why_not(*tools):
    """Why a test can't run here, which needs to be root and these programs; none: it can."""
    if os.geteuid() != 0:
        return "only root can make a chroot"
    missing = [tool for tool in tools if not shutil.which(tool)]
    return f"there is no {', '.join(missing)}" if missing else None


def run_tests(*tools):
    """In place of unittest.main(), for CTest."""
    if reason := why_not(*tools):
        print("SKIPPED:", reason)
        sys.exit(SKIPPED)
    result = unittest.main(exit=False, verbosity=2).result
    if not result.wasSuccessful():
        sys.exit(1)
    sys.exit(SKIPPED if result.skipped else 0)


class Debian:
    """What is made in a build folder."""

    def __init__(self, build):
        self.build = pathlib.Path(build).resolve()
        self.folder = self.build / "debian"
        self.root = self.folder / "root"

    @property
    def package(self):
        [package] = self.folder.glob("*.deb")
        return package

    def make(self):
        """Returns why it can't; none: it has."""
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir()
        output_of("cpack", "-G", "DEB", "-B", self.folder, cwd=self.build)
        return self.make_root()

    def make_root(self):
        """From where this machine has its own packages."""
        site, release = output_of("apt-get", "indextargets", "--format", "$(SITE) $(RELEASE)",
                                  "Created-By: Packages").splitlines()[0].split()
        unfinished = self.folder / "unfinished"
        made = subprocess.run(
            ["debootstrap", "--variant=minbase", f"--include={','.join(SYSTEM + self.needed())}",
             release, unfinished, site],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        if "Failed getting release file" in made.stdout:
            return "no Debian to be had: " + made.stdout
        if made.returncode != 0:
            raise AssertionError(made.stdout)
        # Nobody's power fails here.
        (unfinished / "etc/dpkg/dpkg.cfg.d/unsafe").write_text("force-unsafe-io\n")
        unfinished.rename(self.root)
        return None

    def needed(self):
        """Real packages: debootstrap knows none that others provide. This machine has them all."""
        depends = output_of("dpkg-deb", "-f", self.package, "Depends")
        provided = {}
        for line in output_of("dpkg-query", "-W", "-f", "${Package}:${Provides}\n").splitlines():
            real, _, names = line.partition(":")
            provided |= {name.split()[0]: real for name in names.split(", ") if name}
        return [provided.get(name, name)
                for name in re.findall(r"(?:^|, )([a-z0-9.+-]+)", depends)]

    def copy_for(self, test):
        """A system of the test's own, as a folder that ends with it."""
        if not self.root.is_dir():
            test.skipTest("there is no Debian: see the test packaging:debian")
        folder = tempfile.TemporaryDirectory()
        test.addCleanup(folder.cleanup)
        os.chmod(folder.name, 0o755)
        copy = pathlib.Path(folder.name) / "root"
        output_of("cp", "--archive", "--reflink=auto", self.root, copy)
        return copy


if __name__ == "__main__":
    reason = why_not("debootstrap", "cpack", "dpkg-shlibdeps", "file") or Debian(sys.argv[1]).make()
    if reason:
        print("SKIPPED:", reason)
    sys.exit(SKIPPED if reason else 0)
