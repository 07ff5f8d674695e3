"""Edits of real texts, sent as the page sends them and rebuilt as the server does: to the byte, or asked for whole."""

import hashlib
import random
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from bench.deltas import KINDS, STATIC, Edit, edits, outcomes, page_of, texts
from workflow.text.diff import rebuilt, text_digest

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpus"
PAIRS = [
    *[
        ("a😀b", "a😁b"),
        ("😀", "🤀"),
        ("😀😁", "😁😀"),
        ("x😀" * 9, "x😁" * 9),
        ("😀😀", "😀"),
        ("😀", "😀😀"),
        ("ab", "ab"),
    ],
    *[
        ("", "a+b%"),
        ("a+b%", ""),
        ("النهر", "النهار"),
        ("e\u0301", "e\u0308"),
        ("one\ntwo", "one\n\ttwo"),
        ("aa", "aaa"),
    ],
]
TWIN = "d6ebeb708865e67a87faef8a8fa2925aad0ba8d8a7b2ca536877cd096e881992"


def test_the_twin_is_the_one_that_was_published() -> None:
    assert hashlib.sha256((STATIC / "vendor" / "diff-match-patch.js").read_bytes()).hexdigest() == TWIN


@pytest.mark.parametrize("kind", KINDS)
def test_every_edit_is_rebuilt_to_the_byte_or_sent_whole(chromium: Browser, kind: str) -> None:
    found = [each for each in edits(texts(CORPUS), 40, random.Random(7)) if each.kind == kind]
    made = outcomes(page_of(chromium), found)  # fails on a text that was not typed
    assert len(made) == 40
    if kind not in ("paragraphs moved", "every third word"):
        assert all(each.is_delta for each in made), "of a small change all of the text was sent"
        assert all(each.line < each.whole for each in made if each.whole > 1000)


def test_one_emoji_made_another_with_the_same_half_is_rebuilt(chromium: Browser) -> None:
    pairs = [("a😀b", "a😁b"), ("😀", "🤀"), ("😀😁", "😁😀"), ("x😀" * 50, "x😁" * 50), ("😀" * 99, "😀" * 98 + "😁")]
    made = outcomes(page_of(chromium), [Edit("emoji", base, typed) for base, typed in pairs])
    assert len(made) == len(pairs)


def test_half_a_character_is_sent_whole_as_a_form_sends_it(chromium: Browser) -> None:
    asked = "async ([base, text]) => (await import('/static/deltas.js')).sent(base, text + '\\ud83d')"
    page = page_of(chromium)
    fields = page.evaluate(asked, ["A river.", "A river, "])
    assert "delta" not in fields
    assert fields["digest"] == text_digest("A river, \ufffd"), "as URLSearchParams writes it"


def test_what_the_server_keeps_is_found_again_by_the_page_or_not_at_all(chromium: Browser) -> None:
    page = page_of(chromium)
    asked = "async (given) => (await import('/static/deltas.js')).kept(...given)"
    digest = text_digest("a😁b\n")
    assert page.evaluate(asked, ["a😀b ", "=1\t-2\t+%F0%9F%98%81\t=1\t-1\t+%0A", digest]) == "a😁b\n"
    assert page.evaluate(asked, ["a😀b", "=1\t-2\t+%F0%9F%98%81\t=1\t-1\t+%0A", digest]) is None
    assert page.evaluate(asked, ["a😀b ", "nothing", digest]) is None
    assert page.evaluate(asked, ["as typed", None, None]) == "as typed"


def test_a_wrong_delta_of_the_page_would_be_found(chromium: Browser) -> None:
    page = page_of(chromium)
    asked = "async ([base, text]) => (await import('/static/deltas.js')).sent(base, text)"
    fields = page.evaluate(asked, ["A river. " * 9, "A river! " + "A river. " * 8])
    assert rebuilt("A river. " * 9, fields["delta"], fields["digest"])
    assert rebuilt("A river. " * 9, fields["delta"].replace("!", "?"), fields["digest"]) is None


def test_a_border_of_a_change_never_cuts_a_character_in_two(chromium: Browser) -> None:
    page = page_of(chromium)
    asked = "async ([base, text]) => (await import('/static/deltas.js')).oneChange(base, text)"
    for base, typed in PAIRS:
        assert rebuilt(base, page.evaluate(asked, [base, typed]), text_digest(typed)) == typed
