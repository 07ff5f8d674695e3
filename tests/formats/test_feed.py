"""Feeds parse whatever a title holds, and an entry keeps its id."""

from datetime import UTC, datetime
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.formats.feed import Entry, Feed, atom

pytestmark = pytest.mark.unit

ATOM = "{http://www.w3.org/2005/Atom}"
AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


def _entry(title: str = "On open rivers", **facts: object) -> Entry:
    given_ = {
        "key": "bcdfg",
        "language": "en",
        "address": "https://x.example/JS-2026-1/en",
        "summary": "",
        "text": "A.\n",
    }
    return Entry(title=title, published_at=AT, **{**given_, **facts})  # type: ignore[arg-type]


def _feed(*entries: Entry, **facts: str) -> Feed:
    base = {"key": "feed", "title": "Coalition", "author": "Coalition", "language": "en"}
    return Feed(address="https://x.example/feed.atom", page="https://x.example/", entries=entries, **{**base, **facts})


def _parsed(feed: Feed) -> ElementTree.Element:
    return ElementTree.fromstring(atom(feed))  # noqa: S314  (written a moment ago)


@given(st.text())
def test_a_feed_parses_whatever_a_title_holds(title: str) -> None:
    clean = title.encode("utf-8", "ignore").decode()  # half characters never reach the record
    entry = _parsed(_feed(_entry(title=clean, summary=clean, text=clean))).find(f"{ATOM}entry")
    assert entry is not None


def test_control_characters_are_left_out_and_markup_is_words() -> None:
    entry = _parsed(_feed(_entry(title="A\x00\x0b<b>&amp;\ufffe"))).find(f"{ATOM}entry")
    assert entry is not None
    assert entry.findtext(f"{ATOM}title") == "A<b>&amp;"


def test_an_entry_keeps_its_id_when_the_site_moves() -> None:
    moved = _entry(address="https://y.example/JS-2026-1/en")
    ids = [_parsed(_feed(each)).findtext(f"{ATOM}entry/{ATOM}id") for each in (_entry(), moved)]
    assert ids[0] == ids[1]
    assert ids[0] != _parsed(_feed(_entry(key="hjkmn"))).findtext(f"{ATOM}entry/{ATOM}id")


def test_an_empty_feed_is_whole() -> None:
    parsed = _parsed(_feed())
    assert parsed.findtext(f"{ATOM}updated") == "1970-01-01T00:00:00+00:00"
    assert parsed.findtext(f"{ATOM}author/{ATOM}name") == "Coalition"


def test_the_same_values_give_the_same_bytes() -> None:
    feed = _feed(_entry(translations=(("fr", "https://x.example/JS-2026-1/fr"),)))
    assert atom(feed) == atom(feed)
    links = _parsed(feed).findall(f"{ATOM}entry/{ATOM}link")
    assert [link.get("hreflang") for link in links] == ["en", "fr"]
