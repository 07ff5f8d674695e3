"""Changes of one delivery, put together once: to do so for each mail would take longer than to carry them out."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Update, bindparam, func, update
from sqlalchemy.orm import Session

from workflow.database import moment_of
from workflow.models.base import UtcDateTime
from workflow.models.event import Delivery
from workflow.rules.notifications.delivery import LEASE
from workflow.services.people.signins import rows_of

DELIVERY: Any = Delivery.__table__
_MOMENT = UtcDateTime()


@dataclass(frozen=True)
class DeliveryClaim:
    """One delivery that a line may try. lease: its number; an outcome under an older one is not recorded."""

    delivery_id: int
    lease: int


@dataclass(frozen=True)
class DeliveryChange:
    """A change by the database's own clock, and the same by a moment that it is given."""

    by_clock: Update
    by_moment: Update

    def carry_out(self, session: Session, **values: int) -> bool:
        """Change the one row that the values name, now; whether it was changed."""
        session.flush()  # what was changed before goes first, as with any statement of the session
        at = moment_of(session)
        if not isinstance(at, datetime):
            return rows_of(session.connection().execute(self.by_clock, values)) == 1
        return rows_of(session.connection().execute(self.by_moment, {**values, "at": at, "until": at + LEASE})) == 1


def change_of_one(named: str, make: Callable[[Update, Any, Any], Update]) -> DeliveryChange:
    """The change that `make` makes of an update of one row, of the moment, and of the end of a lease.

    named: what the value is called that is the row's id.
    """
    one = update(DELIVERY).where(DELIVERY.c.id == bindparam(named))
    clock = func.clock_timestamp()
    given = (bindparam(name, type_=_MOMENT) for name in ("at", "until"))
    return DeliveryChange(make(one, clock, clock + LEASE), make(one, *given))


def with_another(first: DeliveryChange, then: DeliveryChange) -> DeliveryChange:
    """Both in one statement, a transaction by itself on PostgreSQL; whether the second one changed its row."""
    clock = then.by_clock.add_cte(first.by_clock.cte("before"))
    return DeliveryChange(clock, then.by_moment.add_cte(first.by_moment.cte("before")))
