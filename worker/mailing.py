"""Sends what is due by mail: one line to the server for a batch, one claim and one record for each mail."""

import logging
import threading
import time
from datetime import timedelta

from flask import Flask
from sqlalchemy.orm import Session

from worker.faults import fault_place
from worker.leases import commit_claim, keep_renewed
from workflow import emails, smtp
from workflow.config import Settings
from workflow.database import now, reading, transaction
from workflow.models.publication import Progress
from workflow.rules.notifications.delivery import DeliveryVerdict, Outcome
from workflow.services.notifications import notifying

BATCH = 50
PAUSE = 60.0  # seconds after the whole channel has failed
RECORD_WITHIN = 3.0  # seconds in which a record that does not answer is asked again before all else has its turn
AT_THE_END = 4.0  # the same after SIGTERM, before the process ends
AGAIN = 0.2  # so soon after the record is back that no other worker takes the mail first

log = logging.getLogger(__name__)


class Post:
    """The channel mail. While the server takes nobody's mail it pauses, and no row pays for that."""

    def __init__(self, app: Flask, settings: Settings, ending: threading.Event) -> None:
        self._app, self._settings, self._ending = app, settings, ending
        self._domain = settings.mail_from.rpartition("@")[2]
        self._paused_until = 0.0
        self._claim: notifying.DeliveryClaim | None = None  # the one that is being tried
        self._owed: tuple[notifying.DeliveryClaim, Outcome] | None = None  # how a try ended, until it is on record
        self._was_paused = False

    def fan_out(self) -> bool:
        """Make the deliveries of events that have none yet; one that fails stands back for the others."""
        with reading() as session:
            waiting = notifying.waiting_events(session)
        return sum(self._fan_out(event_id) for event_id in waiting if not self._ending.is_set()) > 0

    def _fan_out(self, event_id: int) -> bool:
        try:
            with transaction() as session:
                begun = notifying.begin_fan_out(session, event_id)
            with transaction() as session:
                return begun and notifying.fan_out(session, event_id)
        except Exception as error:
            log.error("event %s was not fanned out: %s", event_id, fault_place(error))
            return False

    def send(self) -> bool:
        """Send a batch of what is due; whether anything was, or is owed to the record, which comes first."""
        if not self._settle_within(RECORD_WITHIN):
            return True
        if self._settings.smtp_url is None or time.monotonic() < self._paused_until:
            return False
        with reading() as session:
            self._note_pause(notifying.is_paused(session, now(session)))
            if not notifying.is_anything_due(session):
                return False
        try:
            with smtp.line(self._settings.smtp_url, self._domain) as line, keep_renewed(self._renew):
                return self._batch(line)
        except (smtp.LineDown, ValueError) as down:
            self._pause(str(down))
            return False

    def end(self) -> None:
        """Write what is owed to the record before the process ends; for some seconds, as the record may be away."""
        self._settle_within(AT_THE_END)

    def _batch(self, line: smtp.ServerLine) -> bool:
        for number in range(BATCH):
            if self._ending.is_set() or not line.alive:
                return number > 0
            claim = commit_claim(notifying.claim_next)
            if claim is None:
                return number > 0
            self._claim = claim
            outcome = self._try(line, claim)
            self._owed, self._claim = (claim, outcome), None
            if not self._settle():
                return True
            if outcome.verdict is DeliveryVerdict.CHANNEL:
                self._pause(outcome.trouble)
                return False
        return True

    def _settle_within(self, seconds: float) -> bool:
        until = time.monotonic() + seconds
        while not self._settle():
            if time.monotonic() >= until:
                return False
            time.sleep(AGAIN)
        return True

    def _settle(self) -> bool:
        """Whether every try's end is on record; one that is not is written now. Nothing is sent before it is.

        A server's yes comes once. Were it forgotten because the record was away, the mail would go out again.
        """
        if self._owed is None:
            return True
        claim, outcome = self._owed
        try:
            with transaction() as session:
                progress = notifying.record(session, claim, outcome)
        except Exception as error:
            log.error("the end of delivery %s is not on record yet: %s", claim.delivery_id, fault_place(error))
            return False
        self._owed = None
        if progress in (Progress.REFUSED, Progress.SET_ASIDE):
            log.warning("delivery %s is %s", claim.delivery_id, progress.value)
        return True

    def _note_pause(self, paused: bool) -> None:
        if paused and not self._was_paused:
            log.warning("mail pauses: the server refuses one reader after the other")
        self._was_paused = paused

    def _try(self, line: smtp.ServerLine, claim: notifying.DeliveryClaim) -> Outcome:
        try:
            with self._app.app_context():
                return self._send(line, claim)
        except Exception as error:
            log.error("delivery %s failed: %s", claim.delivery_id, fault_place(error))
            return Outcome(DeliveryVerdict.FAILED, type(error).__name__)

    def _send(self, line: smtp.ServerLine, claim: notifying.DeliveryClaim) -> Outcome:
        with transaction() as session:
            if (reason := notifying.reason_not_to_send(session, claim)) is not None:
                return reason
            letter = emails.message_for(session, claim.delivery_id, self._settings)
        return line.send(letter.message, self._settings.mail_from, letter.recipient)

    def _renew(self, session: Session) -> None:
        if (claim := self._claim) is not None:
            notifying.renew(session, claim)

    def _pause(self, trouble: str) -> None:
        self._paused_until = time.monotonic() + PAUSE
        log.warning("mail pauses for %.0f s: %s", PAUSE, trouble)


def fan_out(event_id: int) -> bool:
    """Make the deliveries of an event."""
    with transaction() as session:
        begun = notifying.begin_fan_out(session, event_id)
    with transaction() as session:
        return begun and notifying.fan_out(session, event_id)


def send_due(app: Flask, settings: Settings, *, ending: threading.Event, seconds: float) -> timedelta | None:
    """For a while."""
    post = Post(app, settings, ending)
    until = time.monotonic() + seconds
    while time.monotonic() < until and not ending.is_set() and post.send():
        pass
    post.end()
    return None
