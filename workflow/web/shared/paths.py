"""Addresses that a request brings along, and where it may be sent on to."""

import re
from urllib.parse import SplitResult, quote, urlencode, urlsplit

from flask import request, url_for

from workflow.web.shared.numbers import parse_count

# Browsers read a backslash as a slash and skip tabs and line ends: nothing but plain signs, and no second slash.
_OWN = re.compile(r"/(?!/)[!-\[\]-~]*")


def sending_address() -> str:
    """Where the form of this page is sent: its address with one more try counted in it; asked for, it is the page anew.

    A browser puts the error page of a lost line in the place of the page that has the same address: *Back* would lead
    past the form, and all that was typed would be gone.
    """
    tries = min(parse_count(request.args.get("try")) or 0, 999)
    asked = [(name, value) for name, value in request.args.items(multi=True) if name != "try"]
    # Not by url_for: what an address brings along must name no other statement than its path does.
    return f"{quote(request.script_root + request.path)}?{urlencode([*asked, ('try', tries + 1)])}"


def own_path(raw: str | None) -> str | None:
    """`raw`, where it is a path on this host; None where it could lead a browser to another one."""
    return raw if raw and _OWN.fullmatch(raw) else None


def onward(raw: str | None) -> str:
    """Where to go on: the path that was asked for, else the consolidation."""
    return own_path(raw) or url_for("home.show")


def parts(raw: str) -> SplitResult:
    """An address taken apart; nothing but empty parts where it is none."""
    try:
        return urlsplit(raw)
    except ValueError:  # a bracket that nothing closes
        return urlsplit("")


def page_before() -> str | None:
    """The page of ours from which this request came, by its Referer."""
    came_from = parts(request.referrer or "")
    if came_from.netloc != request.host:
        return None
    return own_path(came_from.path + (f"?{came_from.query}" if came_from.query else ""))
