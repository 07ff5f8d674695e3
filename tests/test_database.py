"""How the record is connected to: on which terms, and that what is asked most is found by an index."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, Select, event, func, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from tests.rooms import OPENS
from workflow import database as record
from workflow.models.event import Delivery
from workflow.queries.home import home as consolidations
from workflow.queries.notifications.deliveries import is_doubted
from workflow.rules.shared.names import Viewer
from workflow.services.notifications import claiming

ON_POSTGRES = pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)


@ON_POSTGRES
def test_no_statement_of_ours_is_compiled_by_postgresql_and_none_waits_for_a_lock_for_ever(database: Engine) -> None:
    for opened in (record.transaction, record.reading):
        for _ in range(2):
            with opened() as session:
                shown = [session.execute(text(f"SHOW {name}")).scalar_one() for name in ("jit", "lock_timeout")]
                assert shown == ["off", "5s"]
    with record.engine().connect() as connection:
        for _ in range(2):
            assert connection.execute(text("SHOW jit")).scalar_one() == "off"
            connection.rollback()


@ON_POSTGRES
def test_a_pooler_that_hands_out_a_session_of_another_makes_no_difference(database: Engine) -> None:
    with database.connect() as connection:
        raw: Any = connection.connection.driver_connection
        raw.execute("SET jit = on")
        raw.commit()
        assert connection.execute(text("SHOW jit")).scalar_one() == "off"
        connection.rollback()
        assert raw.execute("SHOW jit").fetchone() == ("on",), "what is another's session stays as it was"
        raw.rollback()
        raw.execute("RESET jit")
        raw.commit()


@ON_POSTGRES
def test_a_connection_that_is_lost_at_the_beginning_of_a_transaction_is_the_databases_fault(database: Engine) -> None:
    with database.connect() as connection:
        raw: Any = connection.connection.driver_connection
        raw.close()
        with pytest.raises(DBAPIError) as lost:
            connection.execute(text("SELECT 1"))
    assert record.is_passing(lost.value)


def _plan(session: Session, asked: Select[Any]) -> str:
    """How the database would go about it, were the tables long."""
    dialect, said = session.get_bind().dialect, []
    event.listen(
        session.connection(), "before_cursor_execute", lambda _c, _cursor, sent, values, *_: said.append((sent, values))
    )
    if dialect.name == "postgresql":
        for way in ("seqscan", "bitmapscan", "hashjoin", "sort"):  # each of which is best where there are few rows
            session.execute(text(f"SET LOCAL enable_{way} = off"))
    session.execute(asked)  # and to be explained as it went over the line, values apart
    sent, values = said[-1]
    explain = "EXPLAIN QUERY PLAN " if dialect.name == "sqlite" else "EXPLAIN "
    return "\n".join(str(row[-1]) for row in session.connection().exec_driver_sql(explain + sent, values))


def _due() -> Select[Any]:
    return claiming.due(OPENS + timedelta(days=1), 50)


def _doubted() -> Select[Any]:
    return select(Delivery.id).where(is_doubted())


def _not_arrived() -> Select[Any]:
    return select(func.count()).where(Delivery.did_not_arrive())


@pytest.mark.parametrize(
    ("asked", "index"),
    [
        (_due, "ix_delivery_waiting"),
        (_doubted, "ix_delivery_doubted"),
        (_not_arrived, "ix_delivery_unreached"),
        (lambda: consolidations._out_there(Viewer(1)), "ix_publication_progress_published_at"),
        (lambda: consolidations._answers(Viewer(1, organisation_id=2)), "ix_reply_sent_at"),
    ],
)
def test_what_is_asked_most_is_found_by_its_index_without_sorting(database: Engine, asked: Any, index: str) -> None:
    with record.transaction() as session:
        plan = _plan(session, asked())
    # Over an empty table two partial indexes cost PostgreSQL the same: what waits in doubt stands in both.
    fit = {index, "ix_delivery_waiting"} if index == "ix_delivery_doubted" else {index}
    assert any(each in plan for each in fit), plan
    assert "TEMP B-TREE FOR ORDER BY" not in plan and "Sort" not in plan, plan
