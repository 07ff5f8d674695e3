"""A door before a server that is not ours to stop: shut, it cuts who is inside and lets nobody in."""

import socket
import threading
from contextlib import suppress


class Gate:
    """Passes on what is said, between `port` here and a server on this machine, while it is open."""

    def __init__(self, server_port: int) -> None:
        self._server = ("127.0.0.1", server_port)
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=128)
        self.port: int = self._listener.getsockname()[1]
        self._lines: set[socket.socket] = set()
        self._is_open, self._lock = True, threading.Lock()
        threading.Thread(target=self._receive, args=(self._listener,), daemon=True).start()

    def shut(self) -> None:
        """Cut every line, and refuse connections."""
        with self._lock:
            self._is_open = False
            lines, self._lines = self._lines, set()
        for line in (self._listener, *lines):
            with suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)
            line.close()

    def open(self) -> None:
        """Be there again, on the same port."""
        self._listener = socket.create_server(("127.0.0.1", self.port), backlog=128)
        self._is_open = True
        threading.Thread(target=self._receive, args=(self._listener,), daemon=True).start()

    def _receive(self, listener: socket.socket) -> None:
        with suppress(OSError):
            while True:
                self._join(listener.accept()[0])

    def _join(self, client: socket.socket) -> None:
        server = socket.create_connection(self._server, timeout=5)
        server.settimeout(None)
        with self._lock:
            if not self._is_open:
                client.close()
                server.close()
                return
            self._lines |= {client, server}
        for source, target in ((client, server), (server, client)):
            threading.Thread(target=self._pass_on, args=(source, target), daemon=True).start()

    def _pass_on(self, source: socket.socket, target: socket.socket) -> None:
        with suppress(OSError):
            while part := source.recv(65536):
                target.sendall(part)
        for line in (source, target):
            with suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)
            line.close()
        with self._lock:
            self._lines -= {source, target}
