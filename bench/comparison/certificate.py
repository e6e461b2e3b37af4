# SPDX-License-Identifier: MIT
"""The certificate of the servers that speak TLS, made anew for each run."""

import subprocess


def make(folder):
    """Puts certificate and key into `folder` and returns their paths. The kind of key is the one
    that certificate authorities hand out by default and that is cheapest for a server."""
    certificate, key = paths(folder)
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
               "-nodes", "-days", "2", "-subj", "/CN=localhost", "-out", certificate, "-keyout", key]
    subprocess.run(command, check=True, capture_output=True)
    return certificate, key


def paths(folder):
    return str(folder / "certificate.pem"), str(folder / "key.pem")
