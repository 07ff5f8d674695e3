"""The cast that tests share: five organisations, their people, a secretariat of two.

| member | name                  | seat | protected | its people      |
| ------ | --------------------- | ---- | --------- | --------------- |
| delta  | Delta Observatory     | yes  | no        | dana, dilip     |
| lacs   | Réseau des Lacs       | yes  | no        | lucie           |
| estero | Vigías del Estero     | yes  | yes       | elena           |
| nahr   | أصوات النهر           | no   | no        | nadia           |
| fen    | Fenland Water Society | no   | no        | fred            |
| –      | the secretariat       | –    | –         | sara, sol       |

Everybody has joined and has PASSWORD; the address of dana is dana@delta.example, that of sara sara@office.example.
"""

from dataclasses import dataclass
from functools import cache

from argon2 import PasswordHasher
from sqlalchemy.orm import Session

from workflow.database import now
from workflow.models.organisation import Organisation
from workflow.models.person import Person
from workflow.models.seat import Seat
from workflow.services.shared.record import new_key
from workflow.text.unicode import skeleton

PASSWORD = "seven heavy stones"

_MEMBERS = (
    ("delta", "Delta Observatory", "en", "BD", "asia-pacific", True, False, ("dana", "dilip")),
    ("lacs", "Réseau des Lacs", "fr", "BJ", "africa", True, False, ("lucie",)),
    ("estero", "Vigías del Estero", "es", "EC", "americas", True, True, ("elena",)),
    ("nahr", "أصوات النهر", "ar", "IQ", "mena", False, False, ("nadia",)),
    ("fen", "Fenland Water Society", "en", "GB", "europe", False, False, ("fred",)),
)


@dataclass(frozen=True)
class Cast:
    """The rows by their short names; ids and keys stay good after the transaction that made them."""

    organisations: dict[str, Organisation]
    people: dict[str, Person]

    def __getitem__(self, name: str) -> Person:
        return self.people[name]


def cast(session: Session) -> Cast:
    """The whole cast, written into `session`. The caller commits."""
    organisations = {}
    for name, full, language, country, region, _, protected, _ in _MEMBERS:
        organisations[name] = Organisation(
            key=new_key(),
            name=full,
            name_folded=skeleton(full),
            language=language,
            country=country,
            region=region,
            protected=protected,
            joined_at=now(session),
        )
    session.add_all(organisations.values())
    session.flush()
    seated = (organisations[name] for name, *_, seat, _, _ in _MEMBERS if seat)
    session.add_all(Seat(organisation_id=each.id, since=each.joined_at) for each in seated)
    people = {}
    for name, *_, members in _MEMBERS:
        people |= {each: _person(session, each, name, organisations[name].id) for each in members}
    people |= {each: _person(session, each, "office", None) for each in ("sara", "sol")}
    session.add_all(people.values())
    session.flush()
    return Cast(organisations, people)


def _person(session: Session, name: str, house: str, organisation_id: int | None) -> Person:
    at = now(session)
    return Person(
        key=new_key(),
        email=f"{name}@{house}.example",
        name=name.capitalize(),
        organisation_id=organisation_id,
        password_hash=_hash(),
        language="en",  # tests read what the pages say; a test of another language chooses it
        invited_at=at,
        joined_at=at,
    )


@cache
def _hash() -> str:
    """One hash for all, at the least cost there is: the tests are not there to heat the room."""
    return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)
