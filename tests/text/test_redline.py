"""A change shown as a redline: in one column, and side by side."""

import re

import pytest
from hypothesis import example, given

from tests.text import texts
from tests.text.test_inline import Reader
from workflow.text.diff.words import word_diff
from workflow.text.document.inline import html
from workflow.text.document.marks import pieces
from workflow.text.redline.redline import after_html, before_html, redline_html
from workflow.text.values.amendment import AmendmentKind, Source

A, R = '<span class="vh">added: </span>', '<span class="vh">removed: </span>'


SUP = '<sup class="ref"><span class="vh">\u00a0</span>'


def sup(*refs: str) -> str:
    return SUP + " ".join(f'<a href="#{ref.lower()}"><bdi>{ref}</bdi></a>' for ref in refs) + "</sup>"


def redline(before: str, after: str, *sources: Source, penholder: str = "") -> str:
    ops = word_diff(before, after)
    return redline_html(ops, added="added: ", removed="removed: ", sources=sources, penholder=penholder)


@pytest.mark.parametrize(
    ("before", "after", "shown"),
    [
        ("a difficult moment", "a critical moment", f"a <del>{R}difficult</del> <ins>{A}critical</ins> moment"),
        ("have heard over", "have heard repeatedly over", f"have heard <ins>{A}repeatedly</ins> over"),
        ("a very good day", "a good day", f"a <del>{R}very</del> good day"),
        ("the court and its staff", "the court, its staff", f"the court<del>{R} and</del><ins>{A},</ins> its staff"),
        ("of victims hoping", "of victims and survivors hoping", f"of victims <ins>{A}and survivors</ins> hoping"),
        ("the ICC acts", "the **ICC** acts", f"the <ins>{A}**</ins><strong>ICC</strong><ins>{A}**</ins> acts"),
        (
            "a **firm** b",
            "a **strong** b",
            f"a <del>{R}<strong>firm</strong></del> <ins>{A}<strong>strong</strong></ins> b",
        ),
        ("one two", "one two", "one two"),
        ("", "new", f"<ins>{A}new</ins>"),
        ("old", "", f"<del>{R}old</del>"),
        ("", "", ""),
        ("a <b>x</b>", "a <b>y</b>", f"a &lt;b&gt;<del>{R}x</del> <ins>{A}y</ins>&lt;/b&gt;"),
    ],
)
def test_whole_words_are_marked_in_the_running_text(before: str, after: str, shown: str) -> None:
    assert redline(before, after) == shown


def test_a_change_of_an_address_or_a_mark_is_shown_as_typed() -> None:
    shown = redline("see [here](https://a.org) now", "see [here](https://b.org) now")
    assert "https://a.org" in re.sub(r'href="[^"]*"', "", shown)
    assert "https://b.org" in re.sub(r'href="[^"]*"', "", shown)
    assert f"here</a> <del>{R}https://a.org</del> <ins>{A}https://b.org</ins> now" in shown
    shown = redline("a *b* c", "a **b** c")
    assert "<del>" in shown and "<ins>" in shown
    assert redline("a [^1] b", "a b") == f'a <del>{R}<sup class="fn"><a href="#fn-1">1</a></sup></del> b'


@pytest.mark.parametrize(
    ("before", "after", "seen"),
    [
        (
            "see [here](https://a.org) now",
            "see [here](https://b.org) then",
            "see here https://a.org now https://b.org then",
        ),
        ("[a report](https://a.org)", "[one study](https://b.org)", "a report https://a.org one study https://b.org"),
        ("go [here](https://a.org) now", "go here then", "go here https://a.org now here then"),
        ("请看[报告](https://a.org)。", "请看[报告](https://b.org)！", "请看报告 https://a.org。https://b.org！"),
        ("the *court* must", "the court shall", "the *court* must shall"),
        ("**court** acts", "*court* acted", "***court** acts* acted"),
        ("a **firm stand** now", "a **firm word** then", "a firm stand now word then"),
        ("", "see [here](https://a.org)", "see here"),
    ],
)
def test_an_address_or_a_mark_is_shown_also_beside_words_that_changed(before: str, after: str, seen: str) -> None:
    assert "".join(Reader(re.sub(r'<span class="vh">.*?</span>', "", redline(before, after))).text) == seen


@given(texts.texts, texts.texts)
@example("[a](https://a.org) b", "[c](https://b.org) d")
def test_no_address_goes_or_comes_unseen(before: str, after: str) -> None:
    old, new = ({piece.style.href for piece in pieces(text)} for text in (before, after))
    seen = "".join(Reader(redline(before, after)).text)
    assert not before or not after or all(href in seen for href in old ^ new)


def test_references_stand_behind_the_change_and_the_penholder_behind_the_others() -> None:
    sources = Source("p1", 51, 59, ("A12", "C3"), was=(52, 61)), Source("p1", 0, 0, ("A9",), AmendmentKind.MOVE)
    before = "As we have heard over the past five days, this is a difficult moment."
    after = "As we have heard over the past six days, this is a critical moment."
    shown = redline(before, after, *sources, penholder="penholder")
    assert f"<del>{R}five</del> <ins>{A}six</ins>{SUP}<bdi>penholder</bdi></sup> days" in shown
    assert f"<del>{R}difficult</del> <ins>{A}critical</ins>{sup('A12', 'C3')} moment." in shown
    assert "A9" not in shown
    assert "<sup" not in redline(before, after)


def test_the_two_sides_show_each_its_own() -> None:
    ops = word_diff("a difficult moment is here", "a critical moment is indeed here")
    assert before_html(ops, removed="removed: ") == f"a <del>{R}difficult</del> moment is here"
    sources = [Source("p1", 2, 10, ("A1",), was=(2, 11))]
    assert after_html(ops, added="added: ", sources=sources, penholder="pen") == (
        f"a <ins>{A}critical</ins>{sup('A1')} moment is <ins>{A}indeed</ins>{SUP}<bdi>pen</bdi></sup> here"
    )


def test_a_removal_leaves_its_reference_on_the_right_side() -> None:
    ops = word_diff("a very good day", "a good day")
    assert after_html(ops, added="added: ", sources=[Source("p1", 2, 2, ("A1",), was=(2, 6))]) == (
        f"a{sup('A1')} good day"
    )
    ops = word_diff("Very good", "good")
    assert after_html(ops, added="added: ", sources=[Source("p1", 0, 0, ("A1",), was=(0, 4))]) == f"{sup('A1')} good"


def test_an_arabic_redline_marks_whole_words() -> None:
    shown = redline("يجب على الدول الأطراف", "ينبغي على جميع الدول الأطراف")
    assert shown == f"<del>{R}يجب</del> <ins>{A}ينبغي</ins> على <ins>{A}جميع</ins> الدول الأطراف"


@given(texts.texts, texts.texts)
@example("a **b**", "a b c")
@example("the [^1]", "the [Rome](https://rome.example/a)")
def test_a_redline_is_whole_html_and_each_side_of_it_is_its_text(before: str, after: str) -> None:
    ops = word_diff(before, after)
    both = str(redline_html(ops, added="added: ", removed="removed: ", penholder="pen"))
    old = str(before_html(ops, removed="removed: "))
    new = str(after_html(ops, added="added: ", penholder="pen"))
    for shown in (both, old, new):
        Reader(shown)
        assert not re.search(r"<(ins|del)><span[^>]*>[^<]*</span></", shown)
    assert _words(re.sub(r"<ins>.*?</ins>", "", both)) == _words(old) == _words(str(html(before)))
    assert _words(re.sub(r"<del>.*?</del>", "", both)) == _words(new) == _words(str(html(after)))


def _words(shown: str) -> list[str]:
    # An address that changed stands beside its words.
    bare = re.sub(r'<span class="vh">.*?</span>|<sup class="ref">.*?</sup>|https://rome.example/a(?!")', "", shown)
    return [char for char in "".join(Reader(bare).text) if char.isalnum()]


def test_marks_are_not_shown_where_all_words_beside_them_are_shown_as_they_are_set() -> None:
    before = "the _slow, uneven response of the commission and costly_ end"
    after = "the quick response of the commission and cheap end"
    shown = redline(before, after)
    assert "_" not in shown and "<em>slow, uneven</em>" in shown
