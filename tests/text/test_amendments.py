"""Amendments put into a text: exactly there, in any order the same, or handed back."""

from collections.abc import Callable
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.text import texts
from workflow.text.amendments.application import apply, is_empty, preview
from workflow.text.tokens.tokenizer import tokens
from workflow.text.values.amendment import Amendment, AmendmentKind, Source, source_from_list
from workflow.text.values.block import Block, BlockKind

TEXT = "As we have heard over the past five days, this is a difficult moment for the Court."
BLOCKS = [
    Block("s", BlockKind.SALUTATION, "Excellencies,"),
    Block("p1", BlockKind.PARAGRAPH, TEXT),
    Block("p2", BlockKind.PARAGRAPH, "We regret the budget."),
    Block("p3", BlockKind.PARAGRAPH, "We thank the Registry."),
]
REPLACE = AmendmentKind.REPLACE
ADD = AmendmentKind.ADD
REMOVE = AmendmentKind.REMOVE
MOVE = AmendmentKind.MOVE


def new_ids() -> Callable[[], str]:
    numbers = count(1)
    return lambda: f"n{next(numbers)}"


def words(ref: str, old: str, new: str, block: str = "p1") -> Amendment:
    text = next(b.text for b in BLOCKS if b.id == block)
    return Amendment(ref, REPLACE, block, text.index(old), text.index(old) + len(old), new)


def result(*amendments: Amendment) -> list[tuple[str, str]]:
    return [(block.id, block.text) for block in apply(BLOCKS, amendments, new_ids()).blocks]


def test_words_are_replaced_where_they_stand_and_nowhere_else() -> None:
    applied = apply(BLOCKS, [words("A12", "difficult", "critical"), words("A7", "heard", "heard repeatedly")], str)
    assert applied.blocks[1].text == TEXT.replace("heard", "heard repeatedly").replace("difficult", "critical")
    assert (applied.blocks[0], *applied.blocks[2:]) == (BLOCKS[0], *BLOCKS[2:])
    assert applied.sources == (
        Source("p1", 11, 27, ("A7",), REPLACE, (11, 16)),
        Source("p1", 63, 71, ("A12",), REPLACE, (52, 61)),
    )
    assert applied.unapplied == ()


def test_paragraphs_are_added_removed_and_moved() -> None:
    amendments = [
        Amendment("A1", ADD, "", words="A new one.\n\n- and an item", after="s"),
        Amendment("A2", REMOVE, "p2"),
        Amendment("A3", MOVE, "p1", after="p3"),
        words("A4", "difficult", "critical"),
        Amendment("A5", ADD, "", words="First.", after=""),
    ]
    applied = apply(BLOCKS, amendments, new_ids())
    assert [(b.id, b.kind.value) for b in applied.blocks] == [
        ("n1", "paragraph"),
        ("s", "salutation"),
        ("n2", "paragraph"),
        ("n3", "item"),
        ("p3", "paragraph"),
        ("p1", "paragraph"),
    ]
    assert applied.sources == (
        Source("n1", 0, 6, ("A5",), ADD),
        Source("n2", 0, 10, ("A1",), ADD),
        Source("n3", 0, 11, ("A1",), ADD),
        Source("p2", 0, 0, ("A2",), REMOVE, (0, 21)),
        Source("p1", 0, 0, ("A3",), MOVE),
        Source("p1", 52, 60, ("A4",), REPLACE, (52, 61)),
    )


def test_a_paragraph_after_one_that_goes_stands_where_that_one_stood() -> None:
    amendments = Amendment("A1", REMOVE, "p2"), Amendment("A2", ADD, "", words="Instead.", after="p2")
    assert [text for _, text in result(*amendments)] == ["Excellencies,", TEXT, "Instead.", "We thank the Registry."]


def test_the_same_proposal_of_two_organisations_is_made_once_with_both_references() -> None:
    amendments = [
        words("A12", "difficult", "critical"),
        words("A2", "a difficult moment", "a critical moment"),
        Amendment("A3", ADD, "", words="New.", after="p3"),
        Amendment("A1", ADD, "", words=" New.\n", after="p3"),
    ]
    applied = apply(BLOCKS, amendments, new_ids())
    assert [block.text for block in applied.blocks][1:] == [
        TEXT.replace("difficult", "critical"),
        *(block.text for block in BLOCKS[2:]),
        "New.",
    ]
    assert [source.refs for source in applied.sources] == [("A2", "A12"), ("A1", "A3")]


def test_of_amendments_that_conflict_none_is_applied_and_the_others_are() -> None:
    amendments = [
        words("A1", "difficult", "critical"),
        words("A2", "difficult moment", "choice"),
        words("A3", "heard", "heard repeatedly"),
    ]
    applied = apply(BLOCKS, amendments, str)
    assert applied.unapplied == ("A1", "A2")
    assert applied.blocks[1].text == TEXT.replace("heard", "heard repeatedly")


@pytest.mark.parametrize(
    "amendment",
    [
        Amendment("A1", REPLACE, "nowhere", 0, 2, "x"),
        Amendment("A1", REMOVE, "nowhere"),
        Amendment("A1", MOVE, "nowhere", after="p1"),
        Amendment("A1", MOVE, "p1", after="nowhere"),
        Amendment("A1", MOVE, "p1", after="p1"),
        Amendment("A1", MOVE, "p1"),
        Amendment("A1", ADD, "", words="New.", after="nowhere"),
        Amendment("A1", ADD, "", words="New."),
        Amendment("A1", ADD, "", words=" \n ", after="p1"),
    ],
)
def test_what_has_no_place_is_handed_back(amendment: Amendment) -> None:
    applied = apply(BLOCKS, [amendment], str)
    assert applied.blocks == tuple(BLOCKS)
    assert applied.sources == ()
    assert applied.unapplied == ("A1",)


@pytest.mark.parametrize(("start", "end"), [(-1, 3), (0, 999), (5, 4)])
def test_offsets_outside_the_paragraph_are_refused(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="A1"):
        apply(BLOCKS, [Amendment("A1", REPLACE, "p1", start, end, "x")], str)


def test_a_paragraph_that_loses_all_its_words_goes() -> None:
    applied = apply(BLOCKS, [words("A1", "We regret the budget.", "", "p2")], str)
    assert [block.id for block in applied.blocks] == ["s", "p1", "p3"]
    assert applied.sources == (Source("p2", 0, 0, ("A1",), REMOVE, (0, 21)),)


def test_a_paragraph_that_one_takes_out_and_another_empties_goes_once_in_both_names() -> None:
    empty = words("A2", "We regret the budget.", "", "p2")
    applied = apply(BLOCKS, [Amendment("A1", REMOVE, "p2"), empty], str)
    assert [block.id for block in applied.blocks] == ["s", "p1", "p3"]
    assert (applied.sources, applied.unapplied) == ((Source("p2", 0, 0, ("A1", "A2"), REMOVE, (0, 21)),), ())


def test_a_salutation_that_is_amended_stays_one() -> None:
    applied = apply(BLOCKS, [Amendment("A1", REPLACE, "s", 0, 12, "Madam President of this Assembly")], str)
    assert applied.blocks[0] == Block("s", BlockKind.SALUTATION, "Madam President of this Assembly,")


def test_what_a_paragraph_reads_with_some_amendments() -> None:
    amendments = [words("A1", "regret", "deplore", "p2"), words("A2", "difficult", "critical")]
    assert preview(BLOCKS, "p2", amendments) == Block("p2", BlockKind.PARAGRAPH, "We deplore the budget.")
    assert preview(BLOCKS, "p3", amendments) == BLOCKS[3]
    assert preview(BLOCKS, "p2", [Amendment("A3", REMOVE, "p2")]) is None
    assert preview(BLOCKS, "nowhere", amendments) is None


@pytest.mark.parametrize(
    ("amendment", "empty"),
    [
        (words("A1", "difficult", "difficult"), True),
        (words("A1", "difficult", " difficult "), True),
        (Amendment("A1", REPLACE, "p1", 2, 2, ""), True),
        (Amendment("A1", MOVE, "p2", after="p1"), True),
        (Amendment("A1", MOVE, "s", after=""), True),
        (Amendment("A1", ADD, "", words=" ", after="p1"), True),
        (words("A1", "difficult", "Difficult"), False),
        (Amendment("A1", MOVE, "p2", after="p3"), False),
        (Amendment("A1", REMOVE, "p2"), False),
        (Amendment("A1", ADD, "", words="New.", after=""), False),
    ],
)
def test_an_amendment_that_changes_nothing_is_empty(amendment: Amendment, empty: bool) -> None:
    assert is_empty(BLOCKS, amendment) is empty


def test_sources_survive_json() -> None:
    for source in (Source("p1", 1, 5, ("A1", "C2"), REPLACE, (0, 4)), Source("p2", 0, 0, ("A3",), MOVE)):
        assert source_from_list(source.as_list()) == source
    assert source_from_list(["p1", 1, 5, ["A1"]]) == Source("p1", 1, 5, ("A1",))


@st.composite
def proposals(draw: st.DrawFn) -> tuple[list[Block], list[Amendment]]:
    made = [Block(f"b{n}", BlockKind.PARAGRAPH, draw(texts.prose)) for n in range(draw(st.integers(1, 4)))]
    return made, [draw(_amendment(made, f"A{n}")) for n in range(draw(st.integers(1, 4)))]


@st.composite
def _amendment(draw: st.DrawFn, made: list[Block], ref: str) -> Amendment:
    kind = draw(st.sampled_from([REPLACE, REPLACE, REPLACE, ADD, REMOVE, MOVE]))
    block = draw(st.sampled_from(made))
    after = draw(st.sampled_from(["", *(b.id for b in made)]))
    if kind is not REPLACE:
        return Amendment(ref, kind, "" if kind is ADD else block.id, words=draw(texts.prose), after=after)
    pieces = tokens(block.text)
    edges = [len("".join(pieces[:n])) for n in range(len(pieces) + 1)]
    start, end = sorted((draw(st.sampled_from(edges)), draw(st.sampled_from(edges))))
    return Amendment(ref, REPLACE, block.id, start, end, draw(st.one_of(st.just(""), texts.prose)))


@settings(max_examples=150)
@given(proposals(), st.data())
def test_any_order_gives_the_same_text_or_reports_the_conflict(
    case: tuple[list[Block], list[Amendment]], data: st.DataObject
) -> None:
    made, amendments = case
    first = apply(made, amendments, new_ids())
    for order in [amendments[::-1], *(data.draw(st.permutations(amendments)) for _ in range(2))]:
        other = apply(made, order, new_ids())
        assert other.blocks == first.blocks
        assert set(other.sources) == set(first.sources)
        assert set(other.unapplied) == set(first.unapplied)
    named = {ref for source in first.sources for ref in source.refs}
    assert named.isdisjoint(first.unapplied)
    assert len({block.id for block in first.blocks}) == len(first.blocks)


def _signs(text: str) -> str:
    """Without white space and marks, which are made to fit."""
    return "".join(text.replace("*", "").split())


@given(proposals())
def test_an_amendment_accepted_alone_equals_its_own_words(case: tuple[list[Block], list[Amendment]]) -> None:
    made, amendments = case
    for amendment in amendments:
        applied = apply(made, [amendment], new_ids())
        if amendment.kind is REPLACE and not applied.unapplied:
            text = next(b.text for b in made if b.id == amendment.block)
            left, right = text[: amendment.start], text[amendment.end :]
            found = "".join(b.text for b in applied.blocks if b.id == amendment.block)
            assert found == " ".join(found.split())  # neither loses a space nor doubles one
            if found and "[" not in text:  # of a link that was cut the whole goes
                [source] = applied.sources
                assert _signs(found) == _signs(left + amendment.words + right)
                assert _signs(found[source.start : source.end]) == _signs(amendment.words)
        others = {b.id: b for b in made if b.id != amendment.block}
        assert {b.id: b for b in applied.blocks if b.id in others} == others


def test_what_no_kind_of_amendment_asks_for_is_not_read_from_it() -> None:
    """Other words follow no paragraph, whatever is named as one that they would."""
    block = Block("f1", BlockKind.PARAGRAPH, "the end")
    asked = Amendment("A1", AmendmentKind.REPLACE, "f1", 0, 3, "an", after="")
    assert preview([block], "f1", [asked]) == Block("f1", BlockKind.PARAGRAPH, "an end")
