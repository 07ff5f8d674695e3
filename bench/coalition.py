"""Forty organisations in a record: thirteen seats, two of them protected, a focal point each, and a secretariat."""

from dataclasses import dataclass
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from workflow import database
from workflow.config import Settings
from workflow.database import now
from workflow.models.organisation import Organisation
from workflow.models.person import Person
from workflow.models.seat import Seat
from workflow.services.people.signins import start_sign_in
from workflow.services.shared.record import new_key
from workflow.text.unicode.skeleton import skeleton

ORGANISATIONS, SEATS, PROTECTED = 40, 13, (5, 25)
BASE = "http://127.0.0.1:8000"
_FIRST = ("Delta", "Fenland", "Estuary", "Highland", "Lagoon", "Ferry", "Spring", "Marsh", "Harbour", "Canyon")
_LAST = ("Observatory", "Water Society", "Legal Aid", "Women's Network")
_REGIONS = ("africa", "americas", "asia-pacific", "europe", "mena")


@dataclass(frozen=True)
class Coalition:
    """Ids of persons and organisations. pen: of the secretariat; focal: one a member, those with a seat first."""

    pen: int
    focal: tuple[int, ...]
    organisations: tuple[int, ...]

    @property
    def committee(self) -> tuple[int, ...]:
        """The focal points of the organisations with a seat."""
        return self.focal[:SEATS]


def coalition(organisations: int = ORGANISATIONS) -> Coalition:
    """So many members, written into the present database."""
    with database.transaction() as session:
        houses = tuple(_organisation(session, number) for number in range(organisations))
        focal = tuple(_person(session, f"focal{number}", house) for number, house in enumerate(houses))
        return Coalition(_person(session, "pen", None), focal, houses)


def _organisation(session: Session, number: int) -> int:
    name = f"{_FIRST[number % 10]} {_LAST[number // 10 % 4]}" + (f" {number}" if number >= ORGANISATIONS else "")
    made = Organisation(
        key=new_key(),
        name=name,
        name_folded=skeleton(name),
        region=_REGIONS[number % 5],
        protected=number in PROTECTED,
        joined_at=now(session),
    )
    session.add(made)
    session.flush()
    if number < SEATS:
        session.add(Seat(organisation_id=made.id, since=made.joined_at))
    return made.id


def _person(session: Session, name: str, organisation_id: int | None) -> int:
    at = now(session)
    made = Person(key=new_key(), email=f"{name}@house.example", name=name.capitalize(), invited_at=at, joined_at=at)
    made.organisation_id = organisation_id
    session.add(made)
    session.flush()
    return made.id


def settings(data: Path, database_url: str, **more: str) -> Settings:
    """Settings of an installation with its data in `data`; `more` are variables without their prefix."""
    return Settings.from_environment(environment(data, database_url, **more))


def environment(data: Path, database_url: str, **more: str) -> dict[str, str]:
    """The same settings as a process is given them."""
    given = {"DATA": str(data), "DATABASE_URL": database_url, "SECRET_KEY": "measured-only-" * 3, "BASE_URL": BASE}
    given |= {"COALITION": "Coalition for Open Rivers", "TIME_ZONE": "UTC"} | more
    return {f"COMMUNIQUE_{name}": value for name, value in given.items()}


def browser(app: Flask, person_id: int) -> FlaskClient:
    """A client in which that person is signed in, with no password to be hashed."""
    with database.transaction() as record:
        token = start_sign_in(record, person_id)
    client = app.test_client()
    with client.session_transaction(base_url=BASE) as session:
        session["sign_in"] = token
    return client
