# SPDX-License-Identifier: MIT
"""An application's own server, as the webhooks know it: a real HTTP server in this process."""

import asyncio
import http.server
import json
import queue
import ssl
import threading

from program import PATIENCE


class Request:
    """One that waits for its answer."""

    def __init__(self, path, headers, body):
        self.path = path
        self.headers = headers
        self.body = body
        self.answers = queue.SimpleQueue()

    def answer(self, status=200, body=b""):
        """`body` is bytes, or becomes JSON."""
        self.answers.put((status, body if isinstance(body, bytes) else json.dumps(body).encode()))


class Application:
    """At any free port of 127.0.0.1 until the end of the `with`. Requests are answered by who takes
    them from `asked`, those to /disconnect at once."""

    def __init__(self, certificate=None, key=None):
        self.asked = queue.SimpleQueue()
        self.told = queue.SimpleQueue()
        application = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                request = Request(self.path, self.headers, json.loads(body))
                if self.path == "/disconnect":
                    application.told.put(request.body)
                    request.answer()
                else:
                    application.asked.put(request)
                status, answer = request.answers.get(timeout=PATIENCE)
                self.send_response(status)
                self.send_header("Content-Length", str(len(answer)))
                self.end_headers()
                try:
                    self.wfile.write(answer)
                except OSError:
                    pass  # a client whose time was over

            def log_message(self, *_):
                pass

        class Server(http.server.ThreadingHTTPServer):
            def handle_error(self, *_):
                pass  # a client that was ended

        self.server = Server(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.scheme = "http"
        if certificate:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(certificate, key)
            self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
            self.scheme = "https"
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.05,))

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()

    def url(self, path="/login", host="localhost"):
        return f"{self.scheme}://{host}:{self.server.server_port}{path}"

    async def next_question(self):
        return await asyncio.to_thread(self.asked.get, timeout=PATIENCE)

    async def next_departure(self):
        return await asyncio.to_thread(self.told.get, timeout=PATIENCE)
