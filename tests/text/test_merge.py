"""Two sides of a text become one: separate changes both go in, changes of one place are left to a person."""

import time

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from tests.text.texts import raws
from workflow.text.merge.merge import Conflict, merge3

pytestmark = pytest.mark.unit

ONE = "The first paragraph says that we protect all civilians everywhere."
TWO = "Second, we call on all parties to end the siege of the city now."
THREE = "Third, we ask for a report within thirty days from today please."
FOUR = "Fourth, thanks to everybody who helped us to write this text here."


def text(*paragraphs: str) -> str:
    return "\n\n".join(paragraphs) + "\n"


BASE = text(ONE, TWO, THREE, FOUR)
MOVED = text(ONE, THREE, FOUR, TWO)


def changed(*changes: tuple[str, str], base: str = BASE) -> str:
    for old, new in changes:
        assert base.count(old) == 1
        base = base.replace(old, new)
    return base


CLEAN = [
    ("nothing", BASE, BASE, BASE),
    ("one side", BASE, changed(("thirty", "sixty")), changed(("thirty", "sixty"))),
    ("the same on both", changed(("thirty", "sixty")), changed(("thirty", "sixty")), changed(("thirty", "sixty"))),
    ("two paragraphs", changed(("all civilians", "people")), changed(("thirty", "sixty")),
     changed(("all civilians", "people"), ("thirty", "sixty"))),
    ("two places of a sentence", changed(("call on", "urge")), changed(("the city", "every town")),
     changed(("call on", "urge"), ("the city", "every town"))),
    ("the same and more", changed(("thirty", "sixty")), changed(("thirty", "sixty"), ("please", "")),
     changed(("thirty", "sixty"), ("please", ""))),
    ("the same and the next word too", changed(("thirty", "sixty")), changed(("thirty days", "sixty weeks")),
     changed(("thirty days", "sixty weeks"))),
    ("the same words put in and one more behind", changed(("siege", "cruel siege")),
     changed(("siege", "cruel long siege")), changed(("siege", "cruel long siege"))),
    ("the same word replaced and one put in before", changed(("thirty", "sixty")), changed(("thirty", "about sixty")),
     changed(("thirty", "about sixty"))),
    ("the same word replaced and the one before taken out", changed(("thirty", "sixty")),
     changed(("within thirty", "sixty")), changed(("within thirty", "sixty"))),
    ("a new paragraph and an edit", text(ONE, "New.", TWO, THREE, FOUR), changed(("thirty", "sixty")),
     text(ONE, "New.", TWO, THREE.replace("thirty", "sixty"), FOUR)),
    ("a paragraph gone and an edit of another", text(ONE, THREE, FOUR), changed(("thanks", "our thanks")),
     text(ONE, THREE, FOUR.replace("thanks", "our thanks"))),
    ("an edit of a moved paragraph", MOVED, changed(("the siege", "every siege"), ("call on", "urge")),
     changed(("the siege", "every siege"), ("call on", "urge"), base=MOVED)),
    ("a sentence added to a moved paragraph", MOVED, changed(("city now.", "city now. Today.")),
     changed(("city now.", "city now. Today."), base=MOVED)),
    ("the first word of a moved one", MOVED, changed(("Second", "Next")), changed(("Second", "Next"), base=MOVED)),
    ("a moved one split", MOVED, changed(("to end", "\n\nto end")), changed(("to end", "\n\nto end"), base=MOVED)),
    ("moved by both, edited by one", MOVED, changed(("thirty", "sixty"), base=MOVED),
     changed(("thirty", "sixty"), base=MOVED)),
    ("the first word behind a moved one", MOVED, changed(("Third", "Then")), changed(("Third", "Then"), base=MOVED)),
    ("the last word before a removed paragraph", text(ONE, THREE, FOUR), changed(("everywhere.", "at once.")),
     text(ONE.replace("everywhere.", "at once."), THREE, FOUR)),
    ("an edit beside a moved paragraph", MOVED, changed(("thirty", "sixty")), changed(("thirty", "sixty"), base=MOVED)),
]  # fmt: skip


@pytest.mark.parametrize(("ours", "theirs", "wanted"), [row[1:] for row in CLEAN], ids=[row[0] for row in CLEAN])
def test_changes_of_different_places_both_go_in(ours: str, theirs: str, wanted: str) -> None:
    assert merge3(BASE, ours, theirs) == (wanted, [])
    assert merge3(BASE, theirs, ours) == (wanted, [])


CLASHES = [
    ("the same words", changed(("thirty", "sixty")), changed(("thirty", "ninety")), [("thirty", "sixty", "ninety")]),
    ("neighbouring words", changed(("thirty", "sixty")), changed(("days", "weeks")),
     [("thirty days", "sixty days", "thirty weeks")]),
    ("an edit of deleted words", changed((" of the city", "")), changed(("city", "town")),
     [("of the city ", "", "of the town ")]),
    ("insertions at one point", changed(("siege of", "siege today of")), changed(("siege of", "siege everywhere of")),
     [("", "today ", "everywhere ")]),
    ("an edit of a rewritten sentence",
     changed(("we call on all parties to end the siege of the city now", "it is time that all leave this town")),
     changed(("the city", "the old city")),
     [("we call on all parties to end the siege of the city now", "it is time that all leave this town",
       "we call on all parties to end the siege of the old city now")]),
    ("a word taken out by one, replaced by the other", changed(("siege ", "")), changed(("siege ", "war ")),
     [("siege ", "", "war ")]),
    ("a word taken out by one, it and the next by the other", changed(("the city ", "the ")),
     changed(("the city ", "")), [("the city ", "the ", "")]),
    ("the same word replaced and one more by each", changed(("thirty", "about sixty")),
     changed(("thirty", "sixty full")), [("thirty", "about sixty", "sixty full")]),
    ("deletions that overlap", changed((" of the city", "")), changed((" the city now", "")),
     [("of the city now", "now", "of")]),
]  # fmt: skip


@pytest.mark.parametrize(("ours", "theirs", "wanted"), [row[1:] for row in CLASHES], ids=[row[0] for row in CLASHES])
def test_changes_of_one_place_are_left_to_a_person(ours: str, theirs: str, wanted: list[tuple[str, str, str]]) -> None:
    assert merge3(BASE, ours, theirs) == (BASE, [Conflict(*each) for each in wanted])


WITH_A_PERSON = [
    ("a paragraph deleted by one, edited by the other", text(ONE, THREE, FOUR), changed(("the city", "the town"))),
    ("moved by one, deleted by the other", MOVED, text(ONE, THREE, FOUR)),
    ("moved to two places", MOVED, text(TWO, ONE, THREE, FOUR)),
    ("moved by one, joined with the next by the other", MOVED, text(ONE, f"{TWO} {THREE}", FOUR)),
    (
        "moved and edited by one, edited there by the other",
        changed(("siege of", "siege today of"), base=MOVED),
        changed(("siege of", "siege everywhere of")),
    ),
    ("moved by one, a new paragraph behind it by the other", MOVED, text(ONE, TWO, "New.", THREE, FOUR)),
    ("moved to one place, edited there by the other", text(TWO, ONE, THREE, FOUR), text("New.", ONE, TWO, THREE, FOUR)),
    ("moved by one, other words in its place by the other", MOVED, changed((TWO, "Nobody was asked."))),
    (
        "one new paragraph, and other words before it by one",
        text(ONE, f"{TWO}!", "We want peace for everybody.", THREE, FOUR),
        text(ONE, "What is said here is new.", "We want peace for everybody.", THREE, FOUR),
    ),
    ("two new paragraphs at one place", text(ONE, "New.", TWO, THREE, FOUR), text(ONE, "Other.", TWO, THREE, FOUR)),
]


@pytest.mark.parametrize(("ours", "theirs"), [row[1:] for row in WITH_A_PERSON], ids=[row[0] for row in WITH_A_PERSON])
def test_no_paragraph_is_lost_or_doubled_without_a_person(ours: str, theirs: str) -> None:
    merged, conflicts = merge3(BASE, ours, theirs)
    assert conflicts
    assert merged == BASE


def test_only_the_place_in_conflict_keeps_the_words_of_the_base() -> None:
    ours, theirs = (
        changed(("thirty", "sixty"), ("call on", "urge")),
        changed(("thirty", "ninety"), ("thanks", "praise")),
    )
    merged, conflicts = merge3(BASE, ours, theirs)
    assert merged == changed(("call on", "urge"), ("thanks", "praise"))
    assert [conflict.base for conflict in conflicts] == ["thirty"]


def mirrored(conflicts: list[Conflict]) -> list[Conflict]:
    return [Conflict(each.base, each.theirs, each.ours) for each in conflicts]


def test_two_insertions_that_slide_to_one_point_clash() -> None:
    base = "Look into the directories «/bin» and «/etc» for it."
    ours, theirs = base.replace("«/bin", "«/usr/bin"), base.replace("«/bin", "«closed/bin")
    assert merge3(base, ours, theirs)[0] == base
    assert len(merge3(base, ours, theirs)[1]) == 1


def test_a_short_line_that_was_edited_has_not_moved() -> None:
    base = "* 未经同意跟踪或跟随他人\n\n* 不受欢迎的身体接触\n\n同时禁止下列行为："
    ours, theirs = base.replace("或", "").replace("时", "计"), base.replace("接触", "言论")
    assert merge3(base, ours, theirs) == (ours.replace("接触", "言论"), [])


def test_one_change_of_both_beside_equal_words_is_made_once() -> None:
    base = "There is interest in the work of the Court. With situations across the globe, its reach has grown."
    both = base.replace("across the", "across the the")
    ours, theirs = (
        both.replace("Court. ", "Court. Our offices in the region must work. "),
        both.replace("reach", "range"),
    )
    wanted = ours.replace("reach", "range")
    for one, other in ((ours, theirs), (theirs, ours)):
        assert merge3(base, one, other) == (wanted, [])


def test_what_may_stand_before_or_behind_equal_words_touches_an_edit_on_either_side() -> None:
    base = "We write to you today about the person who came here first."
    ours, theirs = base.replace("the person", "the the person"), base.replace("about the", "concerning the the")
    merged, conflicts = merge3(base, ours, theirs)
    assert conflicts or merged == theirs


WORDS = st.lists(
    st.sampled_from(["the", "city", "shall", "now", "1,000", "\n\n", "مدينة", "条約", "."]), max_size=16
).map(" ".join)


@given(st.one_of(st.tuples(WORDS, WORDS, WORDS), st.tuples(raws, raws, raws)))
@example(("a b\n\nc d", "c d\n\na b", "a b\n\nc e"))
def test_swapping_the_sides_mirrors_the_answer(texts: tuple[str, str, str]) -> None:
    base, ours, theirs = texts
    merged, conflicts = merge3(base, ours, theirs)
    assert merge3(base, theirs, ours) == (merged, mirrored(conflicts))


@given(WORDS, WORDS)
def test_a_side_that_changed_nothing_changes_nothing(base: str, side: str) -> None:
    assert merge3(base, side, base) == merge3(base, base, side) == merge3(base, side, side) == (side, [])


_SUBJECTS = ["water", "bread", "houses", "rivers", "schools", "roads"]
PARAGRAPHS = [
    f"Article {n} speaks of {noun} and asks the Parties to keep {noun} safe." for n, noun in enumerate(_SUBJECTS)
]


@st.composite
def separate_edits(draw: st.DrawFn) -> tuple[str, str, str, str]:
    """A text, two sides that edit words of different paragraphs, and both edits together."""
    sides = draw(st.lists(st.sampled_from([0, 1, 2]), min_size=6, max_size=6))
    texts = [[*PARAGRAPHS], [*PARAGRAPHS], [*PARAGRAPHS]]
    for at, side in enumerate(sides):
        words = PARAGRAPHS[at].split()
        first = draw(st.integers(1, len(words) - 2))
        words[first : first + draw(st.integers(0, 2))] = draw(
            st.lists(st.sampled_from(["new", "peace", "never"]), max_size=3)
        )
        for target in {side, 2} if side < 2 else set():
            texts[target][at] = " ".join(words)
    return text(*PARAGRAPHS), text(*texts[0]), text(*texts[1]), text(*texts[2])


@given(separate_edits())
def test_edits_of_different_paragraphs_never_clash_and_never_get_lost(texts: tuple[str, str, str, str]) -> None:
    base, ours, theirs, both = texts
    assert merge3(base, ours, theirs) == (both, [])


@given(st.integers(2, 9), st.sampled_from(["never", "peace", ""]), st.sampled_from(["always", "war", "x y"]))
def test_edits_of_one_word_always_clash(at: int, mine: str, yours: str) -> None:
    base = PARAGRAPHS[0].split()
    ours, theirs = [*base[:at], mine, *base[at + 1 :]], [*base[:at], yours, *base[at + 1 :]]
    merged, conflicts = merge3(" ".join(base), " ".join(ours), " ".join(theirs))
    assert len(conflicts) == 1
    assert merged == " ".join(base)


STRANGERS = [" ".join(f"{noun}{k}" for k in range(8)) + "." for noun in _SUBJECTS]  # no word in common


@st.composite
def moved_and_deleted(draw: st.DrawFn) -> tuple[list[str], list[str], list[str]]:
    """Six paragraphs; one side deletes one that the other moves past two or more; either may remove others."""
    at = draw(st.integers(0, 5))
    gone, gone_too = draw(st.tuples(*[st.sets(st.integers(0, 5), max_size=2)] * 2))
    ours = [words for n, words in enumerate(STRANGERS) if n != at and n not in gone]
    left = [n for n in range(6) if n != at and n not in gone_too]
    places = [k for k in range(len(left) + 1) if abs(k - sum(n < at for n in left)) >= 2]
    assume(places)
    left.insert(draw(st.sampled_from(places)), at)
    return STRANGERS, ours, [STRANGERS[n] for n in left]


@given(moved_and_deleted(), st.sampled_from(["\n\n", " "]))
def test_what_one_side_deleted_and_the_other_moved_is_asked(
    texts: tuple[list[str], list[str], list[str]], gap: str
) -> None:
    base, ours, theirs = (gap.join(paragraphs) for paragraphs in texts)
    assert merge3(base, ours, theirs)[1]
    assert merge3(base, theirs, ours)[1]


@pytest.mark.parametrize("piece", ["a b ", "word ", "\n", "a\n\n", "* "])
def test_no_text_makes_it_hang(piece: str) -> None:
    base = piece * (100_000 // len(piece))
    start = time.process_time()
    merge3(base, base[len(base) // 3 :] + "x", "y" + base[: len(base) // 2])
    assert time.process_time() - start < 10
