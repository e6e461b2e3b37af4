# SPDX-License-Identifier: MIT
"""The Containerfile's image, built by buildah and run as a runtime would: container_test.py BUILD_FOLDER"""

import json
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

from debian import PATIENCE, Debian, output_of, run_tests, until

DEBIAN = Debian(sys.argv.pop())
ROOT = pathlib.Path(__file__).resolve().parents[2]
# A root that can't be written to, no network but its own, and the program is process 1.
RUN = """ip link set lo up && mount --bind "$0" "$0" && mount -o remount,bind,ro "$0" &&
mount -t proc proc "$0/proc" && exec chroot --userspec="$1" "$0" env -i PATH=/usr/bin "${@:2}" """


class Images:
    """Buildah with a store of its own."""

    def __init__(self, folder):
        self.store = ["--root", folder / "store", "--runroot", folder / "run"]

    def call(self, *arguments):
        done = subprocess.run(["buildah", *self.store, *arguments], stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, text=True)
        if done.returncode != 0:
            raise AssertionError(f"buildah {arguments[0]}:\n{done.stdout[-4000:]}{done.stderr[-4000:]}")
        return done.stdout.strip()

    def bring(self, root, name):
        """As an image, without a registry."""
        container = self.call("from", "scratch")
        self.call("copy", "--quiet", container, root, "/")
        self.call("commit", "--quiet", "--rm", container, name)

    def build(self, context, base, name):
        self.call("build", "--isolation", "chroot", "--format", "docker", "--pull-never",
                  "--build-arg", f"BASE={base}", "--tag", name, context)
        return json.loads(self.call("inspect", "--type", "image", name))["Docker"]["config"]

    def mount(self, name):
        return self.call("mount", self.call("from", "--pull-never", name))

    def clear(self):
        self.call("umount", "--all")
        self.call("rm", "--all")
        self.call("rmi", "--all", "--force")


class Container:
    def __init__(self, root, config, log):
        user = config["User"]
        self.health = config["Healthcheck"]["Test"][1:]
        self.user, self.group = user.split(":")
        with open(log, "w") as output:
            self.unshare = subprocess.Popen(
                ["unshare", "--net", "--mount", "--pid", "--fork", "--kill-child", "bash", "-c", RUN,
                 root, user, *config["Env"], *config["Entrypoint"]], stdout=output, stderr=output)
        children = pathlib.Path(f"/proc/{self.unshare.pid}/task/{self.unshare.pid}/children")
        self.first = until(lambda: children.read_text().split())[0]

    def run(self, *command):
        """Its exit code."""
        return subprocess.run(
            ["nsenter", "--target", self.first, "--all", "--root", "--wd", "--setuid", self.user,
             "--setgid", self.group, *command], capture_output=True).returncode

    def is_healthy(self):
        return self.run(*self.health) == 0

    def serves_clients(self):
        return self.run(*[part.replace("/8081", "/8080") for part in self.health]) == 0

    def stop(self):
        """As a runtime does; the server's exit code."""
        if self.unshare.poll() is None:
            output_of("kill", "-TERM", self.first)
        return self.unshare.wait(timeout=PATIENCE)


class Image(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.images = Images(self.folder)
        if not DEBIAN.root.is_dir():
            self.skipTest("there is no Debian: see the test packaging:debian")

    def context(self):
        """With a package that is built already: compiling it once more tells nothing."""
        context = self.folder / "context"
        context.mkdir()
        shutil.copy(ROOT / "Containerfile", context)
        shutil.copy(DEBIAN.package, context)
        return context

    def test_serves_as_nobody_from_a_root_that_it_cannot_write_to(self):
        self.addCleanup(self.images.clear)
        self.images.bring(DEBIAN.root, "localhost/debian")
        config = self.images.build(self.context(), "localhost/debian", "localhost/signalbox")
        container = Container(self.images.mount("localhost/signalbox"), config,
                              self.folder / "container.log")
        self.addCleanup(container.stop)

        until(container.is_healthy)
        self.assertTrue(container.serves_clients())
        self.assertNotEqual(container.run("touch", "/tmp/file"), 0)
        self.assertNotEqual(container.user, "0")
        self.assertEqual(container.stop(), 0)


if __name__ == "__main__":
    run_tests("buildah", "unshare", "nsenter", "ip")
