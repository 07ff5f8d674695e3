"""A paragraph that somebody edited as it is shown: what they changed, one edit a change, and nothing else."""

import gzip
import json
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.text.texts import prose
from workflow.services.items.placing import find_place
from workflow.text.document import one_line, plain
from workflow.text.edits import asks_the_same, carried_over, divided, proposed_words, rewritten
from workflow.text.unicode import visible
from workflow.text.values import Block, BlockKind
from workflow.text.values.spans import Edit

TEXT = (
    "Victims have a right to be _heard_ by the **Court**, and the need for resources[^1] is there. As you have seen, "
    "the budget “falls short” of the work."
)
SHOWN = plain(TEXT)
MERGES = Path(__file__).parents[3] / "shared/corpus/data/merges/merges.jsonl.gz"


def made(text: str, edits: tuple[Edit, ...]) -> str:
    """What the amendments of these edits make of the text, each placed as one that a form asks for."""
    placed = []
    for each in edits:
        block = Block("p", BlockKind.PARAGRAPH, text)
        words, before, behind = text[each.start : each.end], text[: each.start], text[each.end :]
        place = find_place((block,), "p", words, before, behind)
        assert (place.start, place.end) == (each.start, each.end), "it does not stand where it was asked for"
        assert not place.widened, "it cuts a word"
        placed.append(Edit(place.start, place.end, proposed_words(text, (place.start, place.end), each.words)))
    return rewritten(text, placed)[0] if placed else text


@pytest.mark.parametrize(
    ("typed", "changes"),
    [
        (SHOWN.replace("be heard", "be meaningfully heard"), [("_heard", "meaningfully _heard_")]),
        (SHOWN.replace("falls short", "does not match"), [("falls short", "does not match")]),
        (SHOWN.replace("As you have seen, ", ""), [("As you have seen,", "")]),
        (f"First of all: {SHOWN}", [("Victims", "First of all: Victims")]),
        (f"{SHOWN} Act now.", [("work.", "work. Act now.")]),
        (
            SHOWN.replace("Victims", "All victims").replace("falls short", "is half"),
            [("Victims", "All victims"), ("falls short", "is half")],
        ),
        (SHOWN.replace("the Court,", "the Court"), [(", and", "and")]),
        (SHOWN.replace("“", '"').replace("”", '"'), []),
        (f"  {SHOWN.replace(' ', '  ')}\n", []),
        (f"{SHOWN}\u2067", []),
        (SHOWN.replace("right", "ri\u200bght"), []),
    ],
)
def test_each_change_is_an_edit_of_whole_words_that_keeps_marks_signs_and_notes(
    typed: str, changes: list[tuple[str, str]]
) -> None:
    found = divided(TEXT, typed)
    assert plain(made(TEXT, found)) == visible(plain(one_line(typed))).replace(' "falls short" ', " “falls short” ")
    assert [(TEXT[each.start : each.end], each.words) for each in found] == changes
    assert "[^1]" in made(TEXT, found)


def test_all_changes_can_be_one() -> None:
    typed = SHOWN.replace("Victims", "All victims").replace("falls short", "is half")
    (only,) = divided(TEXT, typed, together=True)
    assert TEXT[only.start : only.end].startswith("Victims have") and TEXT[: only.end].endswith("falls short")
    assert made(TEXT, (only,)) == made(TEXT, divided(TEXT, typed))


def _edited(words: list[str], edits: list[tuple[int, str]]) -> str:
    done = list(words)
    for at, word in edits:
        done[at % len(done)] = word
    return " ".join(filter(None, done))


WORD = st.sampled_from(["", "Zebra", "zebra, however,", "يجب أن", "où l’on", "。条約", "—", "(all)"])


@settings(deadline=None)
@given(prose, st.lists(st.tuples(st.integers(0, 20), WORD), max_size=4), st.booleans())
def test_all_edits_together_make_what_was_typed(text: str, edits: list[tuple[int, str]], together: bool) -> None:
    text = one_line(text)
    typed = _edited(plain(text).split() or [""], edits)
    if not plain(text).split() or not typed.strip():
        return
    found = divided(text, typed, together=together)
    asked = [Edit(each.start, each.end, proposed_words(text, (each.start, each.end), each.words)) for each in found]
    assert (rewritten(text, asked)[0] if asked else text) == proposed_words(text, (0, len(text)), typed)
    assert all(one.end <= two.start for one, two in pairwise(found))
    assert all(each.start < each.end for each in found)


def _rewrites() -> Iterator[tuple[str, str]]:
    with gzip.open(MERGES, "rt") as lines:
        for number, row in enumerate(map(json.loads, lines)):
            text, other = one_line(row["base"]), plain(one_line(row["ours"]))
            if number % 5 == 0 and len(text) < 8000 and other and other != plain(text):
                yield text, other


@pytest.mark.skipif(not MERGES.exists(), reason="the corpus is not beside this checkout")
def test_real_revisions_are_divided_and_stand_where_they_were_typed() -> None:
    rewrites = list(_rewrites())
    wholes = 0
    for text, typed in rewrites:
        found = divided(text, typed)
        wholes += found == (Edit(0, len(text), made(text, found)),)
        # Signs that no plain keyboard has stay as the text has them.
        assert plain(made(text, found)) == plain(proposed_words(text, (0, len(text)), typed))
    assert len(rewrites) > 40
    assert wholes <= len(rewrites) // 10, "most changes can be told apart from the paragraph"


def test_what_was_typed_goes_to_the_text_that_others_changed_meanwhile_save_where_they_changed_the_same() -> None:
    typed = SHOWN.replace("be heard", "be fully heard").replace("falls short", "is half")
    now = TEXT.replace("the work", "our work").replace("resources", "means")
    over, lost = carried_over(TEXT, typed, now)
    assert (over, lost) == (plain(now).replace("be heard", "be fully heard").replace("falls short", "is half"), ())
    over, lost = carried_over(TEXT, typed, TEXT.replace("falls short", "is too small"))
    assert over == SHOWN.replace("be heard", "be fully heard").replace("falls short", "is too small")
    assert [each.words for each in lost] == ["is half"]
    # What the new text says already is nothing to carry over.
    assert carried_over(TEXT, typed, TEXT.replace("falls short", "is half"))[1] == ()


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (("falls short", "is half"), ("the budget “falls short”", "the budget “is half”"), True),
        (("falls short", "is half"), ("falls short", "Is half"), True),
        (("falls short", "is half"), ("falls short", "is one half"), False),
        (("Victims", "All victims"), ("falls short", "is half"), False),
        (("be _heard_", "be fully heard"), ("_heard_", "fully _heard_"), True),
        (("the work.", "the great work."), ("of the", "of the great"), True),
        (("**Court**,", "**Court**, in time,"), (", and", ", in time, and"), True),
    ],
)
def test_two_edits_that_make_the_same_words_ask_the_same(
    one: tuple[str, str], other: tuple[str, str], same: bool
) -> None:
    first, second = (Edit(TEXT.index(old), TEXT.index(old) + len(old), new) for old, new in (one, other))
    assert asks_the_same(TEXT, first, second) is same
