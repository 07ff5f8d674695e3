"""Words put in the place of others, and how their ends are fitted to the text around them."""

from itertools import accumulate, pairwise
from unicodedata import normalize

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from tests.text import texts
from workflow.text.document.inline import plain
from workflow.text.document.marks import pairs
from workflow.text.edits.fitting import replaced, rewritten, whole
from workflow.text.tokens.tokenizer import tokens
from workflow.text.unicode.normal import one_line
from workflow.text.values.spans import Edit


def made(text: str, old: str, new: str) -> str:
    """`text` with the words between the bars of `old` replaced; `old` shows where: `a |b| c`."""
    before, words, _ = old.split("|")
    start = text.index(before + words) + len(before)
    return rewritten(text, [Edit(start, start + len(words), new)])[0]


@pytest.mark.parametrize(
    ("old", "new", "result"),
    [
        ("a |difficult| moment", "critical", "a critical moment"),
        ("a |difficult| moment", "  critical\n", "a critical moment"),
        ("a |difficult| moment", "very\n\ncritical", "a very critical moment"),
        ("a |very| difficult moment", "", "a difficult moment"),
        ("a |very |difficult moment", "", "a difficult moment"),
        ("a| very| difficult moment", "", "a difficult moment"),
        ("a| very |difficult moment", "", "a difficult moment"),
        ("a difficult |moment|.", "", "a difficult."),
        ("asked |or with silence|, while", ", in several cases", "asked, in several cases, while"),
        ("asked |or with silence|, while", ".5 of them", "asked .5 of them, while"),
        ("asked |or with silence|, while", "; in several cases", "asked ; in several cases, while"),
        ("|A| difficult moment", "", "difficult moment"),
        ("a difficult |moment|", "", "a difficult"),
        ("heard|| over", "repeatedly", "heard repeatedly over"),
        ("heard ||over", "repeatedly", "heard repeatedly over"),
        ("heard||, over", "repeatedly", "heard repeatedly, over"),
        ("heard||, over", ", repeatedly", "heard, repeatedly, over"),
        ("heard over.||", "And more.", "heard over. And more."),
        ("||heard over", "As", "As heard over"),
        ("organi||ation", "z", "organization"),
        ("organi|s|ation", "z", "organization"),
        ("heard |over| days", "(again)", "heard (again) days"),
        ("heard|| days", "(again)", "heard (again) days"),
        ("the court| and| its staff", ",", "the court, its staff"),
        ("the court| and |its staff", "with", "the court with its staff"),
        ("the court| and |its staff", ",", "the court, its staff"),
        ("l’|homme| libre", "être", "l’être libre"),
        ("100\u00a0|%| des États", "pour cent", "100\u00a0pour cent des États"),
        ("المحكمة |الجنائية| الدولية", "", "المحكمة الدولية"),
        ("المحكمة ||الدولية", "الجنائية", "المحكمة الجنائية الدولية"),
        ("条約||有効", "は", "条約は有効"),
        ("(ICC)||規程", "新", "(ICC)新規程"),
        ("規程||。", "(1998)", "規程(1998)。"),
        ("a **|bold|** b", "firm", "a **firm** b"),
        ("a |**bold|** b", "firm", "a firm b"),
        ("a **|bold**| b", "firm", "a firm b"),
        ("a **|bold** b| c", "firm", "a firm c"),
        ("a |x **bold|** b", "firm", "a firm b"),
        ("**a |b** c|", "d", "**a** d"),
        ("|a **b| c**", "d", "d **c**"),
        ("**a |b** c *d| e*", "f", "**a** f *e*"),
        ("see [the |Statute](https://x.org) of| Rome", "text in", "see [the](https://x.org) text in Rome"),
        ("see |[the Statute](https://x.org)| of Rome", "text", "see text of Rome"),
        ("**a |b** c|", "", "**a**"),
        ("e|x|y", "\u0301", "éy"),
        ("the Court|[|^1] rules", "", "the Court rules"),
        ("the |Court[|^1] rules", "Tribunal", "the Tribunal rules"),
        ("the |Court[|^1] rules", "Tribunal[", "the Tribunal[^1] rules"),
        ("the Court[^1|] rules|", "decides", "the Court decides"),
        ("the Court[^||1] rules", "of Rome", "the Court[^1] of Rome rules"),
        ("the Court[^|1|] rules", "", "the Court rules"),
        ("the Court[^|1|] rules", "2", "the Court[^2] rules"),
        ("see [|Rome]|(https://x.org) now", "the", "see the now"),
        ("see [Rome|](https|://x.org) now", "and", "see [Rome](https://x.org) and now"),
        ("see [Rome](|https://x.org|) now", "https://y.org", "see [Rome](https://y.org) now"),
        ("see [Rome](|https://x.org|) now", "", "see [Rome](https://x.org) now"),
        ("see [Rome]||(https://x.org) now", "and", "see [Rome](https://x.org) and now"),
        ("a _|_firm_|_ b", "hard", "a hard b"),
        ("a **|bold|** b", "", "a b"),
        ("a |**bold|** b", "", "a b"),
        ("see [|Rome|](https://x.org) now", "", "see now"),
        ("|see [|Rome](https://x.org) now", "", "[Rome](https://x.org) now"),
        ("**a |b|** c", "", "**a** c"),
        ("**a|** ***|b***", "", "**a** ***b***"),
        ("a \\|*| **b**", "", "a **b**"),
        ("to the court|.|", "and more", "to the court and more"),
        ("a |tech-|debt", "technical", "a technical debt"),
        ("the committer|/|member", "or", "the committer or member"),
        ("a |single|-digit number", "one", "a one-digit number"),
        ("条約|/|法", "新", "条約新法"),
        ("to the court|,| and", ";", "to the court; and"),
        ("条約|。|", "法", "条約法"),
        ("a **b**| |**c**", "", "a **b** **c**"),
        ("条約**法**||の", "**新**", "条約**法** **新**の"),
        ("a **|b| c** d", "", "a **c** d"),
        ("we ||**urge** you", "all", "we all **urge** you"),
        ("we **urge**|| you", "*all*", "we **urge** *all* you"),
        ("the ||court", "__new__", "the __new__ court"),
        ("we |**urge|** you", "now **urge", "we now **urge** you"),
        ("نحن ||**نحث** الدول", "جميعا", "نحن جميعا **نحث** الدول"),
    ],
)
def test_words_are_fitted_to_what_stands_around_them(old: str, new: str, result: str) -> None:
    assert made(old.replace("|", ""), old, new) == result


def test_several_edits_are_made_at_once_and_their_words_found_again() -> None:
    text = "As we have heard over the past five days, this is a difficult moment."
    edits = [Edit(text.index(old), text.index(old) + len(old), new) for old, new in EDITS]
    result, spans = rewritten(text, edits)
    assert result == "As all of us have heard repeatedly over five days, this is a moment of decision."
    assert [result[a:b] for a, b in spans] == ["all of us", "heard repeatedly", "", "moment of decision"]


EDITS = [
    ("we", "all of us"),
    ("heard", "heard repeatedly"),
    ("the past", ""),
    ("difficult moment", "moment of decision"),
]


def test_neighbours_that_all_go_leave_one_space() -> None:
    text = "a very good old thing."
    edits = [Edit(2, 6, ""), Edit(7, 11, ""), Edit(12, 15, "")]
    assert rewritten(text, edits) == ("a thing.", [(2, 2), (2, 2), (2, 2)])
    assert rewritten("a very good.", [Edit(2, 6, ""), Edit(7, 11, "")])[0] == "a."


@given(texts.texts.map(one_line), st.data())
def test_the_rest_of_the_text_is_untouched(text: str, data: st.DataObject) -> None:
    pieces = tokens(text)
    edges = sorted({0, *(len("".join(pieces[:n])) for n in range(len(pieces) + 1))})
    start, end = sorted((data.draw(st.sampled_from(edges)), data.draw(st.sampled_from(edges))))
    words = data.draw(texts.lines)
    result, [(first, last)] = rewritten(text, [Edit(start, end, words)])
    assert 0 <= first <= last <= len(result)
    if not set(text + words) & set("*_[]()<\\"):
        assert _letters(result[:first] + result[last:]) == _letters(text[:start] + text[end:])


def _letters(text: str) -> list[str]:
    # A mark put behind a letter may become one with it.
    return [char for char in normalize("NFD", text) if char.isalnum()]


@given(texts.prose.filter(lambda text: not set(text) & set("*_[]")), st.data())
def test_what_stands_between_the_edits_is_the_same_in_both_texts(text: str, data: st.DataObject) -> None:
    borders = [0, *accumulate(map(len, tokens(text)))]
    places = sorted(data.draw(st.lists(st.sampled_from(borders), min_size=2, max_size=6)))
    spans = [span for span in zip(places[::2], places[1::2], strict=False) if span[0] < span[1]]
    edits = {whole(text, Edit(*span, data.draw(st.sampled_from(["new", "", ", **x**"])))) for span in spans}
    assume(edits and all(one.end <= other.start for one, other in pairwise(sorted(edits))))
    result, made = replaced(text, sorted(edits))
    ends = [((0, 0), (0, 0)), *made, ((len(text), 0), (len(result), 0))]
    for (old, new), (old_next, new_next) in pairwise(ends):
        # Of neighbours that all go, the last gap closed may take a space behind the other.
        assert text[old[1] : old_next[0]].strip() == result[new[1] : new_next[0]].strip()


@st.composite
def pieces_replaced(draw: st.DrawFn) -> tuple[list[str], int, int, str]:
    """Pieces of a text, the first and the last of those replaced, and the new words."""
    pieces = draw(st.lists(st.sampled_from(PIECES), min_size=2))
    first = draw(st.integers(0, len(pieces) - 1))
    return pieces, first, draw(st.integers(first, len(pieces) - 1)), draw(st.sampled_from(["new", ""]))


PIECES = ["aa", "**bb", "cc**", "*dd", "ee*", "[ff", "gg](https://x.org)", "hh", "[^1]"]


@given(pieces_replaced())
@example((["*dd", "**bb", "cc**", "cc**"], 0, 0, "new"))
@example((["*dd", "**bb", "cc**", "cc**"], 0, 0, ""))
def test_no_half_mark_is_left_over(case: tuple[list[str], int, int, str]) -> None:
    pieces, first, last, words = case
    text = " ".join(pieces)
    start = len(" ".join(pieces[:first])) + (first > 0)
    result, _ = rewritten(text, [Edit(start, len(" ".join(pieces[: last + 1])), words)])
    found = [(one, other) for one in pairs(text) for other in pairs(text)]
    assume(not any(a < c and d < b and text[slice(*a)] == text[slice(*c)] for (a, b), (c, d) in found))
    assume(not any(a < c < b < d for (a, b), (c, d) in found))  # who writes marks across one another means nothing
    loose = sum(plain(text).count(sign) for sign in "*[")
    assert sum(plain(result).count(sign) for sign in "*[") <= loose
