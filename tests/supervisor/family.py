"""A run with small children, for the tests: `python -m tests.supervisor.family DATA PORT KIND`."""

import os
import sys
from collections.abc import Callable

from workflow import supervisor
from workflow.config import Settings
from workflow.supervisor import lock, services
from workflow.supervisor.parent import Ground, Plan
from workflow.supervisor.service import Service

WEB = """
import http.server, os, socket, sys
class Answer(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200); self.end_headers(); self.wfile.write(str(os.getpid()).encode())
    def log_message(self, *_): pass
server = http.server.HTTPServer(("127.0.0.1", 0), Answer, bind_and_activate=False)
server.socket.close()
server.socket = socket.socket(fileno=int(sys.argv[1]))
server.serve_forever()
"""
WORKER = """
import signal, subprocess, sys
own = subprocess.Popen(["sleep", "600"])
def end(*_):
    own.terminate()
    sys.exit(0)
signal.signal(signal.SIGTERM, end)
own.wait()
"""
DEAF = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(600)"
BROKEN = "import sys; sys.exit(3)"
WORKERS = {"usual": WORKER, "deaf": DEAF, "patient": DEAF, "broken": BROKEN}
PATIENT = 30.0  # seconds that a worker of that kind is given to end; the others two


def plan(kind: str) -> Callable[[Ground], Plan]:
    """Broker and mailbox as they really are; a small web server, and a worker of the given kind."""

    def children(ground: Ground) -> Plan:
        assert ground.smtp is not None
        broker, broker_url = services.broker(ground.settings.data, ground.environment, ground.lock)
        mailbox, smtp_url = services.mailbox(ground.settings.mailbox, ground.smtp, ground.environment, ground.lock)
        handle = ground.web.fileno()
        served = services.web(ground.web, ground.environment, ground.lock)
        command = (sys.executable, "-c", WEB, str(handle))
        web = Service("web server", command, ground.environment, (handle, ground.lock), served.ready)
        command = (sys.executable, "-c", WORKERS[kind])
        never = kind == "broken"
        least = PATIENT if kind == "patient" else 2.0
        worker = Service("worker", command, ground.environment, (ground.lock,), lambda: not never, stop_within=least)
        told = lock.RunRecord(os.getpid(), ground.address, broker_url, smtp_url)
        return Plan([], [[broker, mailbox], [web, worker]], told)

    return children


if __name__ == "__main__":
    if user := os.environ.get("TEST_AS_USER"):
        os.setuid(int(user))  # after the imports: that user may not be able to read the interpreter's folder
    environ = {**os.environ, "COMMUNIQUE_DATA": sys.argv[1]}
    sys.exit(supervisor.run(Settings.from_environment(environ), "127.0.0.1", int(sys.argv[2]), plan=plan(sys.argv[3])))
