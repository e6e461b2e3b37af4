# SPDX-License-Identifier: MIT
"""In the place of Let's Encrypt: its own test server, Debian's pebble, in a machine that asks it."""

import json
import shutil
import subprocess
import sys

from debian import until

FOLDER = "/root/authority"
CONFIGURATION = {"pebble": {
    "listenAddress": "127.0.0.1:14000", "managementListenAddress": "127.0.0.1:15000",
    "certificate": f"{FOLDER}/cert.pem", "privateKey": f"{FOLDER}/key.pem",
    "httpPort": 80, "tlsPort": 443}}
ASK_FOR_ROOT = """
import ssl, urllib.request
unverified = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
unverified.check_hostname, unverified.verify_mode = False, ssl.CERT_NONE
with urllib.request.urlopen("https://127.0.0.1:15000/roots/0", context=unverified) as answer:
    print(answer.read().decode(), end="")
"""


class CertificateAuthority:
    """It looks at port 80 of who wants a certificate, as Let's Encrypt does."""

    def __init__(self, machine):
        self.machine = machine

    def start(self):
        folder = self.machine.root / FOLDER.lstrip("/")
        folder.mkdir()
        (folder / "pebble.json").write_text(json.dumps(CONFIGURATION))
        shutil.copy(shutil.which("pebble"), folder)
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt",
             "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj", "/CN=localhost",
             "-keyout", folder / "key.pem", "-out", folder / "cert.pem"],
            check=True, capture_output=True)
        self.machine.begin(f"{FOLDER}/pebble", "-config", f"{FOLDER}/pebble.json",
                           PEBBLE_VA_NOSLEEP="1", PEBBLE_WFE_NONCEREJECT="0")
        self.be_trusted()
        self.be_asked()

    def be_trusted(self):
        """By the machine's programs. It makes a root certificate whenever it starts."""
        ask = self.machine.inside(sys.executable, "-c", ASK_FOR_ROOT, only_network=True)

        def root_certificate():
            return subprocess.run(ask, capture_output=True, text=True).stdout

        file = self.machine.root / "usr/local/share/ca-certificates/authority.crt"
        file.write_text(until(root_certificate))
        self.machine.run("update-ca-certificates")

    def be_asked(self):
        """By certbot, which needs no other word than its default settings' place."""
        settings = self.machine.root / "root/.config/letsencrypt/cli.ini"
        settings.parent.mkdir(parents=True)
        settings.write_text("server = https://localhost:14000/dir\nno-verify-ssl = true\n")
