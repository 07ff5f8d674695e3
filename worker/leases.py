"""Keeps what was claimed while the try lasts."""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

from sqlalchemy.orm import Session

from worker.faults import fault_place
from workflow.database import transaction
from workflow.rules.notifications.delivery import LEASE

log = logging.getLogger(__name__)


@contextmanager
def keep_renewed(renew: Callable[[Session], object], every: timedelta | None = None) -> Iterator[None]:
    """Call `renew` again and again within the block: a mail server may take minutes over its yes."""
    over = threading.Event()

    def keep() -> None:
        while not over.wait((every or LEASE / 3).total_seconds()):
            try:
                with transaction() as session:
                    renew(session)
            except Exception as error:  # the next renewal may succeed; if none does the lease ends, as it should
                log.error("a claim was not renewed: %s", fault_place(error))

    threading.Thread(target=keep, name="lease", daemon=True).start()
    try:
        yield
    finally:
        over.set()
