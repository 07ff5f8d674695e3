"""What a person has looked at: only what stood on the screen, and only as it then was."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import count

import pytest
from sqlalchemy import Engine, select

from tests import calls, posting
from tests.races import at_once
from tests.rooms import CLOSES, Room, furnished, furnished_open
from workflow import database as record
from workflow.models.item import CoProposer, Item
from workflow.models.looking import Look, SeenItem
from workflow.models.person import Person
from workflow.queries.home import statement_list
from workflow.queries.home.home import home
from workflow.rules.shared.names import Viewer
from workflow.rules.shared.refusals import NotFound
from workflow.services.consultation import consulting
from workflow.services.items import looking, replying
from workflow.text.document import parse


@pytest.fixture
def room(database: Engine) -> Iterator[Room]:
    """A consultation that is open, in which Dana has sent C1, C2 and C3 a minute ago."""
    with furnished_open() as opened:
        for _ in range(3):
            comment(opened)
        opened.clock.pass_by(minutes=1)
        yield opened


NUMBERS = count(1)  # the same words at the same place are one item


def comment(room: Room, who: str = "dana", **facts: object) -> Item:
    made: Item = room.do(
        who, posting.post_comment, version=1, body=f"Say more {next(NUMBERS)}.", language="en", **facts
    )
    return made


def see(room: Room, *items: str, who: str = "nadia", at: datetime | None = None) -> int:
    keys = [each if len(each) > 3 else room.item(each).key for each in items]
    done: int = room.do(who, looking.mark_items_seen, items=keys, at=at or room.clock())
    return done


def fresh(room: Room, who: str = "nadia") -> int:
    """How many items the home page says are new to that person."""
    with record.reading() as session:
        person = session.get_one(Person, room.people[who])
        found = home(session, Viewer(person.id, person.organisation_id, False))
    return next(work.fresh for work in (*found.to_comment, *found.to_write, *found.coming) if work.key == room.key)


def seen() -> dict[int, datetime]:
    with record.reading() as session:
        return {row.item_id: row.at for row in session.scalars(select(SeenItem))}


def test_only_what_stood_on_the_screen_stops_being_new(room: Room) -> None:
    assert fresh(room) == 3
    assert see(room, "C1", "C3") == 2
    assert fresh(room) == 1
    assert set(seen()) == {room.item("C1").id, room.item("C3").id}


def test_what_one_person_has_seen_is_still_new_to_others(room: Room) -> None:
    see(room, "C1", "C2", "C3", who="nadia")
    assert (fresh(room, "nadia"), fresh(room, "fred"), fresh(room, "sara")) == (0, 3, 3)


def test_ones_own_organisation_s_items_are_never_new(room: Room) -> None:
    assert (fresh(room, "dana"), fresh(room, "dilip")) == (0, 0)
    room.do("nadia", replying.post_reply, item="C1", body="Where?", language="en")
    assert fresh(room, "dana") == 0


def test_what_happened_after_the_page_was_made_stays_new(room: Room) -> None:
    made = room.clock()
    room.clock.pass_by(minutes=1)
    room.do("fred", replying.post_reply, item="C2", body="Where?", language="en")
    see(room, "C1", "C2", "C3", at=made)
    assert fresh(room) == 1


def test_what_was_seen_is_new_again_once_something_happens_to_it(room: Room) -> None:
    see(room, "C1", "C2", "C3")
    room.clock.pass_by(minutes=1)
    room.do("fred", replying.post_reply, item="C2", body="Where?", language="en")
    assert fresh(room) == 1
    see(room, "C2")
    assert fresh(room) == 0


def test_a_page_that_was_made_earlier_takes_nothing_back(room: Room) -> None:
    see(room, "C1")
    see(room, "C1", at=room.clock() - timedelta(hours=1))
    assert seen() == {room.item("C1").id: room.clock()}


def test_nobody_has_seen_what_is_still_to_happen(room: Room) -> None:
    see(room, "C1", at=room.clock() + timedelta(days=1))
    assert seen() == {room.item("C1").id: room.clock()}


def test_what_is_kept_private_or_of_another_statement_is_passed_over(room: Room) -> None:
    kept, private = comment(room, keep=True), comment(room, private=True)
    assert see(room, kept.key, private.key, "bcdfghjkmn") == 0
    assert see(room, private.key, who="sara") == 1
    assert set(seen()) == {private.id}
    assert (fresh(room), fresh(room, "sara")) == (3, 3)


def test_in_a_blind_consultation_others_items_are_neither_new_nor_seen(database: Engine) -> None:
    with furnished() as room:
        room.do("sara", calls.open_consultation, closes_at=CLOSES, blind=True)
        comment(room)
        assert (fresh(room), fresh(room, "sara")) == (0, 1)
        assert see(room, "C1") == 0
        room.do("sara", consulting.close_consultation)
        assert see(room, "C1") == 1


def test_an_outsider_has_seen_nothing(database: Engine) -> None:
    with furnished() as room, pytest.raises(NotFound):
        see(room, "bcdfghjkmn", who="nadia")


def test_the_first_look_counts(room: Room) -> None:
    first = room.clock()
    for _ in range(2):
        with room.acting("nadia") as (session, person):
            looking.look(session, person.id, room.version(1))
        room.clock.pass_by(minutes=1)
    with record.reading() as session:
        assert [row.first_at for row in session.scalars(select(Look))] == [first]


def test_two_windows_that_say_the_same_at_once_keep_it_once(room: Room) -> None:
    keys, at = [room.item("C1").key, room.item("C2").key], room.clock()

    def tell() -> int:
        told: int = room.do("nadia", looking.mark_items_seen, items=keys, at=at)
        return told

    assert at_once(tell, tell, tell) == [2, 2, 2]
    assert set(seen()) == {room.item("C1").id, room.item("C2").id}


def test_an_amendment_in_one_s_own_name_as_well_is_never_new(room: Room) -> None:
    with record.transaction() as session:
        session.add(CoProposer(item_id=room.item("C1").id, organisation_id=room.organisations["nahr"]))
    assert (fresh(room, "nadia"), fresh(room, "fred")) == (2, 3)


def test_who_holds_the_pen_of_another_statement_hears_of_no_private_item(room: Room) -> None:
    comment(room, private=True)
    before = fresh(room, "fred"), listed(room, "fred")
    with room.acting("fred") as (session, fred):
        calls.create_statement(session, fred, title="Another", occasion="", blocks=parse("Words."), language="en")
    assert (fresh(room, "fred"), listed(room, "fred")) == before == (3, 3)
    assert fresh(room, "sara") == 4


def listed(room: Room, who: str) -> int:
    """How many items the list of statements says are new to that person."""
    with record.reading() as session:
        person = session.get_one(Person, room.people[who])
        found = statement_list.list_statements(session, Viewer(person.id, person.organisation_id, False))
    return next(line.fresh for line in found.lines if line.key == room.key)
