"""Answers that no version holds lapse with what they were about: changed words, a withdrawal, a common wording."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, select

from tests import calls, posting
from tests.conflicts import CONFLICT, agrees, handed, offers, response, says, shown
from tests.consolidations import answer, as_it_will_read, consolidation, disposition, issue, references, texts
from tests.rooms import CLOSES, Room
from tests.services.consultations import events
from workflow import database as record
from workflow.models.item import PastDisposition
from workflow.rules.consolidation.dispositions import DispositionKind
from workflow.rules.consolidation.refusals import NotDealtWith, OthersRely, RewordedSince
from workflow.rules.notifications.events import EventKind
from workflow.services.consultation import consulting
from workflow.services.items import revising, sending

LATER = CLOSES + timedelta(days=1)
THIRD: dict[str, Any] = {"paragraph": 3, "words": "This is", "proposal": "It is", "by": "lucie"}


@pytest.fixture
def room(database: Engine) -> Iterator[Room]:
    """Dana's A1 and Fred's A2 about the same words, and Lucie's A3."""
    with consolidation(*CONFLICT, THIRD) as furnished:
        yield furnished


def reopened(room: Room) -> None:
    room.do("sara", consulting.reopen_consultation, closes_at=LATER, reason="Two organisations could not sign in.")


def edited(room: Room, **facts: Any) -> None:
    item = room.item("A1")
    facts = {"proposal": item.proposal, "body": item.body, **facts}
    room.do(
        "dana",
        posting.edit_item,
        item="A1",
        seen=sending.sign(item),
        version=1,
        language="en",
        after=None,
        **facts,
    )


def closed(room: Room) -> None:
    room.do("sara", consulting.close_consultation)


def past(room: Room, item: str) -> list[str]:
    with record.reading() as session:
        of_it = select(PastDisposition).where(PastDisposition.item_id == room.item(item).id)
        return [each.kind.value for each in session.scalars(of_it.order_by(PastDisposition.id))]


def told(room: Room) -> list[tuple[str, str]]:
    """The answers that fell away by the record, each with who did it."""
    who = {id_: name for name, id_ in room.people.items()}
    return [(each.data["reference"], who[each.person_id]) for each in events(EventKind.DISPOSITION_LAPSED)]


def test_words_changed_in_a_reopened_consultation_wait_for_an_answer_anew(room: Room) -> None:
    answer(room, "A1", "accepted")
    reopened(room)
    edited(room, proposal="hopeless")
    closed(room)
    assert disposition(room, "A1") is None
    assert past(room, "A1") == ["accepted"]
    assert told(room) == [("A1", "dana")]
    assert "hopeless" not in " ".join(texts(as_it_will_read(room).blocks))
    with pytest.raises(NotDealtWith) as refused:
        issue(room)
    assert "A1" in refused.value.refs


def test_another_reason_leaves_the_answer(room: Room) -> None:
    answer(room, "A1", "accepted")
    reopened(room)
    edited(room, body="It says it better.")
    assert disposition(room, "A1") is not None
    assert told(room) == []


def test_what_an_organisation_said_of_a_lapsed_answer_is_not_said_of_the_next(room: Room) -> None:
    answer(room, "A1", "noted")
    shown(room, "A1", hours=200)
    says(room, "dana", "A1", "agrees")
    reopened(room)
    edited(room, proposal="hopeless")
    closed(room)
    answer(room, "A1", "noted")
    given, said = disposition(room, "A1"), response(room, "A1", "dana")
    assert given is not None
    assert said is not None
    assert given.serial > said.serial
    answer(room, "A1", "deferred")
    assert past(room, "A1") == ["noted", "noted"]


def test_a_withdrawn_amendment_keeps_no_answer_and_overtakes_nothing(room: Room) -> None:
    answer(room, "A1", "accepted")
    answer(room, "A2", "overtaken", other="A1")
    answer(room, "A3", "noted")
    reopened(room)
    room.do("dana", revising.withdraw_item, item="A1")
    closed(room)
    assert (disposition(room, "A1"), disposition(room, "A2")) == (None, None)
    assert past(room, "A2") == ["overtaken"]
    assert told(room) == [("A1", "dana"), ("A2", "dana")]
    assert disposition(room, "A3") is not None
    with pytest.raises(NotDealtWith) as refused:
        issue(room)
    assert refused.value.refs == ["A2"]


def test_what_an_amendment_overtook_waits_again_once_a_common_one_takes_its_place(room: Room) -> None:
    answer(room, "A1", "accepted")
    answer(room, "A3", "overtaken", other="A1")
    _agreed(room)
    assert references(room)[:4] == ["A1", "A2", "A3", "A4"]
    assert [disposition(room, each).kind.value for each in ("A1", "A2")] == ["overtaken", "overtaken"]  # type: ignore[union-attr]
    assert disposition(room, "A3") is None
    assert told(room) == [("A3", "fred")]


def test_a_common_amendment_on_which_another_relies_is_not_refused_alone(room: Room) -> None:
    _agreed(room)
    answer(room, "A4", "accepted")
    answer(room, "A3", "overtaken", other="A4")
    with pytest.raises(OthersRely) as refused:
        answer(room, "A4", "not_accepted", reason="The Committee will not have it.")
    assert refused.value.others == ["A3"]
    answer(room, "A3", "noted")
    answer(room, "A4", "not_accepted", reason="The Committee will not have it.")


def _agreed(room: Room) -> None:
    conflict = handed(room)
    offers(room, "dana", conflict)
    agrees(room, "fred", conflict)


def test_an_item_whose_words_changed_is_not_answered_from_a_page_that_showed_the_former_ones(room: Room) -> None:
    reopened(room)
    edited(room, proposal="hopeless")
    closed(room)
    with pytest.raises(RewordedSince) as refused:
        room.do("sara", calls.dispose, item="A1", kind=DispositionKind.ACCEPTED, wording=1)
    assert refused.value.refs == ["A1"]
    assert disposition(room, "A1") is None
    room.do("sara", calls.dispose, item="A1", kind=DispositionKind.ACCEPTED, wording=2)
    assert disposition(room, "A1") is not None
