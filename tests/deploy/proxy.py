"""A reverse proxy with TLS, as small as it can be: it ends TLS, sets the forwarded headers and takes turns."""

import http.client
import itertools
import ssl
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import trustme

_HOP = {"connection", "keep-alive", "transfer-encoding", "te", "upgrade"}


@contextmanager
def secured(port: int, backends: Sequence[int]) -> Iterator[None]:
    """Serve https://127.0.0.1:port from the backends, in turn, until the end of the block."""
    turns = itertools.cycle(backends)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _pass_on(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            line = http.client.HTTPConnection("127.0.0.1", next(turns), timeout=60)
            told = {"X-Forwarded-For": "203.0.113.7", "X-Forwarded-Proto": "https"}
            sent = {name: value for name, value in self.headers.items() if name.lower() not in _HOP}
            line.request(self.command, self.path, body, {**sent, "X-Forwarded-Host": self.headers["Host"], **told})
            answer = line.getresponse()
            content = answer.read()
            self.send_response(answer.status)
            for name, value in answer.getheaders():
                if name.lower() not in _HOP | {"content-length"}:
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content if self.command != "HEAD" else b"")
            line.close()

        do_GET = do_POST = do_HEAD = _pass_on

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    server.daemon_threads = True
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    trustme.CA().issue_cert("127.0.0.1").configure_cert(context)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
