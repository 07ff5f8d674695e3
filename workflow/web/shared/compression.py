"""What the application serves is sent as gzip to whoever takes it, and never so that its length tells what is in it.

The length of a compressed page tells somebody on the line whether it says a thing twice. Who can put words of theirs
into a member's page and count its bytes could so guess, letter by letter, what else stands there (BREACH). See
docs/decisions/compression.md.
"""

import gzip
import io
import secrets
from functools import lru_cache

from flask import Flask, Response, request

from workflow.web.shared.access import PUBLISHED
from workflow.web.shared.forms import settings

LEAST = 500
"""Bytes below which a packet is a packet."""
_LEVEL = 5
_MOST_PADDING = 100
_KINDS = frozenset(
    {"application/atom+xml", "application/javascript", "application/json", "application/manifest+json", "image/svg+xml"}
)
_WITHOUT_BODY = frozenset({204, 206, 304})


def init(app: Flask) -> None:
    """Compress every answer that is text. To be called before all others that have a hand in answers."""
    app.after_request(_compress)


def _compress(response: Response) -> Response:
    if not _is_text(response.mimetype) or "Content-Encoding" in response.headers:
        return response
    response.vary.add("Accept-Encoding")
    if not _is_taken():
        return response
    if _could_tell(response):
        response.headers["Cache-Control"] = "no-store, no-transform"  # the proxy leaves it as it is, too
        return response
    _weaken(response)
    if response.status_code not in _WITHOUT_BODY and (response.direct_passthrough or not response.is_streamed):
        _pack(response)
    return response


def _is_text(kind: str | None) -> bool:
    return bool(kind) and (str(kind).startswith("text/") or kind in _KINDS)


def _is_taken() -> bool:
    """Whether the reader takes gzip, and not rather what is not compressed."""
    taken = request.accept_encodings
    return taken["gzip"] > 0 and taken["gzip"] >= (taken["identity"] if "identity" in taken.values() else 0)


def _could_tell(response: Response) -> bool:
    """Whether another may have chosen words of a page that is for one reader, where its length is all that one sees.

    Words come into a page by its query, by a path that leads nowhere (its address is repeated on the page) and by a
    form. Browsers say from which site it was asked for; where one does not, it may have been another.
    """
    if request.endpoint in PUBLISHED or not settings().base_url.startswith("https:"):
        return False
    if not request.query_string and response.status_code < 400 and request.method in ("GET", "HEAD"):
        return False
    return request.headers.get("Sec-Fetch-Site") not in ("same-origin", "none")


def _weaken(response: Response) -> None:
    """One mark for both forms of an answer: it says that they mean the same, not that their bytes are."""
    mark, is_weak = response.get_etag()
    if mark and not is_weak:
        response.set_etag(mark, weak=True)
        response.headers.pop("Accept-Ranges", None)


def _pack(response: Response) -> None:
    response.direct_passthrough = False
    content = response.get_data()
    if len(content) < LEAST:
        return
    fixed = request.endpoint in ("static", "public.icon")
    if fixed:
        packed = _pack_once(content)
    else:
        packed = _gzip_bytes(content, 0 if request.endpoint in PUBLISHED else secrets.randbelow(_MOST_PADDING + 1))
    response.set_data(packed)
    response.headers["Content-Encoding"] = "gzip"


@lru_cache(maxsize=64)
def _pack_once(content: bytes) -> bytes:
    return _gzip_bytes(content, 0)


def _gzip_bytes(content: bytes, padding: int) -> bytes:
    """The gzip of `content`; padding: letters of a file's name, which every reader passes over."""
    kept = io.BytesIO()
    with gzip.GzipFile("x" * padding, "wb", _LEVEL, kept, mtime=0) as file:
        file.write(content)
    return kept.getvalue()
