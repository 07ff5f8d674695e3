"""The clock is looked at before anything is done by it."""

import logging
import threading

from workflow.database import transaction
from workflow.machine import running
from workflow.rules.shared.clocks import Doubt, Judgement
from workflow.services.shared import clocks

log = logging.getLogger(__name__)


class Watch:
    """One for all lines of a process: what one of them finds is said once."""

    def __init__(self, *, is_demo: bool = False) -> None:
        self._is_demo = is_demo
        self._said: Doubt | None = None
        self._looking = threading.Lock()

    def may_go_on(self) -> bool:
        """Whether the clock is to be trusted now; raises where the record cannot be asked."""
        with self._looking:
            with transaction() as session:
                found = clocks.watch_clock(session, running(), is_demo=self._is_demo)
            self._say(found)
        return found.doubt is None

    def _say(self, found: Judgement) -> None:
        if found.doubt is not self._said and found.doubt is not None:
            seconds = found.by.total_seconds()
            log.error(
                "the clock is not trusted (%s, %.0f s): nothing is closed, decided or published", found.doubt, seconds
            )
        elif found.doubt is not self._said:
            log.warning("the clock is trusted again")
        self._said = found.doubt
