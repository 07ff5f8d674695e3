"""Three protected organisations that cannot be mistaken for anything else, and a statement in which they do everything.

Two are protected from the first day, one (`late`) only when its statement has long been published.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests import calls, posting
from tests.machines.asking import Ground
from tests.seats import give_seat
from tests.worker.hands import publish_all
from workflow import database
from workflow.models.ballot import Ballot
from workflow.models.label import Label
from workflow.models.organisation import Organisation
from workflow.models.person import Person
from workflow.models.statement import Statement
from workflow.models.version import Version
from workflow.queries.shared.roles import is_seated
from workflow.rules.decision.decision import Stance
from workflow.rules.items.kinds import ItemKind
from workflow.rules.people.organisation_facts import OrganisationFacts
from workflow.rules.statements.voice import Voice
from workflow.services.consolidation import issuing
from workflow.services.consultation import consulting
from workflow.services.decision import consenting, deciding
from workflow.services.items import replying, revising, supporting
from workflow.services.people import joining, membership
from workflow.services.people.passwords import hash_password
from workflow.services.people.signins import start_sign_in
from workflow.services.statements import changing_settings, versions
from workflow.text.document import parse

TEXT = """Excellencies,

The gauges of the upper basin have been silent since March.

We call on states to keep the sluices open. We thank those who did.
"""
BIRDS = {
    "latin": ("Kanariavox Zwitscherlund", "Pieps Voxperson", "pieps@kanariavox.example", "TV", "Tuvalu"),
    "arabic": ("كناريافوكس الزقزوقي", "زقزوق الكناري", "zaqzuq@birdhouse.example", "BT", "Bhutan"),
    "late": ("Spätvogel Flatterheim", "Flatter Spätling", "flatter@spaetvogel.example", "KI", "Kiribati"),
}


@dataclass
class Aviary:
    """The birds in the town. people, organisations: ids by bird; secrets: strings that nobody else may ever see."""

    ground: Ground
    key: str = ""
    people: dict[str, int] = field(default_factory=dict)
    organisations: dict[str, str] = field(default_factory=dict)
    secrets: dict[str, set[str]] = field(default_factory=dict)

    def told(self, *birds: str) -> set[str]:
        """The secrets of these birds."""
        return set().union(*(self.secrets[bird] for bird in birds))

    def by(self, who: str, use_case: Callable[..., Any], **facts: Any) -> Any:
        """A use case on the statement, done by a bird or by one of the town."""
        with database.transaction() as session:
            return use_case(session, self.person(session, who), self.key, **facts)

    def person(self, session: Session, who: str) -> Person:
        """The row of a bird or of one of the town."""
        if who in self.people:
            return session.get_one(Person, self.people[who])
        return session.scalars(select(Person).where(Person.key == self.ground.town.people[who])).one()


def hatch(aviary: Aviary, bird: str) -> None:
    """A bird is added by the secretariat, and joins."""
    name, person, email, country, said = BIRDS[bird]
    with database.transaction() as session:
        sara = aviary.person(session, "secretariat")
        former = f"Formerly{bird}"
        stated = OrganisationFacts(former, country=country, region="europe", protected=bird != "late")
        home = membership.add_organisation(session, sara, stated)
        membership.change_organisation(session, sara, home.key, name=name)
        give_seat(session, home.id)
        guest = membership.invite_person(session, sara, home.key, email=email, name=person)
        guest.joined_at, guest.password_hash = database.now(session), hash_password("six quiet canaries")
        session.flush()
        aviary.people[bird], aviary.organisations[bird] = guest.id, home.key
        aviary.ground.town.tokens[bird] = start_sign_in(session, guest.id)
        words = {former, *name.split(), *person.split(), email.partition("@")[2].partition(".")[0], said}
        aviary.secrets[bird] = words | {home.key, guest.key, email}
        joining.request_reset(session, email)


@contextmanager
def _of_an_earlier_release() -> Iterator[None]:
    """In the block members may be named: their names stand over what was published then, and must stay safe there."""
    with pytest.MonkeyPatch.context() as release:
        release.setattr("workflow.rules.statements.voice.OFFERED", frozenset(Voice))
        yield


def life(aviary: Aviary) -> Iterator[str]:
    """The statement's whole life; yields the name of each stop, at which everything is to be searched."""
    with _of_an_earlier_release():
        _begin(aviary)
    yield "drafted"
    aviary.by("latin", calls.open_consultation, closes_at=_later(days=1), guidance="Say what you want.")
    _speak(aviary)
    yield "discussed"
    aviary.by("latin", consulting.extend_consultation, closes_at=_later(days=2), reason="More time.")
    aviary.by("latin", consulting.close_consultation)
    _consolidate(aviary)
    yield "consolidated"
    with _of_an_earlier_release():
        _decide(aviary)
    yield "half decided"
    with _of_an_earlier_release():
        _adopt(aviary)
    yield "published"


def _later(**span: float) -> Any:
    with database.reading() as session:
        return database.now(session) + timedelta(**span)


def _begin(aviary: Aviary) -> None:
    with database.transaction() as session:
        sara = aviary.person(session, "secretariat")
        latin = session.get_one(Person, aviary.people["latin"])
        names = [aviary.organisations["late"], aviary.ground.town.organisations["participant"]]
        made = calls.create_statement(
            session,
            sara,
            title="On silent gauges",
            occasion="",
            blocks=parse(TEXT),
            language="en",
            voice=Voice.NAMED,
            named=names,
            penholders=[latin.key, aviary.ground.town.people["penholder"]],
        )
        aviary.key = made.key
    blocks = _blocks(aviary)
    aviary.by("latin", calls.save_paragraph, language="en", serial=1, block=blocks[2].id, text=blocks[2].text + " All.")
    # Before the other penholder the bird is its label, by which it keeps the pen: it opens the consultation afterwards.
    with database.reading() as session:
        code = session.scalars(select(Label.code).join(Statement).where(Statement.key == aviary.key)).one()
    aviary.by("penholder", changing_settings.hand_over_pen, to=[code, aviary.ground.town.people["penholder"]])


def _blocks(aviary: Aviary) -> Any:
    with database.reading() as session:
        statement = session.scalars(select(Statement).where(Statement.key == aviary.key)).one()
        return versions.original(session, statement).blocks


def _speak(aviary: Aviary) -> None:
    salutation, gauges, call = _blocks(aviary)
    shared: dict[str, Any] = {"version": 1, "language": "en"}
    change = {"kind": ItemKind.REPLACE, "block": gauges.id, **shared}
    aviary.by("latin", posting.propose_amendment, words="silent", proposal="broken", reason="Struck.", **change)  # A1
    aviary.by("arabic", posting.propose_amendment, words="since March", proposal="for months", reason="So.", **change)
    aviary.by("participant", posting.propose_amendment, words="upper", proposal="lower", reason="Both.", **change)  # A3
    aviary.by("arabic", posting.post_comment, block=call.id, body="Which states?", **shared)  # C1
    aviary.by("late", posting.post_comment, block=call.id, body="All of them.", **shared)  # C2
    aviary.by("participant", posting.post_comment, block=salutation.id, body="And guests?", **shared)  # C3
    aviary.by("late", posting.post_comment, block=call.id, body="Kept to ourselves.", keep=True, **shared)
    for bird in BIRDS:
        aviary.by(bird, supporting.support, item="A3")
    for who in ("participant", "late"):
        aviary.by(who, supporting.support, item="A1")
    aviary.by("latin", supporting.end_support, item="A3")
    for who, item in (("arabic", "C3"), ("late", "C1"), ("participant", "C1"), ("participant", "C2"), ("latin", "C3")):
        aviary.by(who, replying.post_reply, item=item, body=f"A word on {item}.", language="en")
    aviary.by("late", revising.withdraw_item, item="C2")


def _consolidate(aviary: Aviary) -> None:
    for item, kind in (
        ("A1", "accepted"),
        ("A2", "accepted"),
        ("A3", "not_accepted"),
        ("C1", "noted"),
        ("C3", "noted"),
    ):
        aviary.by("latin", calls.dispose, item=item, kind=kind, reason="It is so.")
    draft = _blocks(aviary)
    with database.reading() as session:
        statement = session.scalars(select(Statement).where(Statement.key == aviary.key)).one()
        serial = versions.original(session, statement).serial
    text = draft[2].text.replace("states", "all states")
    aviary.by("latin", calls.save_paragraph, language="en", serial=serial, block=draft[2].id, text=text)
    aviary.by("latin", issuing.issue_version)


def _decide(aviary: Aviary) -> None:
    with database.reading() as session:
        number = session.scalars(
            select(Version.number)
            .join(Statement, Statement.id == Version.statement_id)
            .where(Statement.key == aviary.key)
            .order_by(Version.number.desc())
        ).first()
    # The members that it names agree first.
    terms = {"version": number, "languages": ["en"], "closes_at": _later(days=1)}
    asked = aviary.by("latin", calls.ask_consent, **terms)
    for who in ("late", "participant"):
        aviary.by(who, consenting.answer_consent, mandate=asked.mandate_digest, is_given=True)
    aviary.by("latin", calls.open_ballot, version=number, languages=["en"], closes_at=_later(days=1))
    _position(aviary, "latin", Stance.RESERVE, "We ask at home.")
    _position(aviary, "arabic", Stance.EXPLANATION, "The gauges are ours too.")
    _position(aviary, "late", Stance.ABSTAIN, "")


def _position(aviary: Aviary, who: str, stance: Stance, reason: str) -> None:
    with database.reading() as session:
        statement = session.scalars(select(Statement).where(Statement.key == aviary.key)).one()
        digests = deciding.mandate_before(session, statement)
    aviary.by(who, deciding.take_position, mandate=digests, stance=stance, reason=reason)


def _adopt(aviary: Aviary) -> None:
    """Everybody else approves; the worker prints."""
    with database.reading() as session:
        ballot = session.scalars(select(Ballot).join(Statement).where(Statement.key == aviary.key)).one()
        seats = session.scalars(select(Organisation.id).where(is_seated()))
        people = {
            each: session.scalars(select(Person.id).where(Person.organisation_id == each)).first() for each in seats
        }
        digests = ballot.mandate_digest
    for person_id in people.values():
        with database.transaction() as session:
            statement = session.scalars(select(Statement).where(Statement.key == aviary.key)).one()
            if person_id and statement.stage == "decision":
                facts = {"mandate": digests, "stance": Stance.APPROVE}
                deciding.take_position(session, session.get_one(Person, person_id), aviary.key, **facts)
    publish_all(aviary.ground.browsers.app, aviary.ground.settings)


def protect_late(aviary: Aviary) -> None:
    """The third bird asks for protection; the worker prints what names it once more."""
    with database.transaction() as session:
        sara = aviary.person(session, "secretariat")
        membership.change_organisation(session, sara, aviary.organisations["late"], protected=True)
    publish_all(aviary.ground.browsers.app, aviary.ground.settings)
