"""Words in their styles, written with marks: what is read again is what was given."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.text.document.inline import line, plain
from workflow.text.document.levels import LONGEST_MARKED
from workflow.text.document.marks import Style
from workflow.text.document.setting import address_of, set_words
from workflow.text.unicode.normal import one_line

pytestmark = pytest.mark.unit

BOLD, ITALIC, BOTH = Style(bold=True), Style(italic=True), Style(bold=True, italic=True)
LINK = Style(href="https://example.org/a")
STYLES = [Style(), BOLD, ITALIC, BOTH, LINK, Style(bold=True, href="https://example.org/b"), Style(note="1")]


@pytest.mark.parametrize(
    ("runs", "written"),
    [
        ([("a ", Style()), ("b ", BOLD), ("c", Style())], "a **b** c"),
        ([("a", BOLD), (" ", Style()), ("b", BOLD)], "**a b**"),
        ([("  a \n", Style()), (" b ", ITALIC)], "a *b*"),
        ([("a", BOLD), ("b", BOTH), ("c", ITALIC)], "__a*b*__*c*"),
        ([("a", BOTH), (" ", Style()), ("b", ITALIC)], "***a** b*"),
        ([("un", Style()), ("believ", BOLD), ("able", Style())], "un**believ**able"),
        ([("see ", Style()), ("this ", LINK), ("page", LINK)], "see [this page](https://example.org/a)"),
        ([("a", LINK), ("b", Style(bold=True, href=LINK.href))], "[a**b**](https://example.org/a)"),
        ([("a", Style()), ("", Style(note="1")), ("", Style(note="1"))], "a[^1][^1]"),
        ([("2 * 3 * 4 and snake_case", Style())], "2 * 3 * 4 and snake_case"),
        ([("a *b* c", Style())], r"a \*b\* c"),
        ([("[^1] and [x](https://a.b)", Style())], r"\[^1\] and \[x\](https://a.b)"),
        ([("C:\\temp, \\* and \\", Style())], "C:\\\\temp, \\\\\\* and \\\\"),
        ([("a", Style(href="javascript:x"))], "a"),
        ([("a", Style(href="https://a.b/c d(e"))], "[a](https://a.b/c%20d%28e)"),
        ([(" ", BOLD)], ""),
        ([], ""),
    ],
)
def test_runs_are_written_with_their_marks(runs: list[tuple[str, Style]], written: str) -> None:
    assert set_words(runs) == written


@given(
    st.lists(
        st.tuples(
            st.text(st.sampled_from("ab é!*_[]()<>\\`#-.1^:/ \u00a0\u00ad") | st.characters(codec="utf-8"), max_size=6),
            st.sampled_from(STYLES),
        ),
        max_size=7,
    )
)
def test_the_words_that_are_shown_are_the_words_that_were_given(runs: list[tuple[str, Style]]) -> None:
    given_words = "".join(words for words, style in runs if not style.note)
    written = one_line(set_words(runs))
    assert one_line(plain(written)) == one_line(given_words)
    noted = [style.note for _, style, *_ in runs if style.note]
    assert [style.note for _, _, style in line(written).runs if style.note] == noted


@given(
    st.lists(
        st.tuples(st.text(st.sampled_from("abc*_[]\\"), min_size=1, max_size=5), st.sampled_from(STYLES[:5])),
        min_size=1,
        max_size=6,
    )
)
def test_words_between_spaces_keep_their_styles(runs: list[tuple[str, Style]]) -> None:
    written = set_words([part for run in runs for part in (run, (" ", Style()))])
    seen = line(written)
    at = 0
    for words, style in runs:
        shown = [each for start, end, each in seen.runs if start < at + len(words) and end > at]
        assert {(each.bold, each.italic, each.href) for each in shown} == {(style.bold, style.italic, style.href)}
        at += len(words) + 1


def test_a_text_without_end_has_no_marks() -> None:
    words = "a" * (LONGEST_MARKED + 1)
    assert set_words([(words, BOLD)]) == words


@pytest.mark.parametrize(
    ("href", "address"),
    [
        ("https://a.b/c", "https://a.b/c"),
        ("mailto:a@b.example", "mailto:a@b.example"),
        ("https://a.b/(c)", "https://a.b/(c)"),
        ("https://a.b/((c))", "https://a.b/%28%28c%29%29"),
        ("https://a.b/<é>", "https://a.b/%3Cé%3E"),
        ("file:///a", ""),
        ("#place", ""),
        ("", ""),
    ],
)
def test_an_address_is_written_as_a_link_can_hold_it(href: str, address: str) -> None:
    assert address_of(href) == address
