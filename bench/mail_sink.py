"""A mail server that says yes and keeps nothing. It prints its port; it ends when it is told to.

python -m bench.mail_sink [--hang N]: the first N connections are greeted and then never answered.
"""

import argparse
import itertools
import socketserver
import threading

_YES = b"250 ok\r\n"


class _Line(socketserver.StreamRequestHandler):
    disable_nagle_algorithm = True

    def handle(self) -> None:
        """One conversation, as short as SMTP allows."""
        self.wfile.write(b"220 here\r\n")
        if next(_numbers) < hanging:
            threading.Event().wait(600)
        while line := self.rfile.readline():
            verb = line[:4].upper()
            if verb == b"DATA":
                self.wfile.write(b"354 go on\r\n")
                while self.rfile.readline() not in (b".\r\n", b""):
                    pass
            self.wfile.write(b"221 bye\r\n" if verb == b"QUIT" else _YES)
            if verb == b"QUIT":
                return


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads = True
    allow_reuse_address = True


_numbers = itertools.count()
hanging = 0

if __name__ == "__main__":
    wanted = argparse.ArgumentParser(description=__doc__)
    wanted.add_argument("--hang", type=int, default=0, help="connections that hang")
    hanging = wanted.parse_args().hang
    with _Server(("127.0.0.1", 0), _Line) as server:
        print(server.server_address[1], flush=True)
        server.serve_forever()
