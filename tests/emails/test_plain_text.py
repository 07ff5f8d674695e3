"""The plain text of a page: what becomes of each element, and that another one is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import escape

from workflow.emails.plain_text import UnknownElement, said_by
from workflow.emails.subjects import LONGEST, shortened, with_lead
from workflow.emails.wrapping import WIDTH

pytestmark = pytest.mark.unit
RIGHT_TO_LEFT = "\N{RIGHT-TO-LEFT MARK}"


def _text(body: str, *, lead: str = "", colon: str = ":") -> str:
    page = f"<!DOCTYPE html><html><head><title>T</title></head><body>{body}</body></html>"
    return said_by(page, lead=lead, colon=colon).text


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("<p>One.</p>\n  <p>Two\n  <b>and</b> <bdi>three</bdi>.</p>", "One.\n\nTwo and three."),
        ("<h1>A <bdi>Name</bdi></h1><p>One.</p><h2>Été</h2>", "A NAME\n\nOne.\n\nÉTÉ"),
        ("<p>One.<br>Two.</p>", "One.\nTwo."),
        ("<ul><li>One</li> <li>Two</li></ul><p>Three</p>", "- One\n- Two\n\nThree"),
        ("<ol><li>One</li><li>Two<br>three</li></ol>", "1. One\n2. Two\n   three"),
        ("<p>One</p><blockquote>Two<br><br>three</blockquote><p>Four</p>", "One\n\n   Two\n\n   three\n\nFour"),
        ("<dl><dt>By:</dt><dd>One</dd><dt>For:</dt><dd>Two</dd></dl>", "By: One\nFor: Two"),
        (
            "<section><h3>A1 · Noted</h3><p>Words:</p><blockquote>One</blockquote></section><p>Two</p>",
            "A1 · Noted\n   Words:\n      One\n\nTwo",
        ),
        ("<section><p>One</p><p>Two</p></section><section><h3>Three</h3></section>", "One\nTwo\n\nThree"),
        ('<p><a href=" https://x/?a=1&amp;b ">Open <i>it</i></a></p>', "Open it:\nhttps://x/?a=1&b"),
        ('<p>Or <a href="https://x/">open it</a> now.</p><p>So.</p>', "Or open it now.\nhttps://x/\n\nSo."),
        (
            '<section><h3>A2 · <a href="https://x/#a1">Overtaken by A1</a></h3><p>So.</p></section>',
            "A2 · Overtaken by A1\n   https://x/#a1\n   So.",
        ),
        ("<p>One</p><hr><section><p>Two</p><p>Three</p></section>", "One\n\n--\nTwo\nThree"),
        ("<p>  </p><p>One</p><div><p>&lt;b&gt; &amp; c</p></div>", "One\n\n<b> & c"),
        ("<p>comité\xa0: oui</p>", "comité\xa0: oui"),
        ("<p><code dir=ltr>communique x</code></p>", "communique x"),
    ],
)
def test_each_element_has_its_form(body: str, text: str) -> None:
    assert _text(body) == f"{text}\n"


def test_the_title_is_the_subject_in_one_line() -> None:
    page = "<head><style>p { }</style><title>\n  A &lt;b&gt;\x85 &amp; c\xa0:\u2028 d\n</title></head><body></body>"
    assert said_by(page, lead="", colon=":").subject == "A <b> & c\xa0: d"


def test_a_line_of_arabic_that_begins_with_a_reference_keeps_its_direction() -> None:
    body = '<h3><bdi>A1</bdi> · لوحظ</h3><p>نص A1</p><h3 dir="ltr">Rivers</h3><blockquote dir="auto">One</blockquote>'
    assert _text(body, lead=RIGHT_TO_LEFT) == f"{RIGHT_TO_LEFT}A1 · لوحظ\n\nنص A1\n\nRivers\n\n   One\n"
    assert _text('<p><a href="https://x/">فتح</a></p>', lead=RIGHT_TO_LEFT) == "فتح:\nhttps://x/\n"
    command = _text('<p dir="ltr"><code>communique x</code></p>', lead=RIGHT_TO_LEFT)
    assert command == "communique x\n", "it is copied into a terminal"
    assert "Ouvrir\xa0:\n" in _text('<p><a href="https://x/">Ouvrir</a></p>', colon="\xa0:")


def test_long_lines_are_broken_under_their_beginning_and_addresses_never() -> None:
    address = "https://x/" + "a-b" * 40
    text = _text(f'<ul><li>{"word " * 40}</li></ul><p><a href="{address}">Open</a></p>')
    lines = text.splitlines()
    assert address in lines
    assert all(len(line) <= WIDTH for line in lines if line != address)
    assert lines[0].startswith("- word") and lines[1].startswith("  word")


@pytest.mark.parametrize("tag", ["table", "img", "script", "h4", "form"])
def test_an_element_that_nobody_has_thought_of_is_refused(tag: str) -> None:
    with pytest.raises(UnknownElement, match=tag):
        _text(f"<{tag}>")


@given(st.text(max_size=200))
def test_no_word_of_a_member_is_lost_and_none_begins_a_block(words: str) -> None:
    text = _text(f"<p>{escape(words)}</p><p>End</p>")
    assert text.removesuffix("End\n").split() == words.split()


@pytest.mark.parametrize(
    ("title", "short"),
    [
        ("On open rivers", "On open rivers"),
        ("Joint statement on the budget resolution", "Joint statement on the budget resolution"),
        ("Joint statement on the budget resolutions", "Joint statement on the budget…"),
        ("Joint statement on the budget, resolutions and more", "Joint statement on the budget…"),
        ("a" * 41, "a" * 40 + "…"),
        (" On\r\nopen  rivers ", "On open rivers"),
    ],
)
def test_a_title_is_cut_behind_a_word(title: str, short: str) -> None:
    assert shortened(title) == short


@given(st.text(max_size=120))
def test_no_title_is_longer_in_a_subject_than_it_may_be(title: str) -> None:
    assert len(shortened(title)) <= LONGEST + 1


def test_a_subject_goes_in_its_readers_direction() -> None:
    assert with_lead("JS 2026/1: يُرجى", "rtl") == f"{RIGHT_TO_LEFT}JS 2026/1: يُرجى"
    assert with_lead("في الأنهار: يُرجى", "rtl") == "في الأنهار: يُرجى"
    assert with_lead("في الأنهار: please", "ltr") == "\N{LEFT-TO-RIGHT MARK}في الأنهار: please"
    assert with_lead("2026: please", "ltr") == "2026: please"
