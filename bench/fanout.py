"""Who is told of a version: people and answers by the ten thousand, asked by organisation and, as a peer, by person.

python -m bench.fanout [--database URL of a PostgreSQL server]
"""

import argparse
import time
from collections.abc import Callable
from datetime import datetime

from sqlalchemy import ColumnElement, exists, func, insert, or_, select
from sqlalchemy.orm import Session

from bench import life, words
from bench.coalition import Coalition
from bench.records import house
from workflow import database
from workflow.models.event import Delivery, Event
from workflow.models.item import CoProposer, Disposition, Item, Support
from workflow.models.person import Person
from workflow.models.version import Version
from workflow.queries.consolidation.told import answers_told_in
from workflow.rules.notifications.events import EventKind
from workflow.services.notifications import notifying
from workflow.services.notifications.recipients import audience
from workflow.services.shared.record import new_key

ORGANISATIONS, PEOPLE, ANSWERS = 300, 10_000, 14_792


def main() -> None:
    """Measure and print a table."""
    wanted = argparse.ArgumentParser(description=__doc__)
    wanted.add_argument("--database", metavar="URL", help="a PostgreSQL server on which a database may be made")
    server = wanted.parse_args().database
    with house(server, "memory://", ORGANISATIONS) as here:
        _grow(here.members)
        event = _issued(here.members)
        print(f"{PEOPLE:,} people of {ORGANISATIONS} organisations, {ANSWERS:,} answers in one version")
        _measured("floor: everybody's row", lambda session: len(session.scalars(select(Person)).all()))
        _measured("ours: asked by organisation", lambda session: len(audience(session, event)))
        _measured(
            "ours: one person, before a mail", lambda session: len(audience(session, event, only=[_somebody()])), 9
        )
        tenth = Person.id > PEOPLE * 9 // 10
        _measured("peer: a tenth, each with each answer", lambda session: _peer(session, event, tenth), 1)
        _measured("peer: one person", lambda session: _peer(session, event, Person.id == _somebody()), 9)
        _measured("fan-out, everything written", lambda session: _fanned_out(session, event.id), 1)


def _grow(members: Coalition) -> None:
    with database.transaction() as session:
        at = database.now(session)
        session.execute(insert(Person), [_person(members, number, at) for number in range(PEOPLE - ORGANISATIONS)])


def _person(members: Coalition, number: int, at: datetime) -> dict[str, object]:
    return {
        "key": new_key(),
        "email": f"more{number}@house.example",
        "organisation_id": members.organisations[number % ORGANISATIONS],
        "invited_at": at,
        "joined_at": at,
    }


def _issued(members: Coalition) -> Event:
    half = ORGANISATIONS // 2  # have written; of the others there is nothing to be found
    writing = Coalition(members.pen, members.focal[:half], members.organisations[:half])
    opened = life.opened(writing, ANSWERS, words.long_text(100))
    life.answer_all(opened, stop_consultation=True)
    with database.transaction() as session:
        at, statement = database.now(session), opened.id
        version = Version(statement_id=statement, number=2, issued_by=members.pen, issued_at=at)
        session.add(version)
        session.flush()
        session.query(Disposition).update({"version_id": version.id})
        session.query(Event).update({"fanned_at": at})
        event = Event(
            kind=EventKind.VERSION_ISSUED, at=at, statement_id=statement, person_id=members.pen, data={"version": 2}
        )
        session.add(event)
        session.flush()
        session.expunge(event)
    if database.engine().dialect.name == "postgresql":
        with database.engine().connect() as connection:
            connection.exec_driver_sql("ANALYZE")
    return event


def _somebody() -> int:
    return PEOPLE // 2


def _peer(session: Session, event: Event, people: ColumnElement[bool]) -> int:
    """As it was asked before: of each person, whether there is an answer to an item of its organisation."""
    together = exists().where(CoProposer.item_id == Item.id, CoProposer.organisation_id == Person.organisation_id)
    own = or_(Item.organisation_id.is_not_distinct_from(Person.organisation_id), together.correlate(Item, Person))
    gave = exists().where(
        Support.item_id == Item.id, Support.organisation_id == Person.organisation_id, Support.wording == Item.wording
    )
    theirs = or_(own, gave.correlate(Item, Person))
    told = exists().where(answers_told_in(event).c.item_id == Item.id, theirs)
    return session.scalar(select(func.count()).select_from(Person).where(told, people)) or 0


def _fanned_out(session: Session, event_id: int) -> int:
    notifying.fan_out(session, event_id)
    session.flush()
    return session.scalar(select(func.count()).select_from(Delivery)) or 0


def _measured(what: str, work: Callable[[Session], int], times: int = 3) -> None:
    taken, found = [], 0
    for _ in range(times):
        with database.transaction() as session:
            began = time.perf_counter()
            found = work(session)
            taken.append((time.perf_counter() - began) * 1000)
    print(f"{what:38} {min(taken):10,.1f} ms   {found:,} people", flush=True)


if __name__ == "__main__":
    main()
