"""Two amendments that quote one sentence stand together where they change other words of it."""

from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workflow.text.amendments.application import apply
from workflow.text.amendments.carried import Accepted
from workflow.text.amendments.conflicts import conflicts_between
from workflow.text.consolidation.consolidation import consolidate
from workflow.text.edits.narrowing import Replacement
from workflow.text.merge.merge import merge3
from workflow.text.values.amendment import Amendment, AmendmentKind
from workflow.text.values.block import Block, BlockKind
from workflow.text.values.spans import Edit

REPLACE = AmendmentKind.REPLACE
SENTENCE = "States must keep the gates open until the last boat has passed the bridge of the old town."
BLOCK = Block("p", BlockKind.PARAGRAPH, f"We thank the Registry. {SENTENCE} We close.")
AT = BLOCK.text.index(SENTENCE)


def quoting(ref: str, old: str, new: str) -> Amendment:
    """An amendment that quotes the whole sentence and changes some words of it."""
    assert SENTENCE.count(old) == 1
    return Amendment(ref, REPLACE, "p", AT, AT + len(SENTENCE), SENTENCE.replace(old, new))


def reads(*amendments: Amendment) -> str:
    made = apply([BLOCK], amendments, lambda: "")
    assert made.unapplied == ()
    return made.blocks[0].text


GATES, BOAT, TOWN = (
    quoting("A1", "keep the gates", "keep all gates"),
    quoting("A2", "last boat", "last small boat"),
    quoting("A3", " of the old town", ""),
)


def test_changes_of_other_words_of_one_sentence_are_no_conflict_and_all_stand_in_any_order() -> None:
    assert conflicts_between([BLOCK], [GATES, BOAT, TOWN]) == []
    wanted = BLOCK.text.replace("the gates", "all gates").replace("last boat", "last small boat")
    wanted = wanted.replace(" of the old town", "")
    for order in permutations((GATES, BOAT, TOWN)):
        assert reads(*order) == wanted


def test_each_stands_behind_its_own_words_alone() -> None:
    made = apply([BLOCK], [GATES, BOAT], lambda: "")
    text = made.blocks[0].text
    assert [(text[s.start : s.end].strip(), s.refs) for s in made.sources] == [("all", ("A1",)), ("small", ("A2",))]
    assert [s.was and BLOCK.text[slice(*s.was)] for s in made.sources] == ["the", ""]


def test_a_change_that_two_of_them_make_alike_is_made_once_in_both_names() -> None:
    both = Amendment(
        "A4", REPLACE, "p", AT, AT + len(SENTENCE), SENTENCE.replace("the gates", "all gates") + " So be it."
    )
    made = apply([BLOCK], [GATES, both], lambda: "")
    assert made.blocks[0].text.count("all gates") == 1
    assert ("all", ("A1", "A4")) in [(made.blocks[0].text[s.start : s.end].strip(), s.refs) for s in made.sources]


@pytest.mark.parametrize(
    "other",
    [
        quoting("A9", "keep the gates", "keep most gates"),
        quoting("A9", "the gates open", "gates open"),
        Amendment("A9", REPLACE, "p", AT, AT + len(SENTENCE), "Nobody may close anything at any time."),
        Amendment("A9", REPLACE, "p", AT, AT + len(SENTENCE), ""),
    ],
)
def test_changes_of_the_same_words_conflict_as_before(other: Amendment) -> None:
    (each,) = conflicts_between([BLOCK], [GATES, other])
    assert each.exclusive
    assert apply([BLOCK], [GATES, other], lambda: "").unapplied == ("A1", "A9")


def test_what_is_left_open_in_brackets_keeps_all_the_words_that_it_quotes() -> None:
    assert conflicts_between([BLOCK], [GATES, BOAT], frozenset({"A2"}))
    made = consolidate(
        [BLOCK], [BLOCK], [Accepted(GATES, (BLOCK,)), Accepted(BOAT, (BLOCK,), False, True)], lambda: "new"
    )
    assert made.blocks[0].text == reads(GATES)
    assert made.unapplied == ("A2",)


def test_the_old_spans_are_of_the_version_where_the_paragraph_was_written_on_as_well() -> None:
    draft = Block("p", BlockKind.PARAGRAPH, BLOCK.text.replace("We close.", "So we close."))
    made = consolidate([BLOCK], [draft], [Accepted(GATES, (BLOCK,)), Accepted(BOAT, (BLOCK,))], lambda: "new")
    assert made.unapplied == ()
    assert "all gates" in made.blocks[0].text and "small boat" in made.blocks[0].text
    assert [s.was and BLOCK.text[slice(*s.was)] for s in made.sources] == ["the", ""]


WORDS = SENTENCE.split()


def _edited(at: int, kind: str) -> str:
    found = list(WORDS)
    if kind == "replace":
        found[at] = "Zebra"
    elif kind == "insert":
        found[at] += " Zebra"
    else:
        del found[at]
    return " ".join(found)


KINDS = st.sampled_from(["replace", "insert", "delete"])


@settings(deadline=None)
@given(st.integers(0, len(WORDS) - 2), st.integers(0, len(WORDS) - 2), KINDS, KINDS)
def test_what_is_said_to_stand_together_reads_as_the_merge_of_both(one: int, other: int, kind: str, its: str) -> None:
    texts = _edited(one, kind), _edited(other, its)
    pair = [Amendment(f"A{n}", REPLACE, "p", 0, len(SENTENCE), text) for n, text in enumerate(texts, 1)]
    block = Block("p", BlockKind.PARAGRAPH, SENTENCE)
    if any(each.exclusive for each in conflicts_between([block], pair)):
        assert abs(one - other) < 3, "words that stand apart do not conflict"
        return
    made = apply([block], pair, lambda: "")
    merged, conflicts = merge3(SENTENCE, *texts)
    assert made.unapplied == ()
    assert (made.blocks[0].text, conflicts) == (merged, [])


def test_an_edit_is_its_changes() -> None:
    (only,) = Replacement(BLOCK.text, Edit(AT, AT + len(SENTENCE), GATES.words)).changes
    assert (BLOCK.text[only.start : only.end], only.words) == ("the", "all")
    (only,) = Replacement(BLOCK.text, Edit(AT, AT + len(SENTENCE), "Something else is said here.")).changes
    assert (BLOCK.text[only.start : only.end], only.words) == (SENTENCE[:-1], "Something else is said here")
    assert Replacement(BLOCK.text, Edit(AT, AT + len(SENTENCE), SENTENCE)).changes == ()


@settings(deadline=None, max_examples=60)
@given(st.lists(st.tuples(st.integers(0, len(WORDS) - 2), KINDS), min_size=3, max_size=4))
def test_all_that_stand_together_read_as_one_merge_after_another(edits: list[tuple[int, str]]) -> None:
    block = Block("p", BlockKind.PARAGRAPH, SENTENCE)
    found = [
        Amendment(f"A{n}", REPLACE, "p", 0, len(SENTENCE), _edited(at, kind)) for n, (at, kind) in enumerate(edits)
    ]
    if conflicts_between([block], found):
        return
    for order in permutations(found):
        made = apply([block], order, lambda: "")
        text = SENTENCE
        for each in order:
            text, asked = merge3(SENTENCE, text, each.words)
            assert asked == []
        assert (made.blocks[0].text, made.unapplied) == (text, ())
        assert {ref for source in made.sources for ref in source.refs} == {each.ref for each in found}


def test_a_sentence_that_one_moves_and_another_edits_is_moved_as_edited_in_both_names() -> None:
    first, last = (
        "The river has risen twice this year and nobody was warned of it. ",
        "Those who live there know it well.",
    )
    block = Block("p", BlockKind.PARAGRAPH, f"{first}{SENTENCE} {last}")
    moved = Amendment("A1", REPLACE, "p", 0, len(block.text), f"{SENTENCE} {last} {first.strip()}")
    edited = Amendment("A2", REPLACE, "p", 0, len(first) - 1, first.strip().replace("twice", "three times"))
    readings = moved.words, block.text.replace("twice", "three times")
    merged, asked = merge3(block.text, *readings)
    assert asked == [] and merged.endswith("risen three times this year and nobody was warned of it.")
    assert conflicts_between([block], [moved, edited]) == []
    for order in ((moved, edited), (edited, moved)):
        made = apply([block], order, lambda: "")
        assert (made.blocks[0].text, made.unapplied) == (merged, ())
        assert {ref for source in made.sources for ref in source.refs} == {"A1", "A2"}
