"""What the application serves itself is compressed, says so to caches, and tells nobody by its length what is in it."""

import gzip
import re
import time
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Response
from sqlalchemy import Engine
from werkzeug.test import TestResponse

from tests.web.house import House, house_of
from tests.web.site import Site, Visitor, open_site, site
from workflow.config import Settings

__all__ = ["site"]

GZIP = {"Accept-Encoding": "gzip, deflate, br, zstd"}
HTTPS = "https://statements.example"


@pytest.fixture
def house(database: Engine, settings: Settings) -> Iterator[House]:
    """The room with its consultation open."""
    with house_of(settings) as made:
        yield made


def _asked(visitor: Visitor, path: str, method: str = "GET", **headers: str) -> TestResponse:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return visitor.client.open(path, method=method, base_url=visitor.base, headers={**GZIP, **named})


def test_a_page_is_compressed_to_what_it_was_and_a_fraction_of_it(house: House) -> None:
    dana = house.visitor("dana")
    answer = _asked(dana, house.address)
    plain = dana.get(house.address)
    assert answer.headers["Content-Encoding"] == "gzip"
    assert int(answer.headers["Content-Length"]) == len(answer.data) < len(plain.data) / 3
    token = re.compile(r'name="csrf_token" value="[^"]+"')
    assert token.sub("", gzip.decompress(answer.data).decode()) == token.sub("", plain.text)
    assert {"Accept-Encoding", "Cookie"} <= set(answer.vary), "the session's word is kept beside ours"
    assert "Content-Encoding" not in plain.headers and "Accept-Encoding" in plain.vary


@pytest.mark.parametrize("path", ["/static/app.css", "/static/keys.js", "/", "/sign-in", "/no/such/page"])
def test_pages_style_scripts_and_feed_are_compressed(site: Site, path: str) -> None:
    visitor = site.visitor()
    answer, plain = _asked(visitor, path), visitor.get(path)
    assert answer.headers["Content-Encoding"] == "gzip"
    assert answer.status_code == plain.status_code
    assert len(gzip.decompress(answer.data)) == len(plain.data)


@pytest.mark.parametrize(
    ("taken", "compressed"),
    [
        ("gzip", True),
        ("br;q=1.0, gzip;q=0.8, *;q=0.1", True),
        ("*", True),
        ("", False),
        ("identity", False),
        ("br, zstd", False),
        ("gzip;q=0", False),
        ("gzip;q=0.2, identity;q=0.9", False),
    ],
)
def test_it_is_compressed_for_who_takes_it_alone(site: Site, taken: str, compressed: bool) -> None:
    answer = _asked(site.visitor(), "/static/app.css", Accept_Encoding=taken)
    assert (answer.headers.get("Content-Encoding") == "gzip") is compressed
    assert "Accept-Encoding" in answer.vary


def test_what_is_short_is_sent_as_it_is(site: Site) -> None:
    answer = _asked(site.visitor(), "/static/favicon.ico")
    assert "Content-Encoding" not in answer.headers
    assert "Content-Encoding" not in _asked(site.visitor(), "/settings").headers, "a redirect"


@pytest.mark.parametrize("path", ["/static/app.css", "/"])
def test_a_copy_that_a_browser_keeps_is_still_known_whichever_form_it_has(site: Site, path: str) -> None:
    visitor = site.visitor()
    packed, plain = _asked(visitor, path), visitor.get(path)
    assert packed.headers["ETag"] == f"W/{plain.headers['ETag']}"
    for mark in (packed.headers["ETag"], plain.headers["ETag"]):
        again = _asked(visitor, path, If_None_Match=mark)
        assert (again.status_code, again.data) == (304, b"")
        assert again.headers["ETag"] == packed.headers["ETag"] and "Accept-Encoding" in again.vary
    assert _asked(visitor, path, If_None_Match='W/"another"').status_code == 200


@pytest.mark.parametrize("path", ["/static/app.css", "/", "/sign-in"])
def test_head_says_what_get_would(site: Site, path: str) -> None:
    visitor = site.visitor()
    head, got = _asked(visitor, path, "HEAD"), _asked(visitor, path)
    assert head.data == b"" and head.headers["Content-Encoding"] == "gzip"
    lengths = [int(each.headers["Content-Length"]) for each in (head, got)]
    assert abs(lengths[0] - lengths[1]) < 200 if path == "/sign-in" else lengths[0] == lengths[1]


def test_a_part_of_a_file_is_a_part_of_the_file(site: Site) -> None:
    visitor = site.visitor()
    part = _asked(visitor, "/static/app.css", Range="bytes=0-9")
    assert (part.status_code, part.data) == (206, visitor.get("/static/app.css").data[:10])


def test_the_feed_and_the_plain_text_of_what_was_adopted_come_out_byte_for_byte(site: Site) -> None:
    for kind in ("application/atom+xml; charset=utf-8", "text/plain; charset=utf-8"):
        content = "Excellencies,\r\n\nبيان\u00a0!\n".encode() * 40
        site.app.view_functions["public.index"] = lambda kind=kind, content=content: Response(
            content, content_type=kind
        )
        assert gzip.decompress(_asked(site.visitor(), "/").data) == content


def test_a_workbook_and_what_is_compressed_already_are_left_alone(site: Site) -> None:
    def made(kind: str, **headers: str) -> Any:
        return lambda: Response(b"x" * 5000, content_type=kind, headers=headers)

    site.app.view_functions["public.index"] = made("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
    assert _asked(site.visitor(), "/").data == b"x" * 5000
    site.app.view_functions["public.index"] = made("text/html", **{"Content-Encoding": "br"})
    answer = _asked(site.visitor(), "/")
    assert (answer.headers["Content-Encoding"], answer.data) == ("br", b"x" * 5000)


def test_the_length_of_a_members_page_is_another_each_time_and_a_public_one_s_is_not(house: House) -> None:
    dana = house.visitor("dana")
    assert len({len(_asked(dana, "/home").data) for _ in range(12)}) > 4
    assert len({len(_asked(dana, "/").data) for _ in range(5)}) == 1


@pytest.mark.parametrize(
    ("path", "came_from", "compressed"),
    [
        ("/statements?q=gauges", "cross-site", False),
        ("/statements?q=gauges", "same-site", False),
        ("/statements?q=gauges", "", False),
        ("/statements?q=gauges", "same-origin", True),
        ("/statements?q=gauges", "none", True),
        ("/statements", "cross-site", True),
        ("/?q=gauges", "cross-site", True),
    ],
)
def test_over_https_a_members_page_with_words_of_another_site_in_it_is_never_compressed(
    database: Engine, settings: Settings, path: str, came_from: str, compressed: bool
) -> None:
    dana = open_site(database, settings, base_url=HTTPS).signed_in("dana")
    answer = _asked(dana, path, **({"Sec_Fetch_Site": came_from} if came_from else {}))
    assert answer.status_code == 200
    assert ("Content-Encoding" in answer.headers) is compressed
    # A proxy that compresses would undo it: this is what it is told.
    assert ("no-transform" in answer.headers["Cache-Control"]) is not compressed
    assert "no-store" in answer.headers["Cache-Control"] or path.startswith("/?")


@pytest.mark.parametrize("came_from", ["cross-site", "same-site", "", "same-origin", "none"])
def test_over_https_a_page_that_repeats_the_path_which_another_site_chose_is_never_compressed(
    database: Engine, settings: Settings, came_from: str
) -> None:
    dana = open_site(database, settings, base_url=HTTPS).signed_in("dana")
    answer = _asked(dana, "/no/such/gauges", **({"Sec_Fetch_Site": came_from} if came_from else {}))
    assert answer.status_code == 404
    is_ours = came_from in ("same-origin", "none")
    assert ("Content-Encoding" in answer.headers) is is_ours
    assert ("no-transform" in answer.headers["Cache-Control"]) is not is_ours
    page = gzip.decompress(answer.data).decode() if is_ours else answer.text
    assert "gauges" in page and "csrf_token" in page, "why it is so: both stand on the page"


@pytest.mark.parametrize("came_from", ["cross-site", "same-site"])
def test_over_https_the_answer_to_a_form_that_another_site_sent_is_never_compressed(
    database: Engine, settings: Settings, came_from: str
) -> None:
    dana = open_site(database, settings, base_url=HTTPS).signed_in("dana")
    sent = {"data": {"name": "gauges " * 100}, "headers": {**GZIP, "Sec-Fetch-Site": came_from}}
    answer = dana.client.post("/settings", base_url=dana.base, **sent)
    assert answer.status_code in (400, 403) and len(answer.data) > 500
    assert "Content-Encoding" not in answer.headers


def test_the_token_of_a_form_is_signed_anew_with_each_second(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """What lengths could tell of it over many pages is worth nothing on the next: the signature is another one."""
    dana, found, begun = house.visitor("dana"), [], time.time()
    for later in (0, 1):
        monkeypatch.setattr("itsdangerous.timed.time.time", lambda later=later: begun + later)
        token = re.search(r'name="csrf_token"[^>]* value="([^"]+)"', dana.get("/settings").text)
        assert token
        found.append(token[1].split("."))
    (payload, _, signature), (_, stamp, other) = found
    assert signature != other
    page = f'name="csrf_token" value="{payload}.{stamp}.{signature}"'
    dana.page = page
    assert dana.post("/settings", {"name": "Dana"}).status_code == 400
