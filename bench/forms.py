"""Fills and sends the forms of pages, as a browser would."""

import html
import re
from typing import Any

from flask.testing import FlaskClient

from bench.coalition import BASE

_INPUT = re.compile(r"<input\b[^>]*>")
_ATTRIBUTE = re.compile(r'([\w-]+)="([^"]*)"')
_KEPT = {"hidden", "text", "datetime-local", "number", ""}


def page(client: FlaskClient, path: str) -> bytes:
    """The page at `path`; a redirect or an error is a fault of the measurement."""
    answer = client.get(path, base_url=BASE)
    if answer.status_code != 200:
        raise RuntimeError(f"{path} answers {answer.status_code}")
    return answer.data


def fields(content: bytes) -> dict[str, str]:
    """What a page's forms hold already, without choices and buttons."""
    found = {}
    for tag in _INPUT.findall(content.decode()):
        given = dict(_ATTRIBUTE.findall(tag))
        if given.get("type", "") in _KEPT and "name" in given:
            found[given["name"]] = html.unescape(given.get("value", ""))
    return found


def send(client: FlaskClient, path: str, values: dict[str, Any]) -> str:
    """Where a form that was sent leads."""
    answer = client.post(path, base_url=BASE, data=values)
    if answer.status_code != 303:
        raise RuntimeError(f"{path} answers {answer.status_code}")
    return answer.location
