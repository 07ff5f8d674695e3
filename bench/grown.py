"""Lists and the table of responses on a record that has grown: three thousand statements, a long consultation in one.

python -m bench.grown [--database URL of a PostgreSQL server]
"""

import argparse
import time
from collections.abc import Callable
from contextlib import contextmanager
from typing import Any

from sqlalchemy import insert, select, text, union_all
from sqlalchemy.orm import Session

from bench import life, words
from bench.records import House, house
from workflow import database
from workflow.models.event import Delivery, Event
from workflow.models.item import Disposition, Item, PastDisposition
from workflow.models.publication import Publication
from workflow.models.statement import Statement
from workflow.models.version import Edition, Version
from workflow.queries.consolidation import response_table, response_table_lines, told
from workflow.queries.home import home, statement_list
from workflow.queries.shared.standing import standing
from workflow.rules.shared.names import Viewer
from workflow.services.notifications import claiming

STATEMENTS, ITEMS, ANSWERED, WAITING = 3_000, 1_500, 40, 10_000


def main() -> None:
    """Measure and print a table."""
    wanted = argparse.ArgumentParser(description=__doc__)
    wanted.add_argument("--database", metavar="URL", help="a PostgreSQL server on which a database may be made")
    server = wanted.parse_args().database
    with house(server, "memory://", 300) as here:
        key = _grow(here)
        viewer = Viewer(here.members.focal[0], here.members.organisations[0], True)
        lists: dict[str, Callable[[Session], Any]] = {
            "list of statements": lambda session: statement_list.list_statements(session, viewer),
            "home": lambda session: home.consolidation(session, viewer),
            "table of responses": lambda session: _register(session, viewer, key),
        }
        for what, work in lists.items():
            _measured(what, work)
        if server:
            for what, work in lists.items():
                _measured(f"  {what}, compiled", _compiled(work))
        with _told_of_all():
            _measured("  table of responses, told() of all", lists["table of responses"])
        _measured(
            "next of 10,000 waiting mails",
            _next_batch,
        )
        _without(("ix_delivery_waiting",), "  next mail, no partial index", lists, "next")
        _without(
            ("ix_reply_sent_at", "ix_publication_progress_published_at"), "  home, without its indexes", lists, "home"
        )


def _without(indexes: tuple[str, ...], what: str, lists: dict[str, Callable[[Session], Any]], which: str) -> None:
    with database.engine().execution_options(writing=True).begin() as connection:
        for index in indexes:
            connection.execute(text(f"DROP INDEX {index}"))
    work = lists.get(which) or _next_batch
    _measured(what, work)


def _next_batch(session: Session) -> Any:
    return session.scalars(claiming.due(database.now(session), claiming.BATCH)).all()


def _register(session: Session, viewer: Viewer, key: str) -> Any:
    stand = standing(session, viewer, key)
    assert stand is not None
    return response_table.register(session, stand, response_table.Chosen())


def _compiled(work: Callable[[Session], Any]) -> Callable[[Session], Any]:
    def slowly(session: Session) -> Any:
        session.execute(text("SET LOCAL jit = on"))
        return work(session)

    return slowly


@contextmanager
def _told_of_all() -> Any:
    """As it was asked before: of all statements, of which the outer query keeps one."""
    places: Any = (response_table, response_table_lines)
    for place in places:
        place.answers_told = _every_answer
    yield
    for place in places:
        place.answers_told = told.answers_told


def _every_answer(_statement_id: int) -> Any:
    return union_all(*(told._answers_issued(each) for each in (Disposition, PastDisposition))).subquery("told")


def _grow(here: House) -> str:
    grown = life.opened(here.members, ITEMS, words.long_text(60))
    life.consolidate(grown)
    life.answer_all(grown)
    _settle(grown)
    for _ in range(ANSWERED - 1):
        other = life.opened(here.members, ITEMS // 3)
        life.answer_all(other, stop_consultation=True)
        _settle(other)
    with database.transaction() as session:
        _add_statements(session, here)
        _add_mails(session, here)
    if database.engine().dialect.name == "postgresql":
        with database.engine().connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM ANALYZE")
    return grown.key


def _settle(of: life.Life) -> None:
    """Say that the answers went out with the newest version."""
    with database.transaction() as session:
        version = session.scalars(
            select(Version.id).where(Version.statement_id == of.id).order_by(Version.id.desc())
        ).first()
        items = select(Item.id).where(Item.statement_id == of.id)
        session.query(Disposition).filter(Disposition.item_id.in_(items)).update({"version_id": version})


def _add_statements(session: Session, here: House) -> None:
    at, pen = database.now(session), here.members.pen
    model = session.scalars(select(Statement).limit(1)).one()
    shared = {"prefix": "JS", "language": "en", "occasion": "", "procedure": model.procedure, "created_by": pen}
    shared |= {"created_at": at, "moved_at": at, "stage": "published", "word_limit": None, "minutes_limit": None}
    rows = [
        {**shared, "key": f"k{n:09d}", "year": 2000, "number": n, "title": f"Statement {n}"} for n in range(STATEMENTS)
    ]
    session.execute(insert(Statement), rows)
    ids = list(session.scalars(select(Statement.id).where(Statement.year == 2000)))
    session.execute(
        insert(Version), [{"statement_id": each, "number": 1, "issued_by": pen, "issued_at": at} for each in ids]
    )
    versions = session.execute(select(Version.id, Version.statement_id).where(Version.statement_id.in_(ids))).all()
    blocks = words.text()
    session.execute(
        insert(Edition),
        [
            {"version_id": version, "language": "en", "title": f"Statement {of}", "digest": "0" * 64, "blocks": blocks,
             "sources": []}
            for version, of in versions
        ],
    )  # fmt: skip
    ballot = life.Ballot(
        statement_id=ids[0], version_id=versions[0][0], number=1, digests={}, mandate={}, mandate_digest="", rule={},
        opened_by=pen, opened_at=at, closes_at=at,
    )  # fmt: skip
    session.add(ballot)
    session.flush()
    session.execute(
        insert(Publication),
        [
            {"statement_id": of, "ballot_id": ballot.id, "version_id": version, "digests": {}, "due_at": at,
             "progress": "done", "published_at": at}
            for version, of in versions
        ],
    )  # fmt: skip


def _add_mails(session: Session, here: House) -> None:
    at = database.now(session)
    session.query(Event).update({"fanned_at": at})
    events = list(session.scalars(select(Event.id).limit(WAITING // 100)))
    people = here.members.focal[:100]
    session.execute(
        insert(Delivery),
        [
            {"event_id": event, "person_id": person, "message_id": "m", "due_at": at}
            for event in events
            for person in people
        ],
    )


def _measured(what: str, work: Callable[[Session], Any], times: int = 7) -> None:
    taken = []
    for _ in range(times):
        with database.transaction() as session:
            began = time.perf_counter()
            work(session)
            taken.append((time.perf_counter() - began) * 1000)
    print(f"{what:38} {sorted(taken)[times // 2]:10,.1f} ms", flush=True)


if __name__ == "__main__":
    main()
