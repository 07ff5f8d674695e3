"""The table of responses: every issued answer, for whom it may be, in the order of what is shown."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Engine, select, update

from tests import posting
from tests.consolidations import COMMENT, CRITICAL, SALUTE, answer, consolidation, issue
from tests.queries.room.test_room import seen_by
from tests.rooms import Room, furnished_open
from tests.services.statements.test_placements import comment
from tests.services.statements.test_placements import issue as rewrite
from workflow import database as record
from workflow.models.item import CoProposer, Disposition, Item, ItemState
from workflow.models.label import Label
from workflow.models.placement import Placement
from workflow.models.version import Edition
from workflow.queries.consolidation.response_table import By, Chosen, ResponsePart, ResponseTable, register
from workflow.rules.consolidation.dispositions import DispositionKind
from workflow.rules.items.kinds import AMENDING, ItemKind
from workflow.text.document import numbers
from workflow.text.values import Block, Verdict

PRIVATE: dict[str, Any] = {"paragraph": 2, "comment": "Between us: who pays?", "by": "lucie"}
HIDDEN: dict[str, Any] = {"paragraph": 1, "words": "twice", "proposal": "three times", "by": "elena"}


@contextmanager
def answered() -> Iterator[Room]:
    """Version 2: A1 (Delta) accepted, A2 (Lacs) not, A3 (Estero, protected) accepted, C1 noted, C2 (Lacs) private.

    C3 (Nahr) stays open; C4 (Fen) was withdrawn.
    """
    items = (CRITICAL, SALUTE, HIDDEN, COMMENT, PRIVATE)
    with consolidation(*items, {"comment": "And then?", "by": "nadia"}, {"comment": "No.", "by": "fred"}) as room:
        with record.transaction() as session:
            session.execute(update(Item).where(Item.kind == ItemKind.COMMENT, Item.number == 2).values(private=True))
            session.execute(
                update(Item).where(Item.kind == ItemKind.COMMENT, Item.number == 4).values(state=ItemState.WITHDRAWN)
            )
        for item, kind in (("A1", "accepted"), ("A2", "not_accepted"), ("A3", "accepted"), ("C1", "noted")):
            answer(room, item, kind, reason="It is so.")
        answer(room, "C2", "noted", reason="The fund.")
        issue(room, carry_over=True)
        yield room


@pytest.fixture
def room(database: Engine) -> Iterator[Room]:
    """The register as `answered` makes it, on each database."""
    with answered() as here:
        yield here


def read(room: Room, who: str, chosen: Chosen | None = None, **facts: Any) -> ResponseTable:
    stand = seen_by(room, who)
    with record.reading() as session:
        return register(session, stand, chosen or Chosen(), **facts)


def references(found: ResponseTable) -> list[str]:
    return [line.reference for part in found.parts for line in part.lines]


def heads(found: ResponseTable) -> list[tuple[str, list[str]]]:
    def name(part: ResponsePart) -> str:
        return (part.who.who.name or part.who.who.code or "–") if part.who else part.place

    return [(name(part), [line.reference for line in part.lines]) for part in found.parts]


def version_blocks(room: Room, number: int) -> tuple[Block, ...]:
    """The text of that version."""
    with record.reading() as session:
        return session.scalars(select(Edition.blocks).where(Edition.version_id == room.version(number))).one()


def code(room: Room) -> str:
    with record.reading() as session:
        return session.scalars(select(Label.code)).one()


def test_every_issued_answer_stands_in_the_order_of_the_text(room: Room) -> None:
    found = read(room, "fred")
    assert heads(found) == [
        ("text", ["C4"]),
        ("paragraph", ["C1", "A3"]),
        ("paragraph", ["A2"]),
        ("paragraph", ["A1"]),
    ]
    assert (found.total, found.waiting) == (5, 1)
    assert dict(found.counts) == {
        DispositionKind.ACCEPTED: 2,
        DispositionKind.NOT_ACCEPTED: 1,
        DispositionKind.NOTED: 1,
        DispositionKind.WITHDRAWN: 1,
    }


def test_items_stand_where_they_stand_now_and_under_gone_where_their_words_are_nowhere(database: Engine) -> None:
    with furnished_open() as room:
        away = comment(room, "dana", "", 1)
        gone = comment(room, "dana", "", 3)
        whole = room.do("dana", posting.post_comment, block=None, version=1, body="Well.", language="en", words="")
        first, target = room.blocks()[1].id, room.blocks()[2].id
        rewrite(room, {room.blocks()[3].id: ""})
        for item in (away, gone, whole):
            answer(room, item.reference, "noted", reason="It is so.")
        issue(room, carry_over=True)
        newest = room.version(3)
        with record.transaction() as session:
            session.execute(
                update(Placement)
                .where(Placement.item_id == away.id, Placement.version_id == newest)
                .values(block=target, verdict=Verdict.MOVED)
            )
        found = read(room, "fred")
        assert [(part.place, part.block, [line.reference for line in part.lines]) for part in found.parts] == [
            ("text", "", [whole.reference]),
            ("paragraph", target, [away.reference]),
            ("gone", "", [gone.reference]),
        ]
        (line,) = found.parts[1].lines
        assert line.block == first, "the line still says what it was about"
        assert line.number == numbers(version_blocks(room, 1))[first]


def test_items_of_a_paragraph_stand_by_their_words_then_number_and_one_that_would_follow_it_last(
    database: Engine,
) -> None:
    added = {"kind": ItemKind.ADD, "paragraph": None, "after": 2, "proposal": "We ask for more."}
    states = {"paragraph": 2, "words": "states", "proposal": "all states"}
    with consolidation(added, SALUTE, states, {**states, "proposal": "states and cities"}) as room:
        for number in range(1, 5):
            answer(room, f"A{number}", "not_accepted", reason="It is so.")
        issue(room)
        assert references(read(room, "fred")) == ["A3", "A4", "A2", "A1"]
        assert references(read(room, "fred", Chosen(by=By.ORGANISATION))) == ["A1", "A3", "A4", "A2"]


def test_a_new_paragraph_at_the_beginning_is_not_about_the_whole_text(database: Engine) -> None:
    first = {"kind": ItemKind.ADD, "paragraph": None, "after": -1, "proposal": "Before all else."}
    with consolidation(first, {"comment": "Well said.", "by": "lucie"}) as room:
        for item in ("A1", "C1"):
            answer(room, item, "not_accepted" if item == "A1" else "noted", reason="It is so.")
        issue(room)
        places = [
            (part.place, part.block, [line.reference for line in part.lines]) for part in read(room, "fred").parts
        ]
        assert places == [("text", "", ["C1"]), ("paragraph", room.blocks()[0].id, ["A1"])]


def test_a_private_item_is_there_for_its_own_organisation_alone_and_for_no_penholder(room: Room) -> None:
    assert "C2" in references(read(room, "lucie"))
    for who in ("fred", "dana", "elena", "sara", "sol"):
        found = read(room, who)
        assert "C2" not in references(found), who
        assert found.counts[DispositionKind.NOTED] == 1, who
    (line,) = [line for part in read(room, "lucie").parts for line in part.lines if line.reference == "C2"]
    assert (line.private, line.because) == (True, "The fund.")


def test_every_organisation_finds_every_item_of_its_own(room: Room) -> None:
    own = {"dana": ["A1"], "lucie": ["A2", "C1", "C2"], "elena": ["A3"], "fred": ["C4"]}
    for who, items in own.items():
        found = read(room, who, Chosen(by=By.ORGANISATION))
        (part,) = [part for part in found.parts if part.who and part.who.who.ours]
        assert [line.reference for line in part.lines] == items, who


def test_an_answer_that_was_not_issued_is_nobody_s_not_even_a_penholder_s(room: Room) -> None:
    answer(room, "C3", "noted")
    for who in ("sara", "fred", "nadia"):
        assert "C3" not in references(read(room, who))
    issue(room)
    found = read(room, "fred")
    assert (references(found).count("C3"), found.waiting, found.versions) == (1, 0, (2, 3))


def test_by_organisation_a_protected_one_stands_under_its_label_and_where_that_sorts(room: Room) -> None:
    found = read(room, "fred", Chosen(by=By.ORGANISATION))
    names = [part.who.who for part in found.parts if part.who]
    assert [name.sorting for name in names] == sorted(name.sorting for name in names)
    assert (code(room), ["A3"]) in heads(found)
    assert "Vigías del Estero" not in [name.name for name in names]
    assert ("Vigías del Estero", ["A3"]) in heads(read(room, "sara", Chosen(by=By.ORGANISATION)))


def test_an_organisation_is_chosen_as_the_viewer_may_name_it(room: Room) -> None:
    label = code(room)
    for who in ("fred", "elena", "sara"):
        assert label in [each.address for each in read(room, who).organisations]
        assert references(read(room, who, Chosen(organisation=label))) == ["A3"]
    with record.reading() as session:
        found = session.scalars(select(Item).where(Item.kind.in_(AMENDING), Item.number == 3)).one()
        hidden = str(found.organisation_id)
    for guess in (hidden, "Vigías", "xqz"):
        assert read(room, "fred", Chosen(organisation=guess)).total == 0


@pytest.mark.parametrize(
    ("chosen", "items"),
    [
        (Chosen(outcome=DispositionKind.ACCEPTED), ["A3", "A1"]),
        (Chosen(outcome=DispositionKind.WITHDRAWN), ["C4"]),
        (Chosen(amends=False), ["C4", "C1"]),
        (Chosen(amends=True, outcome=DispositionKind.NOT_ACCEPTED), ["A2"]),
        (Chosen(version=2), ["C1", "A3", "A2", "A1"]),
        (Chosen(version=3), []),
    ],
)
def test_the_register_is_filtered(room: Room, chosen: Chosen, items: list[str]) -> None:
    assert references(read(room, "fred", chosen)) == items


def test_it_comes_in_pages_and_as_a_whole(room: Room) -> None:
    pages = [references(read(room, "fred", page=number, size=2)) for number in (1, 2, 3)]
    assert pages == [["C4", "C1"], ["A3", "A2"], ["A1"]]
    assert read(room, "fred", page=9, size=2).page == 3
    assert len(references(read(room, "fred", size=None))) == 5


def test_an_item_of_several_names_all_and_stands_under_each(room: Room) -> None:
    with record.transaction() as session:
        item = room.item("A1").id
        for house in ("nahr", "estero"):
            session.add(CoProposer(item_id=item, organisation_id=room.organisations[house]))
    found = read(room, "fred", Chosen(by=By.ORGANISATION))
    assert found.total == 5, "it is one item"
    assert ("أصوات النهر", ["A1"]) in heads(found)
    assert (code(room), ["A1", "A3"]) in heads(found)
    (line,) = [line for part in read(room, "fred").parts for line in part.lines if line.reference == "A1"]
    assert {who.name or who.code for who in line.who} == {"Delta Observatory", "أصوات النهر", code(room)}
    assert references(read(room, "fred", Chosen(organisation=code(room)))) == ["A3", "A1"]


def test_what_overtook_an_item_is_named_to_those_who_may_know_of_it(room: Room) -> None:
    def overtaken(who: str) -> str:
        (line,) = [line for part in read(room, who).parts for line in part.lines if line.reference == "A2"]
        assert line.other_words == (room.item("A1").proposal if line.other else "")
        return line.other

    with record.transaction() as session:
        given = session.get_one(Disposition, room.item("A2").id)
        given.kind, given.other_id = DispositionKind.OVERTAKEN, room.item("A1").id
    assert overtaken("fred") == "A1"
    with record.transaction() as session:
        session.get_one(Item, room.item("A1").id).private = True
    assert (overtaken("fred"), overtaken("dana")) == ("", "A1")


def test_a_late_comment_is_marked(room: Room) -> None:
    with record.transaction() as session:
        session.get_one(Item, room.item("C1").id).late = True
    late = [line.reference for part in read(room, "fred").parts for line in part.lines if line.late]
    assert late == ["C1"]
