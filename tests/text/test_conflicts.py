"""Which amendments conflict, in which group, and why."""

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from workflow.text.amendments.application import apply
from workflow.text.amendments.conflicts import conflicts_between, rival_groups
from workflow.text.document.brackets import TITLE, titled
from workflow.text.edits.uptake import Uptake, uptake
from workflow.text.values.amendment import Amendment, AmendmentKind
from workflow.text.values.block import Block, BlockKind
from workflow.text.values.exclusion import ConflictKind

ROOT = Path(__file__).parents[2]
TEXT = "As we have heard over the past five days, this is a difficult moment for the Court."
BLOCKS = [
    Block("p1", BlockKind.PARAGRAPH, TEXT),
    Block("p2", BlockKind.PARAGRAPH, "We regret the budget."),
    Block("p3", BlockKind.PARAGRAPH, "We thank the Registry."),
    Block("p4", BlockKind.PARAGRAPH, "We close."),
]
WHOLE = titled("On open rivers", BLOCKS)


def words(ref: str, old: str, new: str, block: str = "p1") -> Amendment:
    text = next(b.text for b in WHOLE if b.id == block)
    start = text.index(old)
    return Amendment(ref, AmendmentKind.REPLACE, block, start, start + len(old), new)


def point(ref: str, after: str, new: str) -> Amendment:
    at = TEXT.index(after) + len(after)
    return Amendment(ref, AmendmentKind.REPLACE, "p1", at, at, new)


def gone(ref: str, block: str) -> Amendment:
    return Amendment(ref, AmendmentKind.REMOVE, block)


def moved(ref: str, block: str, after: str) -> Amendment:
    return Amendment(ref, AmendmentKind.MOVE, block, after=after)


def retitled(ref: str, new: str) -> Amendment:
    return words(ref, WHOLE[0].text, new, TITLE)


def added(ref: str, after: str, new: str) -> Amendment:
    return Amendment(ref, AmendmentKind.ADD, "", words=new, after=after)


PAIRS = [
    (words("A1", "difficult", "critical"), words("A2", "difficult", "decisive"), ConflictKind.SAME_WORDS),
    (words("A1", "difficult", "critical"), words("A2", "difficult", ""), ConflictKind.SAME_WORDS),
    (
        words("A1", "difficult", "critical"),
        words("A2", "difficult moment", "moment of decision"),
        ConflictKind.SAME_WORDS,
    ),
    (words("A1", "a difficult moment", "a time"), words("A2", "difficult", "critical"), ConflictKind.SAME_WORDS),
    (
        words("A1", "this is a difficult", "we face a hard"),
        words("A2", "difficult moment", "choice"),
        ConflictKind.SAME_WORDS,
    ),
    (
        words("A1", "difficult moment", "choice"),
        words("A2", "this is a difficult", "we face a hard"),
        ConflictKind.SAME_WORDS,
    ),
    (words("A1", "heard", "heard repeatedly"), words("A2", "heard", "been told"), ConflictKind.SAME_WORDS),
    (point("A1", "heard", "repeatedly"), point("A2", "heard", "in this room"), ConflictKind.SAME_POINT),
    (point("A1", "heard", "repeatedly"), words("A2", "heard", "been told"), ConflictKind.SAME_POINT),
    (point("A1", "we have", "all"), words("A2", "we have heard", "you heard"), ConflictKind.SAME_WORDS),
    (
        words("A1", "heard", "heard repeatedly"),
        words("A2", "over the past", "in public over the past"),
        ConflictKind.SAME_POINT,
    ),
    (
        words("A1", " heard", " heard repeatedly"),
        words("A2", "over the past", "in public over the past"),
        ConflictKind.SAME_POINT,
    ),
    (words("A1", "We", "All", "p2"), words("A2", "the", "regret the", "p2"), None),
    (words("A1", "heard", "learned"), words("A2", "over the past", "in the past"), None),
    (words("A1", "heard", "heard repeatedly"), words("A2", "over the past", "in the past"), None),
    (words("A1", "heard", "learned"), words("A2", "over the past", "in public over the past"), None),
    (words("A1", "heard", "heard repeatedly"), point("A2", "heard", "repeatedly"), None),
    (words("A1", "difficult", "critical"), words("A2", "a difficult moment", "a critical moment"), None),
    (words("A1", "difficult", "critical"), words("A2", "difficult", " critical "), None),
    (words("A1", "difficult", "critical"), words("A2", "Court", "world"), None),
    (words("A1", "difficult", "critical"), words("A2", "regret", "deplore", "p2"), None),
    (words("A1", "regret", "deplore", "p2"), gone("A2", "p2"), ConflictKind.DELETE_EDIT),
    (moved("A1", "p2", "p4"), gone("A2", "p2"), ConflictKind.DELETE_EDIT),
    (gone("A1", "p2"), gone("A2", "p2"), None),
    (words("A1", "regret", "deplore", "p2"), moved("A2", "p2", "p4"), ConflictKind.MOVE_EDIT),
    (moved("A1", "p2", "p4"), moved("A2", "p2", ""), ConflictKind.TWO_PLACES),
    (moved("A1", "p2", "p4"), moved("A2", "p2", "p4"), None),
    (moved("A1", "p2", "p4"), moved("A2", "p3", "p4"), ConflictKind.SAME_PLACE),
    (moved("A1", "p2", "p4"), moved("A2", "p4", "p2"), ConflictKind.MOVED_ANCHOR),
    (moved("A1", "p2", "p4"), added("A2", "p2", "New."), ConflictKind.MOVED_ANCHOR),
    (added("A1", "p2", "New."), added("A2", "p2", "Newer."), ConflictKind.SAME_PLACE),
    (added("A1", "", "New."), added("A2", "", "Newer."), ConflictKind.SAME_PLACE),
    (added("A1", "p2", "New."), added("A2", "p2", "New. "), None),
    (added("A1", "p2", "New."), added("A2", "p3", "Newer."), None),
    (added("A1", "p4", "New."), moved("A2", "p2", "p4"), ConflictKind.SAME_PLACE),
    (added("A1", "p2", "New."), gone("A2", "p2"), None),
    (words("A1", "difficult", "critical"), added("A2", "p1", "New."), None),
    (words("A1", "difficult", "critical"), gone("A2", "nowhere"), None),
    (words("A1", "We regret the budget.", "", "p2"), gone("A2", "p2"), None),
    (retitled("A1", "On free rivers"), retitled("A2", "On wild rivers"), ConflictKind.SAME_WORDS),
    (retitled("A1", "On open rivers and lakes"), retitled("A2", "On rivers"), None),
    (retitled("A1", "On gates"), retitled("A2", " On  gates"), None),
    (retitled("A1", "On gates"), added("A2", "", "On gates"), None),
]


@pytest.mark.parametrize(("one", "other", "kind"), PAIRS)
def test_two_amendments_conflict_for_a_reason(one: Amendment, other: Amendment, kind: ConflictKind | None) -> None:
    assert [each.kind for each in conflicts_between(WHOLE, [one, other])] == ([kind] if kind else [])
    assert [each.kind for each in conflicts_between(WHOLE, [other, one])] == ([kind] if kind else [])
    assert [set(each.refs) for each in conflicts_between(WHOLE, [one, other])] == ([{"A1", "A2"}] if kind else [])


@pytest.mark.parametrize(
    ("one", "other", "reads"),
    [
        (words("A1", "heard", "learned"), words("A2", "over the past", "in the past"), "learned in the past five"),
        (words("A1", "difficult", "critical"), words("A2", "moment", "hour"), "a critical hour for"),
    ],
)
def test_with_two_neighbours_accepted_the_text_says_each(one: Amendment, other: Amendment, reads: str) -> None:
    assert conflicts_between(BLOCKS, [one, other]) == []
    made = apply(BLOCKS, [one, other], str)
    assert reads in made.blocks[0].text and not made.unapplied
    assert {uptake(BLOCKS, made.blocks, each) for each in (one, other)} == {Uptake.MADE}


def test_only_a_move_and_an_edit_of_one_paragraph_and_paragraphs_in_one_place_can_both_be_applied() -> None:
    found = (each for one, other, _ in PAIRS for each in conflicts_between(BLOCKS, [one, other]))
    exclusive = {each.kind for each in found if each.exclusive}
    assert exclusive == set(ConflictKind) - {ConflictKind.MOVE_EDIT, ConflictKind.SAME_PLACE}


def test_the_same_conflicts_are_listed_alike_whatever_the_hash_seed() -> None:
    script = (
        "from tests.text.test_conflicts import *\n"
        "made = [moved(f'A{n}', f'p{n % 4 + 1}', f'p{(n + 1) % 4 + 1}') for n in range(8)]\n"
        "print([each.refs for each in conflicts_between(BLOCKS, made)], rival_groups(BLOCKS, made))"
    )
    seen = {
        subprocess.run(
            [sys.executable, "-c", script],
            env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True,
            cwd=ROOT,
            check=True,
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(seen) == 1


def test_groups_hold_all_that_conflict_through_one_another() -> None:
    amendments = [
        words("A5", "Court", "world"),
        words("A3", "a difficult moment", "a time"),
        words("A1", "difficult", "critical"),
        words("A4", "moment for", "hour for"),
        words("A6", "regret", "deplore", "p2"),
        words("A7", "budget", "cuts", "p2"),
        moved("A8", "p2", "p4"),
        added("A9", "p4", "New."),
    ]
    assert rival_groups(BLOCKS, amendments) == [("A3", "A1", "A4"), ("A8", "A9")]
    assert rival_groups(BLOCKS, amendments[:1]) == []


def test_two_that_break_one_footnote_mark_conflict() -> None:
    block = [Block("p1", BlockKind.PARAGRAPH, "The Court[^1] rules.")]
    one = Amendment("A1", AmendmentKind.REPLACE, "p1", 4, 10, "Tribunal")
    other = Amendment("A2", AmendmentKind.REPLACE, "p1", 12, 19, " decides")
    inside = Amendment("A3", AmendmentKind.REPLACE, "p1", 11, 11, "of Rome")
    assert [each.kind for each in conflicts_between(block, [one, other])] == [ConflictKind.SAME_WORDS]
    assert [each.kind for each in conflicts_between(block, [one, inside])] == [ConflictKind.SAME_POINT]
    relabelled = Amendment("A4", AmendmentKind.REPLACE, "p1", 11, 12, "2")
    assert conflicts_between(block, [replace(one, end=9), relabelled]) == []


@pytest.mark.parametrize(("start", "end"), [(-1, 3), (0, 999), (5, 4), (90, 91)])
def test_offsets_that_are_no_words_of_the_paragraph_are_refused(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="A1"):
        conflicts_between(BLOCKS, [Amendment("A1", AmendmentKind.REPLACE, "p1", start, end, "x")])


def test_an_offset_inside_a_character_is_refused() -> None:
    block = [Block("p1", BlockKind.PARAGRAPH, "क्षमा 👩🏽\u200d⚖️")]
    for start, end in ((0, 1), (1, 5), (6, 7), (0, 9)):
        with pytest.raises(ValueError, match="cuts a character"):
            conflicts_between(block, [Amendment("A1", AmendmentKind.REPLACE, "p1", start, end, "x")])


def test_what_each_amendment_makes_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    monkeypatch.setattr(
        "workflow.text.edits.narrowing.rewritten", lambda _, edits: read.append(edits[0].words) or (edits[0].words, [])
    )
    many = [words(f"A{n}", "difficult", f"difficult {n}") for n in range(20)]
    assert len(conflicts_between(BLOCKS, many)) == 190
    assert len(read) == 20


def test_a_stop_that_one_keeps_may_go_with_the_words_of_another() -> None:
    block = Block("p", BlockKind.PARAGRAPH, "The fund should be open, just and quick. We ask for it.")
    at = block.text.index
    grows = Amendment("A1", AmendmentKind.REPLACE, "p", at("open"), at("open,") + 5, "open to all,")
    goes = Amendment("A2", AmendmentKind.REPLACE, "p", at(", just"), at(". We"), "")
    ends = Amendment("A3", AmendmentKind.REPLACE, "p", at("quick"), at(" We"), "fair.")
    assert conflicts_between([block], [grows, goes]) == []
    made = apply([block], [grows, goes], str)
    assert made.blocks[0].text == "The fund should be open to all. We ask for it."
    assert not made.unapplied
    assert [each.refs for each in conflicts_between([block], [goes, ends])] == [("A2", "A3")]
    assert apply([block], [grows, ends], str).blocks[0].text == (
        "The fund should be open to all, just and fair. We ask for it."
    )
