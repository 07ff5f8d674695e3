"""The mail about a version: one for each organisation, with what became of its own items and of those it supports."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import Engine, select

from tests.consolidations import ADD, COMMENT, CRITICAL, DECISION, MOVE, REMOVE, answer, issue, send, write
from tests.decisions import delivery, fan_out_all
from tests.rooms import Room, furnished_open
from workflow import database as record
from workflow import emails
from workflow.app import create_app
from workflow.config import Settings
from workflow.models.event import Delivery, Event
from workflow.models.item import CoProposer, Item
from workflow.rules.notifications.events import EventKind
from workflow.services.consolidation import showing_where
from workflow.services.consultation import consulting
from workflow.services.items import supporting

Mail = Callable[[str], tuple[str, str]]


@pytest.fixture
def room(database: Engine) -> Iterator[Room]:
    """The furnished room with its first consultation open, on each database."""
    with furnished_open() as made:
        yield made


@pytest.fixture
def mail(room: Room, settings: Settings) -> Mail:
    """(text, page) of the mail about the newest version to somebody."""
    app = create_app(settings)

    def letter(name: str) -> tuple[str, str]:
        fan_out_all()
        with app.app_context(), record.transaction() as session:
            made = emails.message_for(session, delivery(name, EventKind.VERSION_ISSUED).id, settings).message
        text, page = (made.get_body((kind,)) for kind in ("plain", "html"))
        assert text is not None and page is not None
        return str(text.get_content()), str(page.get_content())

    return letter


def told(room: Room) -> list[str]:
    """Who gets a mail about a version, by name."""
    fan_out_all()
    names = {id_: name for name, id_ in room.people.items()}
    with record.reading() as session:
        rows = session.scalars(
            select(Delivery.person_id).join(Event).where(Event.kind == EventKind.VERSION_ISSUED)
        ).all()
    return sorted(names[row] for row in rows)


def closed(room: Room, *answers: tuple[str, str, dict[str, Any]]) -> None:
    room.do("sara", consulting.close_consultation)
    for item, kind, facts in answers:
        answer(room, item, kind, **facts)
    issue(room)


def test_those_who_support_an_item_are_told_what_became_of_it(room: Room, mail: Mail) -> None:
    send(room, **CRITICAL)
    send(room, by="lucie", comment="Twice?", paragraph=1)
    for name in ("fred", "lucie"):
        room.do(name, supporting.support, item="A1")
    closed(room, ("A1", "not_accepted", {"reason": "Clear without it."}), ("C1", "noted", {}))
    text, page = mail("fred")
    assert "COMMENTS AND AMENDMENTS THAT YOU SUPPORTED" in text and "point of your organisation" not in text
    assert "A1 · Not accepted" in text and "Clear without it." in text
    text, page = mail("lucie")
    own, supported = text.split("COMMENTS AND AMENDMENTS THAT YOU SUPPORTED")
    assert "C1 · Noted" in own and "A1" not in own
    assert "Words that the amendment changes: difficult Words proposed: critical" in " ".join(supported.split())
    assert "A1 · Not accepted" in supported
    assert page.index("C1") < page.index("Comments and amendments that you supported") < page.index("A1")
    assert "THAT YOU SUPPORTED" not in mail("dana")[0]


def test_each_of_them_gets_one_mail(room: Room) -> None:
    send(room, **CRITICAL)
    send(room, **DECISION)
    for name in ("fred", "lucie", "elena"):
        room.do(name, supporting.support, item="A1")
    closed(room, ("A1", "accepted", {}), ("A2", "overtaken", {"other": "A1"}))
    assert told(room) == ["dana", "dilip", "elena", "fred", "lucie"]


def test_what_overtook_an_item_is_named_and_linked(room: Room, mail: Mail) -> None:
    send(room, **CRITICAL)
    send(room, **DECISION)
    closed(room, ("A1", "accepted", {}), ("A2", "overtaken", {"other": "A1"}))
    text, page = mail("fred")
    assert "A2 · Overtaken by A1" in text and "A1 proposes: critical" in " ".join(text.split())
    assert "A1 proposes:" in page
    assert f'/statements/{room.key}?open=A1#a1">Overtaken by A1</a>' in page


@pytest.mark.parametrize(
    ("item", "says"),
    [
        ({"kind": REMOVE, "paragraph": 3}, "A1 proposes: Proposed: remove this paragraph: This is a difficult moment"),
        (
            {"kind": MOVE, "paragraph": 3, "after": 1},
            "A1 proposes: Proposed: move paragraph 3 after paragraph 1: This is a difficult moment",
        ),
        (
            {"paragraph": 3, "words": "difficult", "proposal": ""},
            "A1 proposes: Proposed: remove these words: difficult",
        ),
        ({"kind": ADD, "after": 2, "proposal": "Pay."}, "A1 proposes: Proposed new paragraph: Pay."),
    ],
)
def test_a_mail_says_what_the_amendment_does_that_overtook_another_one(
    room: Room, mail: Mail, item: dict[str, Any], says: str
) -> None:
    send(room, **item)
    send(room, **DECISION)
    closed(room, ("A1", "accepted", {}), ("A2", "overtaken", {"other": "A1"}))
    assert says in " ".join(mail("fred")[0].split())


@pytest.mark.parametrize(
    ("item", "says"),
    [
        ({"kind": REMOVE, "paragraph": 2}, "Proposed: remove this paragraph:"),
        ({"kind": MOVE, "paragraph": 3, "after": 1}, "Proposed: move paragraph 3 after paragraph 1:"),
        ({"kind": MOVE, "paragraph": 2, "after": -1}, "Proposed: move paragraph 2 to the beginning:"),
        (
            {"kind": MOVE, "paragraph": 2, "after": 0},
            "Proposed: move this paragraph after “Excellencies, ladies and gentlemen,”:",
        ),
        ({"kind": ADD, "paragraph": 2, "after": 2, "proposal": "Pay."}, "Proposed new paragraph:"),
        ({"paragraph": 2, "words": "on states", "proposal": ""}, "Proposed: remove these words:"),
    ],
)
def test_a_mail_says_what_was_asked_for_and_not_only_its_words(
    room: Room, mail: Mail, item: dict[str, Any], says: str
) -> None:
    send(room, **item)
    closed(room, ("A1", "not_accepted", {"reason": "It stays."}))
    text, page = (" ".join(re.sub(r"</?bdi>", "", each).split()) for each in mail("dana"))
    assert says in text and says in page


def test_those_in_whose_name_an_amendment_is_made_too_are_told_as_of_their_own(room: Room, mail: Mail) -> None:
    send(room, **CRITICAL)
    with record.transaction() as session:
        session.add(CoProposer(item_id=room.item("A1").id, organisation_id=room.organisations["lacs"]))
    closed(room, ("A1", "accepted", {}))
    assert "1 point of your organisation was answered." in mail("lucie")[0]


def test_who_once_supported_what_is_now_for_the_penholder_only_is_told_nothing(room: Room) -> None:
    send(room, **CRITICAL)
    room.do("fred", supporting.support, item="A1")
    with record.transaction() as session:
        session.get_one(Item, room.item("A1").id).private = True
    closed(room, ("A1", "noted", {}))
    assert told(room) == ["dana", "dilip"]


def test_what_was_for_the_penholder_only_is_in_the_mail_of_its_own_organisation_alone(room: Room, mail: Mail) -> None:
    send(room, **CRITICAL)
    send(room, by="lucie", comment="Between us: who pays?", paragraph=1)
    with record.transaction() as session:
        session.get_one(Item, room.item("C1").id).private = True
    closed(room, ("A1", "accepted", {}), ("C1", "noted", {"reason": "The fund."}))
    text, page = mail("lucie")
    assert "C1 · Noted" in text and "The fund." in text and "The fund." in page
    for name in ("dana", "dilip"):
        assert not [each for each in mail(name) if "C1" in each or "The fund." in each]
    assert told(room) == ["dana", "dilip", "lucie"]


def test_those_whose_items_are_carried_over_are_told_so(room: Room, mail: Mail) -> None:
    send(room, **CRITICAL)
    send(room, by="fred", comment="Who pays?", paragraph=1)
    send(room, by="elena", comment="Twice?", paragraph=1)
    room.do("lucie", supporting.support, item="C1")
    closed_with_rest(room, ("A1", "accepted", {}))
    assert told(room) == ["dana", "dilip", "elena", "fred"]
    text, page = mail("fred")
    assert "C1 · Carried over" in text and "TO BE ANSWERED IN A LATER VERSION" in text and "was dealt with" not in text
    assert "Carried over" in page and "C2" not in text and "C1" not in mail("dana")[0]


def closed_with_rest(room: Room, *answers: tuple[str, str, dict[str, Any]]) -> None:
    room.do("sara", consulting.close_consultation)
    for item, kind, facts in answers:
        answer(room, item, kind, **facts)
    issue(room, carry_over=True)


def test_a_mail_says_where_the_penholder_has_shown_what_was_accepted(room: Room, mail: Mail) -> None:
    send(room, **CRITICAL)
    room.do("sara", consulting.close_consultation)
    answer(room, "A1", "accepted")
    write(room, 3, "This is a hard hour for the Court of Waters.")
    shown = {"block": room.blocks()[3].id, "serial": 1, "words": "hard hour"}
    room.do("sara", showing_where.show_where, item="A1", **shown)
    issue(room)
    text, page = mail("dana")
    assert "Shown in the text by the penholder: hard hour" in " ".join(text.split())
    assert "Words in the text" not in page, "they are in it no more"
    assert "Words that the amendment changes: difficult Words proposed: critical" in " ".join(text.split())


def test_a_mail_says_that_no_words_needed_changing_for_a_comment(room: Room, mail: Mail) -> None:
    send(room, **COMMENT)
    room.do("sara", consulting.close_consultation)
    answer(room, "C1", "accepted")
    room.do("sara", showing_where.need_no_words, item="C1", serial=1)
    issue(room)
    for part in mail("lucie"):
        assert "The penholder accepts this comment; no words needed changing." in " ".join(part.split())


@pytest.mark.parametrize("answered", ["not_accepted", "overtaken"])
def test_a_mail_does_not_say_not_accepted_alone_of_words_that_are_in(room: Room, mail: Mail, answered: str) -> None:
    send(room, **CRITICAL)
    send(room, **CRITICAL, by="fred")
    facts = {"not_accepted": {"reason": "No."}, "overtaken": {"other": "A1"}}[answered]
    closed(room, ("A1", "accepted", {}), ("A2", answered, facts))
    text = " ".join(mail("fred")[0].split())
    assert ("The text says this all the same, because of another amendment" in text) == (answered == "not_accepted")
    assert "all the same" not in mail("dana")[0]
