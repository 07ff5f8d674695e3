"""The demo's door. Everybody may be anybody in the demo, so it answers nobody who is not at this machine.

Who that is the sockets say: a Host header is written by whoever asks. Where a proxy or a tunnel stands between, the
socket is the proxy's and says nothing of the reader, so what came through one is not answered either.
"""

import logging
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from workflow.config import is_loopback

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

log = logging.getLogger(__name__)

_PASSED_ON = ("HTTP_FORWARDED", "HTTP_VIA", "HTTP_X_REAL_IP", "HTTP_X_FORWARDED_")


class LoopbackDoor:
    """The application for who comes over a loopback socket of this machine; for everybody else an empty 403."""

    def __init__(self, application: "WSGIApplication") -> None:
        self._application = application
        self._has_said = False

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer, or say nothing."""
        if _is_at_this_machine(environ):
            return self._application(environ, start_response)
        if not self._has_said:
            self._has_said = True  # once: whoever asks again and again should fill no disk
            log.warning("the demo was asked for from outside this machine, and answers nothing there")
        start_response("403 Forbidden", [("Content-Length", "0"), ("Cache-Control", "no-store")])
        return [b""]


def _is_at_this_machine(environ: "WSGIEnvironment") -> bool:
    peer = str(environ.get("REMOTE_ADDR", ""))
    return (
        is_loopback(peer)
        and is_loopback(_local_address(environ))
        and not any(key.startswith(_PASSED_ON) for key in environ)
    )


def _local_address(environ: "WSGIEnvironment") -> str:
    """The address on this machine to which the visitor is connected."""
    line: Any = environ.get("gunicorn.socket")
    name = line.getsockname() if line is not None else (environ.get("SERVER_NAME", ""),)
    return str(name[0]) if isinstance(name, tuple) else ""  # a Unix socket is a proxy's
