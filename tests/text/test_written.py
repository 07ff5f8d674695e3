"""Answers and what the penholder wrote: said by the machine, by hand, with other words, or nowhere, for every kind."""

from dataclasses import replace

import pytest

from workflow.text.amendments.application import apply
from workflow.text.amendments.carried import Accepted, carried
from workflow.text.consolidation.consolidation import Consolidated, consolidate
from workflow.text.consolidation.hand_brackets import open_at
from workflow.text.consolidation.written import says_part
from workflow.text.document.brackets import TITLE, open_brackets, titled
from workflow.text.values.amendment import Amendment, AmendmentKind, Source
from workflow.text.values.block import Block, BlockKind

pytestmark = pytest.mark.unit
REPLACE = AmendmentKind.REPLACE
ADD = AmendmentKind.ADD
REMOVE = AmendmentKind.REMOVE
MOVE = AmendmentKind.MOVE
FIRST, SECOND, THIRD = "The river rose before dawn.", "Keep the gates of the Court open.", "It is a difficult moment."


def text(*paragraphs: str | tuple[str, str]) -> tuple[Block, ...]:
    """Paragraphs of p1, p2, … ("": gone); a new one is given with its id."""
    ids = iter(("p1", "p2", "p3"))
    named = [each if isinstance(each, tuple) else (next(ids), each) for each in paragraphs]
    return tuple(Block(id_, BlockKind.PARAGRAPH, words) for id_, words in named if words)


ISSUED = text(FIRST, SECOND, THIRD)


def words(old: str, new: str, block: str = "p3") -> Amendment:
    start = next(each.text for each in ISSUED if each.id == block).index(old)
    return Amendment("A1", REPLACE, block, start, start + len(old), new)


CRITICAL, SHORTER, OUT = words("difficult", "critical"), words("difficult moment", "moment"), words(" difficult", "")
NEW = Amendment("A1", ADD, "", words="A wholly new paragraph about gates.", after="p1")
GONE, LAST, NAMED = (
    Amendment("A1", REMOVE, "p2"),
    Amendment("A1", MOVE, "p3", after="p2"),
    Amendment("A1", REPLACE, TITLE, 0, 8, "Open the gates"),
)
FIRST_LAST = replace(LAST, block="p1")
LIKE = "A wholly new paragraph on gates."


def made(
    asked: Amendment, draft: tuple[Block, ...], answer: str, title: str = "On gates", to: tuple[Block, ...] = ISSUED
) -> Consolidated:
    issued, written = titled("On gates", ISSUED), titled(title, draft)
    given = [Accepted(asked, titled("On gates", to) if to else (), answer == "accepted", answer == "bracketed")]
    return consolidate(issued, written, given, iter(f"n{at}" for at in range(9)).__next__, "en")


def third(now: str) -> tuple[Block, ...]:
    return text(FIRST, SECOND, now)


TABLE = [
    # asked, answer, draft, applied ("machine", "hand", "no")
    (CRITICAL, "accepted", ISSUED, "machine"),
    (CRITICAL, "accepted", third("It is a critical moment."), "hand"),
    (CRITICAL, "accepted", third("It is a hypercritical moment."), "no"),
    (CRITICAL, "accepted", third("It is a hard moment."), "no"),
    (words("moment", "moment now"), "accepted", third("It is not a difficult moment now."), "hand"),
    (CRITICAL, "part", ISSUED, "machine"),
    (CRITICAL, "part", third("A critical hour, then."), "hand"),
    (CRITICAL, "part", third("A hypercritical hour."), "no"),
    (CRITICAL, "part", text(FIRST, "A critical gate.", "A hard hour."), "no"),
    (CRITICAL, "part", third("It is a difficult critical moment."), "hand"),
    (words(THIRD, "critical"), "part", third("It is a critical difficult moment."), "hand"),
    (words("Keep the gates", "gates", "p2"), "part", text(FIRST, "The gates are open.", THIRD), "hand"),
    (words("Keep the gates", "gates", "p2"), "part", text(FIRST, "Nobody investigates.", THIRD), "no"),
    (CRITICAL, "bracketed", ISSUED, "machine"),
    (CRITICAL, "bracketed", third("It is a [difficult] [critical] moment."), "open"),
    (CRITICAL, "bracketed", third("It is a [difficult moment] [moment]."), "no"),
    (CRITICAL, "bracketed", third("It is a [hard moment] [moment]."), "no"),
    (CRITICAL, "bracketed", third("It is a [difficult moment] [never so critical a moment]."), "open"),
    (CRITICAL, "bracketed", third("It is a [difficult moment] [decisive moment]."), "no"),
    (CRITICAL, "bracketed", third("It is a [hard] [hypercritical] moment."), "no"),
    (CRITICAL, "bracketed", third("It is a critical moment."), "no"),
    (words("difficult moment", "critical moment"), "bracketed", third("It is [a hard] [a critical] moment."), "open"),
    (words("difficult", "or"), "bracketed", third("It is [before us] [a hard moment]."), "no"),
    (SHORTER, "bracketed", third("It is a [difficult moment] [moment]."), "open"),
    (SHORTER, "bracketed", third("It is a [difficult moment] [critical moment]."), "open"),
    (SHORTER, "bracketed", third("It is a [hard moment] [grave hour]."), "no"),
    (SHORTER, "bracketed", third("It is a [difficult] moment."), "open"),
    (OUT, "accepted", ISSUED, "machine"),
    (OUT, "accepted", third("It is the moment."), "hand"),
    (OUT, "accepted", third("It is the difficult hour."), "no"),
    (OUT, "bracketed", ISSUED, "machine"),
    (OUT, "bracketed", third("It was a [difficult] moment."), "open"),
    (OUT, "bracketed", third("It was a [difficult moment] [moment]."), "open"),
    (OUT, "bracketed", third("It was [hard] [a critical moment]."), "no"),
    (NEW, "accepted", ISSUED, "machine"),
    (NEW, "accepted", text(FIRST, ("n1", NEW.words), SECOND, THIRD), "hand"),
    (NEW, "accepted", text(FIRST, ("n1", LIKE), SECOND, THIRD), "alike"),
    (NEW, "accepted", text(f"{FIRST} {NEW.words}", SECOND, THIRD), "alike"),
    (NEW, "accepted", text(FIRST, SECOND, THIRD, ("n1", NEW.words)), "alike"),
    (NEW, "accepted", text(FIRST, ("n1", "Other gates are shut now."), SECOND, THIRD), "machine"),
    (NEW, "accepted", text("", SECOND, THIRD, ("n1", NEW.words)), "hand"),
    (NEW, "accepted", text("", SECOND, THIRD), "no"),
    (replace(NEW, words="A wholly new paragraph"), "part", text(FIRST, ("n1", LIKE), SECOND, THIRD), "hand"),
    (replace(NEW, words="A new paragraph"), "part", ISSUED, "machine"),
    (NEW, "bracketed", ISSUED, "machine"),
    (NEW, "bracketed", text(FIRST, ("n1", f"[{NEW.words}]"), SECOND, THIRD), "open"),
    (NEW, "bracketed", text("", ("n1", f"[{LIKE}]"), SECOND, THIRD), "no"),
    (GONE, "accepted", ISSUED, "machine"),
    (GONE, "accepted", text(FIRST, "", THIRD), "hand"),
    (GONE, "accepted", text(FIRST, "Keep the gates shut.", THIRD), "no"),
    (GONE, "accepted", text(f"{FIRST} {SECOND}", "", THIRD), "no"),
    (LAST, "accepted", ISSUED, "machine"),
    (replace(LAST, after=""), "accepted", (ISSUED[2], ISSUED[0], ISSUED[1]), "hand"),
    (FIRST_LAST, "accepted", (ISSUED[1], *text(("n1", "New.")), ISSUED[0], ISSUED[2]), "hand"),
    (replace(LAST, after="p1"), "accepted", text("", SECOND, THIRD), "no"),
    (FIRST_LAST, "accepted", (ISSUED[1], ISSUED[2], ISSUED[0]), "no"),
    (replace(LAST, after="p1"), "accepted", (ISSUED[1], ISSUED[0], ISSUED[2]), "hand"),
    (replace(LAST, after="p1"), "accepted", (ISSUED[2], ISSUED[1]), "hand"),
    (replace(LAST, after="p1"), "accepted", text(FIRST, SECOND, ""), "no"),
    (replace(LAST, after="p1"), "accepted", text(FIRST, ("n1", THIRD), SECOND), "hand"),
    (replace(LAST, after="p1"), "accepted", text(FIRST, SECOND, ("n1", THIRD)), "no"),
]  # fmt: skip


@pytest.mark.parametrize(("asked", "answer", "draft", "said"), TABLE)
def test_what_is_said_of_every_kind_and_answer(
    asked: Amendment, answer: str, draft: tuple[Block, ...], said: str
) -> None:
    found = made(asked, draft, answer)
    assert found.unapplied == (("A1",) if said in ("no", "alike") else ())
    assert found.by_hand == (("A1",) if said == "hand" else ())
    assert found.alike == (("A1",) if said == "alike" else ())
    assert (found.blocks == draft) is (said != "machine") or asked.kind is MOVE
    assert any(source.refs == ("A1",) for source in found.sources) is (said not in ("no", "alike"))


@pytest.mark.parametrize(
    ("asked", "answer", "title", "reads", "left"),
    [
        ("Open the gates", "accepted", "On gates", "Open the gates", ()),
        ("Open the gates", "accepted", "Open the gates", "Open the gates", ()),
        ("Open the gates", "accepted", "Open the gates now", "Open the gates now", ()),
        ("Open gates", "part", "On gates", "Open gates", ()),
        ("all gates", "part", "Opening all gates", "Opening all gates", ()),
        ("gates", "part", "On what investigates", "On what investigates", ("A1",)),
        ("The people's gates", "accepted", "The people’s gates", "The people’s gates", ()),
    ],
)
def test_a_title_is_the_one_accepted_and_holds_the_words_taken_of_another(
    asked: str, answer: str, title: str, reads: str, left: tuple[str, ...]
) -> None:
    found = made(replace(NAMED, words=asked), ISSUED, answer, title)
    assert (found.title, found.unapplied, bool(found.sources)) == (reads, left, not left)


def test_a_title_taken_in_part_is_said_by_the_one_accepted_in_full() -> None:
    text = titled("On gate", ISSUED)
    asked = replace(NAMED, end=7)
    given = [Accepted(asked, text), Accepted(replace(asked, ref="A2", words="gates"), text, in_full=False)]
    found = consolidate(text, text, given, str)
    assert (found.title, found.unapplied) == ("Open the gates", ())
    assert {ref for each in found.sources for ref in each.refs} == {"A1", "A2"}


@pytest.mark.parametrize(
    ("asked", "draft", "left"),
    [
        # the paragraph was placed at p1 as such, or its words nowhere
        (replace(CRITICAL, block="p1"), ISSUED, ("A1",)),
        (replace(CRITICAL, block="p1"), text("A critical dawn.", SECOND, THIRD), ()),
        (replace(CRITICAL, block="p1"), text(FIRST, "A critical gate.", THIRD), ("A1",)),
        (replace(CRITICAL, block=""), text(FIRST, "A critical gate.", THIRD), ()),
        (replace(CRITICAL, block=""), text(FIRST, "A hypercritical gate.", THIRD), ("A1",)),
        (replace(OUT, block=""), ISSUED, ()),
        (replace(OUT, block="p1"), ISSUED, ("A1",)),
        (replace(OUT, block="p1"), text("It rose.", SECOND, THIRD), ()),
        (replace(GONE, block="p9"), ISSUED, ()),
        (replace(LAST, block="p9"), ISSUED, ("A1",)),
    ],
)
def test_what_has_lost_its_place_is_said_where_it_was_placed(
    asked: Amendment, draft: tuple[Block, ...], left: tuple[str, ...]
) -> None:
    assert made(asked, draft, "accepted", to=()).unapplied == left


def test_words_of_a_paragraph_that_was_joined_to_another_are_said_there() -> None:
    assert made(CRITICAL, text(FIRST, f"{SECOND} It is a critical moment.", ""), "accepted").by_hand == ("A1",)
    assert made(CRITICAL, text(FIRST, f"{SECOND} {THIRD} Critical.", ""), "accepted").unapplied == ()
    assert made(CRITICAL, text(FIRST, SECOND, ""), "accepted").unapplied == ("A1",)


def test_of_two_paragraphs_alike_the_one_that_was_written_is_not_taken_for_the_other() -> None:
    other = replace(NEW, ref="A2", words=LIKE, after="p2")
    given = [Accepted(NEW, ISSUED), Accepted(other, ISSUED)]
    found = consolidate(ISSUED, text(FIRST, ("n1", NEW.words), SECOND, THIRD), given, lambda: "n2", "en")
    assert (found.unapplied, [block.text for block in found.blocks]) == ((), [FIRST, NEW.words, SECOND, LIKE, THIRD])


def test_several_paragraphs_in_brackets_are_each_put_down_to_the_one_who_proposed_them() -> None:
    two = replace(NEW, words="Pay the Court.\n\nThank the states.")
    draft = text(FIRST, ("n1", "[Pay the Court.]"), ("n2", "[Thank the states.]"), SECOND, THIRD)
    assert [passage.block for passage, _ in open_at(draft, two)] == ["n1", "n2"]
    assert open_at(draft[:2], two) == []


def test_all_words_of_a_new_paragraph_in_brackets_are_put_down_to_the_one_who_proposed_it() -> None:
    found = made(NEW, text(FIRST, ("n1", f"[{NEW.words}]"), SECOND, THIRD), "bracketed")
    assert found.sources == (Source("n1", 0, len(NEW.words) + 2, ("A1",), ADD),)


def test_words_that_would_only_go_stand_behind_nothing_in_their_place() -> None:
    draft = third("It was a [difficult] moment.")
    ((passage, at),) = open_at(draft, OUT, ISSUED)
    assert ((passage,), at.start, at.words) == (open_brackets(draft), passage.start, "")
    assert open_at(third("It is a [difficult] [very difficult] moment."), OUT, ISSUED)
    for still in ("[difficult moment] [difficult hour]", "[hard] [grave] but difficult", "[hard]"):
        assert open_at(third(still), OUT, ISSUED) == []
    assert open_at(third("[difficult moment] [grave hour]"), SHORTER, ISSUED) == []


@pytest.mark.parametrize(
    ("taken", "now", "expected"),
    [
        ("gates", "Nobody investigates.", False),
        ("The Gates,", "shut the gates; now", True),
        ("l’eau", "toute l'eau du fleuve", True),
        ("", "Nobody investigates.", False),
        ("المحكمة", "قالت المحكمة ذلك", True),
        ("حكم", "قالت المحكمة ذلك", False),
    ],
)  # fmt: skip
def test_a_part_is_said_by_whole_words(taken: str, now: str, expected: bool) -> None:
    assert says_part(third(now), ISSUED, words("difficult", taken)) is expected


def test_an_amendment_is_carried_where_its_words_stand_and_keeps_its_place_in_its_own_text() -> None:
    later = text(FIRST, SECOND, f"Friends: {THIRD}")
    same, moved, lost = carried(
        [Accepted(CRITICAL, later), Accepted(CRITICAL, ISSUED), Accepted(CRITICAL, text(FIRST))], later
    )
    assert same is CRITICAL and lost is None
    assert moved and later[2].text[moved.start : moved.end] == "difficult"


@pytest.mark.parametrize("order", [("p2", "p3"), ("p3", "p2")])
def test_paragraphs_moved_to_one_place_stand_there_in_any_order(order: tuple[str, str]) -> None:
    issued = (*ISSUED, Block("p4", BlockKind.PARAGRAPH, "We close."), Block("p5", BlockKind.PARAGRAPH, "We sign."))
    asked = [Amendment(f"A{n}", MOVE, f"p{n}", after="p4") for n in (2, 3)]
    of = {block.id: block for block in issued}
    draft = tuple(of[id_] for id_ in ("p1", "p4", *order, "p5"))
    for given in (asked, asked[:1], asked[1:]):
        found = consolidate(issued, draft, [Accepted(each, issued) for each in given], str, "en")
        assert (found.unapplied, found.blocks) == ((), draft)


def test_words_that_one_takes_out_and_another_puts_in_elsewhere_are_both_said_where_the_hand_moved_them() -> None:
    cuts, issued = "the long budget cuts ", text("We regret the long budget cuts today and call for more.", SECOND)
    end = issued[0].text.index(" and")
    asked = [
        Amendment("A1", REPLACE, "p1", 10, 10 + len(cuts), ""),
        Amendment("A2", REPLACE, "p1", end, end, cuts.strip()),
        replace(words("gates", "doors", "p2"), ref="A3"),
    ]
    draft = text("We regret today the long budget cuts and call for less.", "Keep the doors of every Court open.")
    found = consolidate(issued, draft, [Accepted(each, issued) for each in asked], str, "en")
    assert (found.unapplied, found.by_hand, found.blocks) == ((), ("A1", "A2", "A3"), draft)


@pytest.mark.parametrize("asked", [NEW, FIRST_LAST])
def test_what_the_version_issued_last_has_already_is_not_made_once_more(asked: Amendment) -> None:
    issued = apply(ISSUED, [asked], lambda: "n1").blocks
    found = consolidate(issued, issued, [Accepted(asked, ISSUED)], lambda: "n2", "en")
    assert (found.blocks, found.by_hand, found.unapplied) == (issued, ("A1",), ())
