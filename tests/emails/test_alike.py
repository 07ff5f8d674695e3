"""One body for many readers: to each of them it is, byte by byte, the mail that would be made for them alone."""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

import pytest
from sqlalchemy import Engine, update

from tests import posting
from tests.decisions import every, fan_out_all, position
from tests.emails.house import TOLD, House, kind_of, steps
from tests.rooms import furnished_open
from workflow import database as record
from workflow import smtp
from workflow.app import create_app
from workflow.config import LANGUAGES, Settings
from workflow.emails import alike
from workflow.models.event import Delivery, Event
from workflow.models.organisation import Organisation
from workflow.models.person import Person
from workflow.queries.notifications.readers import Reader, readers
from workflow.rules.decision.decision import Stance
from workflow.rules.notifications.bodies import TOLD_ALIKE
from workflow.rules.notifications.events import EventKind
from workflow.services.consultation import consulting

# What a mail says does not depend on the database.
ON_ONE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
ZONES = ("", "Asia/Kolkata", "America/Argentina/Buenos_Aires", "Asia/Gaza")
_BOUNDARY = re.compile(rb"={15}\d+==")


@pytest.fixture
def house(database: Engine, settings: Settings) -> Iterator[House]:
    """The furnished room with its first consultation open, on each database."""
    app = create_app(settings)
    with furnished_open() as room:
        _name_oddly(room.organisations)
        yield House(room, app, settings)


def _name_oddly(organisations: dict[str, int]) -> None:
    """Names that would show where a line is put together otherwise than a whole mail."""
    names = {
        "lacs": "  Lacs  &  <b>étangs</b> =E9 ",
        "nahr": "شبكة النهر",
        "fen": "Fen and Moor and Marsh and Mere and Bog and Swamp and Carr and Slough, a Union of Wet Places",
    }
    with record.transaction() as session:
        for key, name in names.items():
            session.get_one(Organisation, organisations[key]).name = name


def _owed(house: House, seen: set[int]) -> list[Delivery]:
    """What is owed since it was asked last. Of those who are reminded to decide one has decided already."""
    fan_out_all()
    owed = [row for row in every(Delivery) if row.id not in seen]
    seen.update(row.id for row in owed)
    if any(kind_of(row) in (EventKind.BALLOT_CLOSING, EventKind.BALLOT_REMINDED) for row in owed):
        position(house.room, "dana", Stance.APPROVE)
    return owed


def _readers(deliveries: list[Delivery]) -> list[Reader]:
    with record.reading() as session:
        found = readers(session, [row.id for row in deliveries])
    return [found[row.id] for row in deliveries]


def _alone(house: House, reader: Reader) -> bytes:
    """The mail made for that reader alone."""
    return _BOUNDARY.sub(b"=", smtp.wire(house.of(reader.delivery_id).message))


def _shared(house: House, group: list[Reader]) -> list[bytes]:
    """The mails to those readers, made with the body of the first."""
    with house.app.app_context(), record.reading() as session:
        body = alike.body_for(session, group[0], house.settings)
        return [_BOUNDARY.sub(b"=", body.addressed(reader, house.room.clock.at)) for reader in group]


def _speak(language: str, zone: str) -> None:
    """Have all read one language by one clock."""
    with record.transaction() as session:
        session.execute(update(Person).values(language=language, time_zone=zone))


@ON_ONE
def test_what_many_are_told_alike_is_to_each_of_them_the_mail_made_for_them_alone(house: House) -> None:
    seen, compared = set[int](), defaultdict[EventKind, set[tuple[str, int]]](set)
    for _ in steps(house):
        owed = _owed(house, seen)
        for language, zone in zip(LANGUAGES, ZONES, strict=True):
            _speak(language, zone)
            groups = defaultdict[tuple[object, ...], list[Reader]](list)
            for reader in _readers(owed):
                if alike.may_share(reader):
                    groups[reader.body].append(reader)
            for group in groups.values():
                assert _shared(house, group) == [_alone(house, reader) for reader in group], (group[0].kind, language)
                compared[group[0].kind].add((language, len(group)))
    assert set(compared) == TOLD_ALIKE
    assert all({language for language, _ in found} == set(LANGUAGES) for found in compared.values())
    few = {kind for kind, found in compared.items() if max(count for _, count in found) < 2}
    assert not few, "a body that reached one reader alone was compared with nothing"


@ON_ONE
def test_a_kind_that_is_told_to_each_otherwise_is_refused_or_seen_by_the_same_comparison(house: House) -> None:
    wrong, right = set[EventKind](), set[EventKind]()
    seen = set[int]()
    for _ in steps(house):
        owed = [row for row in _owed(house, seen) if kind_of(row) not in TOLD_ALIKE]
        groups = defaultdict[tuple[object, ...], list[Reader]](list)
        for reader in _readers(owed):
            groups[reader.body].append(reader)
        for group in groups.values():
            try:
                same = _shared(house, group) == [_alone(house, reader) for reader in group]
            except alike.ShowsReader:
                same = False
            (right if same else wrong).add(group[0].kind)
    assert wrong | right == set(TOLD) - TOLD_ALIKE
    # One person alone is told of the first, and here two of the secretariat, who read alike, of the other.
    assert right - wrong == {EventKind.PASSWORD_CHANGED, EventKind.POINTS_SENT}


@ON_ONE
def test_who_has_drafts_that_were_not_sent_is_told_of_them_in_a_mail_of_their_own(house: House) -> None:
    with house.room.acting("dana") as (session, dana):
        facts = {"version": 1, "body": "Which gates?", "language": "en"}
        posting.post_comment(session, dana, house.room.key, keep=True, **facts)
    house.room.do("sara", consulting.close_consultation)
    fan_out_all()
    told = [row for row in every(Delivery) if kind_of(row) is EventKind.CONSULTATION_CLOSED]
    own = {reader.email.partition("@")[0] for reader in _readers(told) if not alike.may_share(reader)}
    assert own == {"dana", "dilip"}


@ON_ONE
def test_a_long_or_odd_address_has_a_mail_of_its_own(house: House) -> None:
    fan_out_all()
    first = _readers(list(every(Delivery)))[0]
    for address in ("x" * 60 + "@e.example", '"odd one"@e.example', "a..b@e.example", "é@e.example", "a@b\r\nBcc: c@d"):
        assert not alike.may_share(replace(first, email=address))
    assert alike.may_share(first)


@ON_ONE
def test_the_present_event_is_shared_by_those_alone_who_read_one_language_by_one_clock(house: House) -> None:
    fan_out_all()
    with record.transaction() as session:
        session.get_one(Person, house.room.people["dana"]).language = "fr"
        session.get_one(Person, house.room.people["fred"]).time_zone = "Asia/Gaza"
    found = _readers(list(every(Delivery)))
    assert len({reader.body for reader in found}) == 3
    assert {reader.event_id for reader in found} <= {row.id for row in every(Event)}
