"""Words marked for comments: whole words, whole HTML, every reference, in every script."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.text import texts
from tests.text.test_inline import Reader
from workflow.text.document.inline import html
from workflow.text.redline.marked_words import Marked, marked_html
from workflow.text.tokens.tokenizer import tokens

TEXT = (
    "As we have heard over the past five days, this is a difficult moment for the **ICC** and the "
    "[Rome Statute](https://x.org) system."
)
LINK = '<a href="https://x.org" rel="nofollow noopener noreferrer">'


def spans(*wanted: tuple[str, str]) -> list[Marked]:
    """Spans of TEXT by their words; `|` stands for an empty span."""
    found = []
    for words, refs in wanted:
        at = TEXT.index(words.replace("|", "")) + max(words.find("|"), 0)
        found.append(Marked(at, at if "|" in words else at + len(words), tuple(refs.split())))
    return found


SUP = '<sup class="ref"><span class="vh">\u00a0</span>'


def sup(*refs: str) -> str:
    return SUP + " ".join(f'<a href="#{ref.lower()}"><bdi>{ref}</bdi></a>' for ref in refs) + "</sup>"


@pytest.mark.parametrize(
    ("wanted", "shown"),
    [
        ([("heard", "A7")], f"we have <mark>heard</mark>{sup('A7')} over"),
        (
            [("difficult", "A12"), ("difficult moment", "A15")],
            f"this is a <mark>difficult moment</mark>{sup('A12', 'A15')} for",
        ),
        ([("difficult moment", "A15"), ("difficult", "A12")], f"<mark>difficult moment</mark>{sup('A15', 'A12')}"),
        (
            [("a difficult", "A1"), ("difficult moment", "A2")],
            f"is <mark>a difficult moment</mark>{sup('A1', 'A2')} for",
        ),
        (
            [("heard", "A1"), ("difficult", "A12"), ("difficult moment", "A15")],
            f"this is a <mark>difficult moment</mark>{sup('A12', 'A15')} for",
        ),
        ([("heard", "A46 C15")], f"<mark>heard</mark>{sup('A46', 'C15')}"),
        ([("heard", "A1"), ("heard", "A1")], f"<mark>heard</mark>{sup('A1')} over"),
        ([("difficult", "A1"), ("moment", "A2")], f"<mark>difficult</mark>{sup('A1')} <mark>moment</mark>{sup('A2')}"),
        ([("heard|", "A1")], f"we have heard{sup('A1')} over"),
        ([("heard", "A1"), ("heard|", "A2")], f"<mark>heard</mark>{sup('A1', 'A2')} over"),
        ([("heard|", "A1"), ("heard|", "A2")], f"we have heard{sup('A1', 'A2')} over"),
        ([("|heard", "A1"), ("heard", "A2")], f"we have <mark>heard</mark>{sup('A1', 'A2')} over"),
        ([("ear", "A1")], f"<mark>heard</mark>{sup('A1')} over"),
        ([(" heard ", "A1")], f"have <mark>heard</mark>{sup('A1')} over"),
        ([("**ICC**", "A1")], f"the <mark><strong>ICC</strong></mark>{sup('A1')} and"),
        ([("*ICC*", "A1")], f"the <mark><strong>ICC</strong></mark>{sup('A1')} and"),
        ([("ICC** and", "A1")], f"the <mark><strong>ICC</strong> and</mark>{sup('A1')} the"),
        (
            [("the [Rome", "A1")],
            f"<mark>the {LINK}Rome</a></mark>{sup('A1')}{LINK} Statute</a>",
        ),
        ([("Statute](https", "A1")], f"<mark>{LINK}Statute</a></mark>{sup('A1')} system"),
        ([("https://x", "A1")], f"Statute</a>{sup('A1')} system"),
    ],
)
def test_words_are_marked_with_their_references(wanted: list[tuple[str, str]], shown: str) -> None:
    assert shown in marked_html(TEXT, spans(*wanted))


def test_without_spans_the_text_is_only_shown() -> None:
    assert marked_html(TEXT, []) == html(TEXT)
    assert marked_html("", [Marked(0, 0, ("A1",))]) == sup("A1")


def test_offsets_outside_the_text_are_its_ends() -> None:
    assert marked_html("one two", [Marked(-5, 3, ("A1",)), Marked(90, 95, ("A2",))]) == (
        f"<mark>one</mark>{sup('A1')} two{sup('A2')}"
    )


def test_a_reference_is_no_part_of_the_word_right_behind_it() -> None:
    apart = sup("A1").replace("</sup>", '<span class="vh">\u00a0</span></sup>')
    assert marked_html("[five", [Marked(1, 1, ("A1",))]) == f"[{apart}five"
    assert marked_html("صدر", [Marked(0, 0, ("A1",))]) == f"{apart}صدر"


def test_arabic_words_are_marked_whole() -> None:
    text = "يجب على الدول الأطراف أن تدافع عن المحكمة"
    at = text.index("أطراف")
    assert f"<mark>الأطراف</mark>{sup('A1')} أن" in marked_html(text, [Marked(at, at + 3, ("A1",))])


def test_members_words_are_escaped_in_references_too() -> None:
    shown = marked_html("<b>&", [Marked(0, 4, ('"><i>',))])
    ref = "&#34;&gt;&lt;i&gt;"
    assert shown == f'<mark>&lt;b&gt;&amp;</mark>{SUP}<a href="#{ref}"><bdi>{ref}</bdi></a></sup>'


marks = st.builds(
    Marked,
    st.integers(-2, 60),
    st.integers(-2, 60),
    st.lists(st.sampled_from(["A1", "A2", "C3"]), max_size=2).map(tuple),
)


@given(st.one_of(texts.texts, texts.raws), st.lists(marks, max_size=5))
@example("**a [b**](https://x.org) c", [Marked(2, 6, ("A1",))])
@example("क्षमा", [Marked(1, 2, ("A1",))])
def test_marked_html_is_whole_and_shows_the_same_words(text: str, wanted: list[Marked]) -> None:
    shown = str(marked_html(text, wanted))
    Reader(shown)
    bare = re.sub(r'<sup class="ref">.*?</sup>|</?mark>', "", shown)
    assert "".join(Reader(bare).text) == "".join(Reader(str(html(text))).text)
    named = {ref for mark in wanted for ref in mark.refs}
    assert {ref for ref in ("A1", "A2", "C3") if f"<bdi>{ref}</bdi>" in shown} == named


@given(texts.prose.filter(lambda text: not set(text) & set("*[]()<^")), st.data())
def test_marks_begin_and_end_between_words(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    marked = re.search(r"(.*?)<mark>(.*?)</mark>", marked_html(text, [Marked(start, end, ("A1",))]))
    if marked:
        pieces = tokens(text)
        edges = {len("".join(pieces[:n])) for n in range(len(pieces) + 1)}
        assert len(marked[1]) in edges
        assert len(marked[1]) + len(marked[2]) in edges
        assert len(marked[1]) <= start or not text[start : len(marked[1])].strip()
