"""Sends what is due by mail: a line claims a batch, and sends it over a kept connection, one record for each mail.

A line is one call of `send_due`; any number go on at once, in threads and processes. They share the rows, and in one
process a pause: see `_Channel`.
"""

import logging
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.message import EmailMessage

from celery.exceptions import SoftTimeLimitExceeded
from flask import Flask
from sqlalchemy.orm import Session

from worker.faults import Seldom, fault_place
from worker.leases import keep_renewed
from workflow import emails, smtp
from workflow.config import Settings
from workflow.database import now, reading, statement_by_statement, transaction
from workflow.emails import alike
from workflow.emails.links import carries_link
from workflow.models.publication import Progress
from workflow.queries.notifications.deliveries import pause
from workflow.queries.notifications.readers import Reader, readers
from workflow.rules.notifications.delivery import DeliveryVerdict, Outcome
from workflow.services.notifications import claiming, notifying, recording
from workflow.services.notifications.changes import DeliveryClaim
from workflow.services.notifications.claiming import Batch
from workflow.services.notifications.rechecking import reasons_not_to_send

PAUSE = 60.0  # seconds after the whole channel has failed
FRESH = 5.0  # seconds for which what the record said of a batch's readers holds
AT_THE_END = 4.0  # seconds in which a record that is away is asked again when the process is to end
AGAIN = 0.2  # so soon after the record is back that no other worker takes the mail first

log = logging.getLogger(__name__)


def fan_out(event_id: int) -> bool:
    """Make the deliveries of an event that has none yet; False where that fails, or another worker did it."""
    try:
        with transaction() as session:
            begun = notifying.begin_fan_out(session, event_id)
        with transaction() as session:
            return begun and notifying.fan_out(session, event_id)
    except Exception as error:
        log.error("event %s was not fanned out: %s", event_id, fault_place(error))
        return False


def send_due(app: Flask, settings: Settings, *, ending: threading.Event, seconds: float) -> timedelta | None:
    """Send what is due until nothing is, `seconds` have passed or `ending` is set; what is not tried is given back.

    For how long nobody need look again, as the channel pauses; None where another look is welcome at any time. A server
    that hangs holds up this call alone.
    """
    return _Line(app, settings, ending, seconds).send_due()


def hang_up() -> None:
    """Cut every line of this process, so that each records how its try ended and gives back the rest of its batch."""
    smtp.hang_up()


@dataclass
class _Channel:
    """What the lines of a process share: while the server takes nobody's mail they pause, and no row pays for that."""

    _until: float = 0.0
    _is_refusing: bool = False
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def pause(self, trouble: str) -> timedelta:
        """Pause for a while; for how long."""
        with self._lock:
            self._until = time.monotonic() + PAUSE
        log.warning("mail pauses for %.0f s: %s", PAUSE, trouble)
        return timedelta(seconds=PAUSE)

    def wait(self) -> timedelta | None:
        """How long it pauses still; None where it does not."""
        with self._lock:
            left = self._until - time.monotonic()
        return timedelta(seconds=left) if left > 0 else None

    def note(self, is_refusing: bool) -> None:
        """Say once that all mail waits, as the record has it, since readers were refused one after the other."""
        with self._lock:
            is_new, self._is_refusing = is_refusing and not self._is_refusing, is_refusing
        if is_new:
            log.warning("mail pauses: the server refuses one reader after the other")


_channel = _Channel()


class _Moment:
    """When something was asked, by two clocks: one stands still while a machine sleeps, the other one may be set."""

    def __init__(self) -> None:
        self._at, self._wall = time.monotonic(), time.time()

    def is_past(self) -> bool:
        """Whether what was said then does not hold any more."""
        return time.monotonic() - self._at > FRESH or abs(time.time() - self._wall) > FRESH


@dataclass
class _Asked:
    """What the record said of a batch: who reads it, and whom it must not reach after all."""

    readers: Mapping[int, Reader]
    reasons: Mapping[int, Outcome]
    at: datetime
    moment: _Moment

    def covers(self, claim: DeliveryClaim) -> bool:
        """Whether it says something of that one, and holds still."""
        return claim.delivery_id in self.readers and not self.moment.is_past()


class _Line:
    """One line to the server: what it claims, what it tries, and the bodies that it made a moment ago."""

    def __init__(self, app: Flask, settings: Settings, ending: threading.Event, seconds: float) -> None:
        self._app, self._settings, self._ending = app, settings, ending
        self._until = time.monotonic() + seconds
        self._gives_up_at: float | None = None
        self._under_way: DeliveryClaim | None = None
        self._asked: _Asked | None = None
        self._kept: Session | None = None  # in which nearly all mails are recorded
        self._seldom = Seldom()
        self._bodies: dict[object, tuple[alike.Body | None, _Moment]] = {}

    def send_due(self) -> timedelta | None:
        """See the function of that name."""
        if self._settings.smtp_url is None:
            return timedelta(seconds=PAUSE)
        domain = self._settings.mail_from.rpartition("@")[2]
        while not self._is_over():
            wait, is_due = _look()
            if not is_due:
                return wait
            try:
                with (
                    smtp.line(self._settings.smtp_url, domain) as server,
                    keep_renewed(self._renew),
                    self._app.app_context(),
                ):
                    if not self._serve(server):
                        return _look()[0]
            except smtp.LineDown as down:
                return _channel.pause(str(down))
        return None

    def _serve(self, server: smtp.ServerLine) -> bool:
        """Send batch after batch; False where nothing is left to be claimed, True where this line has to end before."""
        while server.alive and not self._is_over() and _channel.wait() is None:
            with transaction() as session:
                batch = claiming.claim_batch(session)
            if not batch.claims:
                return False
            self._send_batch(server, batch)
        return True

    def _send_batch(self, server: smtp.ServerLine, batch: Batch) -> None:
        claims: Sequence[DeliveryClaim] = batch.claims
        doubted = batch.doubted
        while claims:
            self._under_way = claims[0]
            outcome = self._try(server, claims)
            doubted = doubted or (outcome is not None and outcome.verdict is DeliveryVerdict.REFUSED)
            claims = self._record(server, claims, outcome, doubted=doubted)
            if outcome is not None and outcome.verdict is DeliveryVerdict.CHANNEL:
                _channel.pause(outcome.trouble[:3])  # the server's words may hold the reader's address
        self._under_way = self._asked = None
        self._let_go()

    def _is_over(self) -> bool:
        return self._ending.is_set() or time.monotonic() >= self._until

    def _renew(self, session: Session) -> None:
        if (claim := self._under_way) is not None:
            claiming.renew(session, claim)

    def _try(self, server: smtp.ServerLine, claims: Sequence[DeliveryClaim]) -> Outcome | None:
        """Try the first of the claims; None where the line was closed before it."""
        claimed = claims[0].delivery_id
        try:
            asked = self._fresh(claims)
            if (reason := asked.reasons.get(claimed)) is not None:
                return reason
            content, recipient = self._content(asked.readers[claimed], asked.at)
            # Asked once more where that took long, as in a process that was stopped and may have slept over its lease.
            reason = self._fresh(claims).reasons.get(claimed)
            return reason or server.send(content, self._settings.mail_from, recipient)
        except SoftTimeLimitExceeded:  # of a pool of processes: the server may have taken it all the same
            server.alive = False
            return Outcome(DeliveryVerdict.LATER, "time limit", in_doubt=True)
        except Exception as error:
            log.error("delivery %s failed: %s", claimed, fault_place(error))
            return Outcome(DeliveryVerdict.FAILED, type(error).__name__)

    def _fresh(self, claims: Sequence[DeliveryClaim]) -> _Asked:
        """What the record says of these, or said a moment ago."""
        if self._asked is None or not self._asked.covers(claims[0]):
            self._let_go()
            try:
                self._asked = _ask(claims)
            except Exception as error:  # one that cannot be asked about holds up no other
                log.error("a batch could not be asked about: %s", fault_place(error))
                self._asked = _ask(claims[:1])
        return self._asked

    def _content(self, reader: Reader, at: datetime) -> tuple[EmailMessage | bytes, str]:
        if alike.may_share(reader) and (body := self._body(reader)) is not None:
            return body.addressed(reader, at), reader.email
        self._let_go()
        with transaction() if carries_link(reader.kind) else reading() as session:
            letter = emails.message_for(session, reader.delivery_id, self._settings)
        return letter.message, letter.recipient

    def _body(self, reader: Reader) -> alike.Body | None:
        """The body that the reader shares with others; None where it is the reader's own after all."""
        if reader.body not in self._bodies or self._bodies[reader.body][1].is_past():
            self._bodies = {key: (body, moment) for key, (body, moment) in self._bodies.items() if not moment.is_past()}
            self._bodies[reader.body] = self._make_body(reader), _Moment()
        return self._bodies[reader.body][0]

    def _make_body(self, reader: Reader) -> alike.Body | None:
        self._let_go()
        try:
            with reading() as session:
                return alike.body_for(session, reader, self._settings)
        except alike.ShowsReader as kind:
            log.error("mails of %s are not told alike", kind)
            return None

    def _record(
        self, server: smtp.ServerLine, claims: Sequence[DeliveryClaim], outcome: Outcome | None, *, doubted: bool
    ) -> Sequence[DeliveryClaim]:
        """Write how the first claim's try ended, and begin the next; what is left, empty where the rest was given back.

        A server's yes comes once. Were it forgotten because the record was away, the mail would go out again: so the
        record is asked until it has it, and nothing is sent before that.
        """
        while True:
            goes_on = server.alive and not self._is_over()
            try:
                if goes_on and not doubted and self._hand_on(claims, outcome):
                    return claims[1:]
                self._let_go()
                with transaction() as session:
                    progress, left = _record_end(session, claims, outcome, goes_on=goes_on, doubted=doubted)
                break
            except Exception as error:
                self._let_go()
                if self._seldom.may_say("record"):
                    delivery, place = claims[0].delivery_id, fault_place(error)
                    log.error("the end of delivery %s is not on record yet: %s", delivery, place)
                if self._gives_up():
                    return ()
                time.sleep(AGAIN)
        if progress in (Progress.REFUSED, Progress.SET_ASIDE):
            log.warning("delivery %s is %s", claims[0].delivery_id, progress.value)
        return left

    def _hand_on(self, claims: Sequence[DeliveryClaim], outcome: Outcome | None) -> bool:
        """Record the first as taken and begin the next, in the one statement that does for nearly all mails.

        False where it did not: then all is asked for once more, and counts once whether it was done or not.
        """
        if outcome is None or outcome.verdict is not DeliveryVerdict.SENT or len(claims) == 1:
            return False
        self._kept = self._kept or statement_by_statement()
        return self._kept is not None and recording.record_taken_and_begin(self._kept, claims[0], claims[1])

    def _let_go(self) -> None:
        """Give the kept connection back before another is asked for: lines with one each would wait in a circle."""
        if self._kept is not None:
            self._kept.close()
            self._kept = None

    def _gives_up(self) -> bool:
        """Whether the process has been ending for so long that the record is not waited for any more."""
        if self._gives_up_at is None and self._ending.is_set():
            self._gives_up_at = time.monotonic() + AT_THE_END
        return self._gives_up_at is not None and time.monotonic() >= self._gives_up_at


def _look() -> tuple[timedelta | None, bool]:
    """For how long the channel pauses, by what this process met or what is on record; and whether anything is due."""
    if (wait := _channel.wait()) is not None:
        return wait, False
    with reading() as session:
        at, until = now(session), pause(session)
        is_refusing = until is not None and at < until
        _channel.note(is_refusing)
        if until is not None and is_refusing:
            return until - at, False
        return None, session.scalar(claiming.due(at, 1)) is not None


def _ask(claims: Sequence[DeliveryClaim]) -> _Asked:
    moment = _Moment()
    with reading() as session:
        reasons = reasons_not_to_send(session, claims)
        return _Asked(readers(session, [claim.delivery_id for claim in claims]), reasons, now(session), moment)


def _record_end(
    session: Session, claims: Sequence[DeliveryClaim], outcome: Outcome | None, *, goes_on: bool, doubted: bool
) -> tuple[Progress | None, Sequence[DeliveryClaim]]:
    if outcome is None:
        claiming.give_back(session, claims)
        return None, ()
    first, rest = claims[0], claims[1:]
    progress = recording.record(session, first, outcome, doubted=doubted)
    if goes_on and _says_nothing_of_others(session, outcome):
        for place, claim in enumerate(rest):
            if claiming.begin(session, claim):  # or another line has it by now
                return progress, rest[place:]
        return progress, ()
    claiming.give_back(session, rest)
    return progress, ()


def _says_nothing_of_others(session: Session, outcome: Outcome) -> bool:
    if outcome.verdict is DeliveryVerdict.REFUSED:
        return not claiming.is_paused(session, now(session))
    return outcome.verdict is not DeliveryVerdict.CHANNEL
