"""Atom feeds (RFC 4287): values in, bytes out; the same values give the same bytes."""

import re
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from xml.etree import ElementTree

_ATOM = "http://www.w3.org/2005/Atom"
_XML = "{http://www.w3.org/XML/1998/namespace}lang"
# XML 1.0, 2.2: no other character may stand in a document, not even escaped.
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Entry:
    """One statement. key: what its id is made of, for ever. translations: language -> address of its page."""

    key: str
    title: str
    language: str
    address: str
    summary: str
    text: str
    published_at: datetime
    translations: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Feed:
    """A feed; entries newest first. language is empty where the entries are in several."""

    key: str
    title: str
    author: str
    address: str
    page: str
    language: str
    entries: Sequence[Entry]


def atom(feed: Feed) -> bytes:
    """The feed as an Atom document; control characters of its texts are left out."""
    ElementTree.register_namespace("", _ATOM)
    root = ElementTree.Element(f"{{{_ATOM}}}feed", {_XML: feed.language} if feed.language else {})
    _add(root, "id", _id(feed.key))
    _add(root, "title", feed.title)
    _add(root, "updated", _moment(max((entry.published_at for entry in feed.entries), default=BEGINNING)))
    _add(root, "link", rel="self", type="application/atom+xml", href=feed.address)
    _add(root, "link", rel="alternate", type="text/html", href=feed.page)
    _add(_add(root, "author"), "name", feed.author)
    for entry in feed.entries:
        _entry(root, entry)
    document: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return document + b"\n"


def _entry(root: ElementTree.Element, entry: Entry) -> None:
    made = ElementTree.SubElement(root, f"{{{_ATOM}}}entry", {_XML: entry.language})
    _add(made, "id", _id(entry.key))
    _add(made, "title", entry.title)
    _add(made, "published", _moment(entry.published_at))
    _add(made, "updated", _moment(entry.published_at))
    _add(made, "link", rel="alternate", type="text/html", hreflang=entry.language, href=entry.address)
    for language, address in entry.translations:
        _add(made, "link", rel="alternate", type="text/html", hreflang=language, href=address)
    if entry.summary:
        _add(made, "summary", entry.summary)
    _add(made, "content", entry.text, type="text")


def _add(parent: ElementTree.Element, name: str, text: str = "", **attributes: str) -> ElementTree.Element:
    clean = {key: _FORBIDDEN.sub("", value) for key, value in attributes.items()}
    child = ElementTree.SubElement(parent, f"{{{_ATOM}}}{name}", clean)
    child.text = _FORBIDDEN.sub("", text) or None
    return child


def _id(key: str) -> str:
    # Not the page's address: that changes with the site's, and a reader would show everything anew.
    return uuid.uuid5(uuid.NAMESPACE_URL, f"communique:{key}").urn


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds")
