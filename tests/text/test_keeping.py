"""What a member did not touch keeps its marks of style, its link, its footnote and its signs."""

import re
from collections.abc import Iterator
from itertools import accumulate, pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from workflow.text.amendments import apply, conflicts_between
from workflow.text.anchors import find
from workflow.text.diff import word_diff
from workflow.text.document import line, marked_slice, plain
from workflow.text.edits.balance import half_marks
from workflow.text.edits.fitting import proposed_words, rewritten
from workflow.text.redline import redline_html
from workflow.text.tokens.tokenizer import tokens
from workflow.text.unicode.signs import ONE_KIND
from workflow.text.values.amendment import Amendment, AmendmentKind
from workflow.text.values.block import Block, BlockKind
from workflow.text.values.spans import Edit

REGRET = "We regret the _slow and uneven_ response of the commission."
REPORT = "See the **bold claim** and the [full report](https://example.org/r) of 2020.[^1] More follows."


def amended(text: str, quotation: str, words: str) -> str:
    """The text in which the words that a member quotes from the page give way to those that are typed."""
    [span] = find(text, quotation)
    return rewritten(text, [Edit(*span, words)])[0]


@pytest.mark.parametrize("label", ["99999999", "2024-06", "٣"])
def test_a_footnote_stays_with_its_words_whatever_its_label(label: str) -> None:
    text = f"We ask[^{label}] for _more_ words."
    assert rewritten(text, [Edit(0, len(text), "We ask for more words now.")])[0] == (
        f"We ask[^{label}] for _more_ words now."
    )


def test_a_footnote_put_in_the_place_of_another_one_is_the_one_proposed() -> None:
    text = "We ask[^a] for _more_ words[^b] here."
    made = rewritten(text, [Edit(0, len(text), "We ask[^b] for more words here.")])[0]
    assert made == "We ask[^b] for _more_ words here."


@pytest.mark.parametrize(
    ("text", "quotation", "words", "result"),
    [
        (REGRET, "regret the slow and", "deplore the slow", "We deplore the _slow uneven_ response of the commission."),
        (REGRET, "slow and", "slow, bad and", "We regret the _slow, bad and uneven_ response of the commission."),
        (REGRET, "uneven response of", "uneven answer of", "We regret the _slow and uneven_ answer of the commission."),
        (
            REGRET,
            "the slow and",
            "the very slow and",
            "We regret the very _slow and uneven_ response of the commission.",
        ),
        (REGRET, "uneven response", "dear response", "We regret the _slow and dear_ response of the commission."),
        (REGRET, "the slow and uneven response", "the response", "We regret the response of the commission."),
        (REPORT, "the full report of", "the whole report of", REPORT.replace("full", "whole")),
        (REPORT, "the full report of", "the **whole** report of", REPORT.replace("full", "**whole**")),
        (REPORT, "the full report of", "the **full report** of", REPORT.replace("full report", "**full report**")),
        (REPORT, plain(REPORT), plain(REPORT).replace("2020", "2020 and 2021"), REPORT.replace("20.", "20 and 2021.")),
        (REPORT, plain(REPORT), plain(REPORT).replace("More", "Less"), REPORT.replace("More", "Less")),
        (REPORT, "bold claim and", "bold and", REPORT.replace(" claim", "")),
        (REPORT, "the full report of", "the study of", REPORT.replace("full report", "study")),
    ],
)
def test_words_that_stay_keep_their_marks(text: str, quotation: str, words: str, result: str) -> None:
    assert amended(text, quotation, words) == result


@pytest.mark.parametrize(
    ("text", "quotation", "words", "result"),
    [
        ("Communities’ voices", "Communities' voices", "Communities' old voices", "Communities’ old voices"),
        ("If “rivers” die", '"rivers" die', '"rivers" die young', "If “rivers” die young"),
        ("for 5–10 years… and", "for 5-10 years... and", "for 5-10 years... or", "for 5–10 years… or"),
        ("100\u00a0km away", "100 km away", "100 km off", "100\u00a0km off"),
        ("It's here", "It's here", "It’s there", "It's there"),
        ("It's here", "It's here", "It’s here", "It’s here"),  # nothing else is changed: the sign is meant
        ("We say: it's here now", "it's here", "it’s here", "We say: it’s here now"),
        ("It’s here", "It’s here", "It's here", "It’s here"),
    ],
)
def test_words_that_stay_keep_the_signs_of_the_text(text: str, quotation: str, words: str, result: str) -> None:
    assert amended(text, quotation, words) == result


def test_a_quotation_shows_whole_marks() -> None:
    [span] = find(REGRET, "regret the slow and")
    assert marked_slice(REGRET, *span) == "regret the _slow and_"
    [span] = find(REPORT, "claim and the full")
    assert marked_slice(REPORT, *span) == "**claim** and the [full](https://example.org/r)"
    [span] = find(REGRET, "slow and")
    assert marked_slice(REGRET, *span) == "slow and"


def test_two_that_change_other_words_across_the_end_of_an_emphasis_are_apart() -> None:
    text = "We deplore the _slow, uneven and costly_ response to the floods"
    asked = {"slow, uneven": "slow and uneven", "uneven and costly response": "uneven response"}
    blocks = [Block("p", BlockKind.PARAGRAPH, text)]
    both = [
        Amendment(f"A{number}", AmendmentKind.REPLACE, "p", *find(text, old)[0], new)
        for number, (old, new) in enumerate(asked.items(), 1)
    ]
    assert not conflicts_between(blocks, both)
    made = apply(blocks, both, str)
    assert made.blocks[0].text == "We deplore the _slow and uneven_ response to the floods"


def test_of_an_emphasis_that_is_written_anew_only_the_other_words_are_struck() -> None:
    after = "We deplore the _slow, uneven and costly_ response to the commission."
    ops = [(op, text.strip()) for op, text in word_diff(REGRET, after) if op]
    assert ops == [(-1, "regret"), (1, "deplore"), (-1, "and"), (1, ","), (1, "and costly"), (-1, "of"), (1, "to")]


_SAID = """
the court shall not hear peoples’ “old voices” again, nor 1,000 of them. States must act now “5–10” times
"""
MARKS = (
    "{}",
    "{}",
    "{}",
    "**{}**",
    "_{}_",
    "*{}*",
    "[{}](https://example.org/a)",
    "[**{}** {}](https://b.org)",
    "{}[^1]",
)


@st.composite
def marked_texts(draw: st.DrawFn) -> str:
    """Paragraphs with marks of all kinds around one word and around several."""
    said = []
    for mark in draw(st.lists(st.sampled_from(MARKS), min_size=3, max_size=9)):
        counts = [draw(st.integers(1, 3)) for _ in range(mark.count("{}"))]
        said.append(
            mark.format(*(" ".join(draw(st.sampled_from(str.split(_SAID))) for _ in range(count)) for count in counts))
        )
    return " ".join(said)


def cases(text: str, start: int, end: int, changed: int) -> Iterator[tuple[Edit, str, str]]:
    """Of words from `start` to `end` of those that a page shows, of which one is another: what a member asks for, as
    typed with a plain keyboard, and the text with just that word changed."""
    seen = line(text)
    borders = [0, *accumulate(map(len, tokens(seen.text)))]
    words = [(a, b) for a, b in pairwise(borders) if seen.text[a].isalnum()]
    (low, _), (_, high), (a, b) = words[start], words[end], words[changed]
    written = seen.places[a], seen.places[b - 1] + 1
    new = "novelty"
    if written[1] - written[0] == b - a:  # no mark within the word
        typed = seen.text[low:a] + new + seen.text[b:high]
        proposal = typed.replace("\ufffc", "").translate(ONE_KIND)
        span = seen.places[low], seen.places[high - 1] + 1
        yield Edit(*span, proposal), text[: written[0]] + new + text[written[1] :], text[slice(*written)]


def shown_change(quotation: str, proposal: str) -> tuple[list[str], list[str], str]:
    """The words struck and added in the redline of a proposal, and all that it shows."""
    html = str(redline_html(word_diff(quotation, proposal), added="", removed=""))
    html = html.replace('<span class="vh"></span>', "")
    bare = lambda found: [re.sub(r"<[^>]+>", "", each) for each in found]  # noqa: E731
    return bare(re.findall(r"<del>(.*?)</del>", html)), bare(re.findall(r"<ins>(.*?)</ins>", html)), *bare([html])


@given(marked_texts(), st.data())
def test_a_proposal_changes_the_word_that_it_changes(text: str, data: st.DataObject) -> None:
    count = sum(token[0].isalnum() for token in tokens(line(text).text))
    assume(count > 1)
    start = data.draw(st.integers(0, count - 2))
    end = data.draw(st.integers(start + 1, count - 1))
    changed = data.draw(st.integers(start, end))
    for edit, wanted, old in cases(text, start, end, changed):
        assert rewritten(text, [edit])[0] == wanted
        quotation, proposal = (
            marked_slice(text, edit.start, edit.end),
            proposed_words(text, (edit.start, edit.end), edit.words),
        )
        assert half_marks(quotation) == half_marks(proposal) == 0
        assert rewritten(text, [Edit(edit.start, edit.end, proposal)])[0] == wanted  # as it is kept
        removed, added, everything = shown_change(quotation, proposal)
        assert (removed, added) == ([old], ["novelty"])
        assert not set("*_[]") & set(everything)
