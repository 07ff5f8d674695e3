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

    def carry_out(self, session: Session, claim: DeliveryClaim) -> bool:
        """Change the claimed delivery now; whether it was changed."""
        session.flush()  # what was changed before goes first, as with any statement of the session
        at = moment_of(session)
        values: dict[str, Any] = {"claimed": claim.delivery_id, "under": claim.lease}
        if not isinstance(at, datetime):
            return rows_of(session.connection().execute(self.by_clock, values)) == 1
        return rows_of(session.connection().execute(self.by_moment, values | {"at": at, "until": at + LEASE})) == 1


def change_of_one(make: Callable[[Update, Any, Any], Update]) -> DeliveryChange:
    """The change that `make` makes of an update of the claimed delivery, of the moment, and of the end of a lease."""
    one = update(DELIVERY).where(DELIVERY.c.id == bindparam("claimed"))
    clock = func.clock_timestamp()
    given = (bindparam(name, type_=_MOMENT) for name in ("at", "until"))
    return DeliveryChange(make(one, clock, clock + LEASE), make(one, *given))
