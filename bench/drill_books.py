"""The books of a drill: what is true when it is over, whatever was killed meanwhile. Values in, sentences out."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Mail:
    """One delivery of the record. spoilt: the drill made it so that it can never go out.

    may_drop: it reminds of what may have been done before it could be sent.
    """

    event: int
    person: int
    to: str
    message_id: str
    progress: str
    in_doubt: bool = False
    spoilt: bool = False
    may_drop: bool = False


@dataclass(frozen=True)
class Release:
    """One publication. spoilt: its stored words were changed, so that it must stay in.

    adopted, row, page, file: language -> digest, as the ballot says, the record, the page that is served and the text
    beside it. told, listed: events and entries of the feed that are of it.
    """

    key: str
    progress: str
    adopted: Mapping[str, str]
    row: Mapping[str, str]
    page: Mapping[str, str]
    file: Mapping[str, str]
    told: int
    listed: int
    spoilt: bool = False


@dataclass(frozen=True)
class Wait:
    """How long something was late, counted from its time or from the end of the fault that it came in."""

    what: str
    seconds: float
    most: float


@dataclass(frozen=True)
class Ending:
    """How a drill ended. owed: event -> the persons who are told of it; made: the events with deliveries.

    arrived: (recipient, Message-ID) -> how often the mail server took it. killed: lines that were killed, each of
    which may have had one mail under way. left: leases and errands that nobody gave back. spoilt: events whose
    deliveries cannot be made.
    """

    owed: Mapping[int, frozenset[int]]
    made: frozenset[int]
    mails: tuple[Mail, ...]
    arrived: Mapping[tuple[str, str], int]
    releases: tuple[Release, ...]
    waits: tuple[Wait, ...] = ()
    killed: int = 0
    left: tuple[str, ...] = ()
    spoilt: frozenset[int] = field(default_factory=frozenset)

    @property
    def doubled(self) -> int:
        """How many mails too many the server took."""
        return sum(count - 1 for count in self.arrived.values())


def imbalances(ending: Ending) -> list[str]:
    """What does not balance, one sentence each; nothing where everything does."""
    return [said for line in BOOKS for said in line(ending)]


def _each_event_has_its_audience(ending: Ending) -> Iterator[str]:
    told: dict[int, list[int]] = {}
    for mail in ending.mails:
        told.setdefault(mail.event, []).append(mail.person)
    for event, people in ending.owed.items():
        if event in ending.spoilt:
            if event in ending.made or event in told:
                yield f"event {event} was spoilt, and has deliveries"
            continue
        if event not in ending.made:
            yield f"event {event} has no deliveries yet"
        there = told.get(event, [])
        if missing := len(people - set(there)):
            yield f"event {event}: {missing} of {len(people)} are not told"
        if len(set(there) - people) or len(there) != len(set(there)):
            yield f"event {event}: somebody is told who is not to be, or twice"
    if more := told.keys() - ending.owed.keys():
        yield f"deliveries of events that the drill does not know: {sorted(more)}"


def _each_mail_has_ended(ending: Ending) -> Iterator[str]:
    for mail in ending.mails:
        wanted = "set_aside" if mail.spoilt else "done"
        if mail.progress != wanted and not (mail.may_drop and mail.progress == "dropped"):
            yield f"the mail of event {mail.event} to {mail.to} is {mail.progress}, not {wanted}"


def _each_mail_arrived_once(ending: Ending) -> Iterator[str]:
    known = {(mail.to, mail.message_id): mail for mail in ending.mails}
    for key, mail in known.items():
        count = ending.arrived.get(key, 0)
        if mail.spoilt and count:
            yield f"the mail to {mail.to} was spoilt, and arrived"
        elif not count and mail.progress == "done":
            yield f"LOST: the mail of event {mail.event} to {mail.to} is done, and did not arrive"
        elif count > 1 and not mail.in_doubt:
            yield f"the mail of event {mail.event} to {mail.to} arrived {count} times, and is not in doubt"
    for to, message_id in ending.arrived.keys() - known.keys():
        yield f"{to} was sent {message_id}, of which the record knows nothing"
    if ending.doubled > ending.killed:
        yield f"{ending.doubled} mails too many arrived, and {ending.killed} lines were killed"


def _each_release_is_out_once(ending: Ending) -> Iterator[str]:
    for each in ending.releases:
        if each.spoilt:
            if each.progress != "set_aside" or each.told or each.listed or each.page or each.file:
                yield f"{each.key} was spoilt, and is {each.progress}, told {each.told} times, listed {each.listed}"
            continue
        if each.progress != "done":
            yield f"the publication of {each.key} is {each.progress}"
        if each.told != 1 or each.listed != 1:
            yield f"{each.key} was published {each.told} times, and stands in the feed {each.listed} times"
        for where, found in (("row", each.row), ("page", each.page), ("file", each.file)):
            if dict(found) != dict(each.adopted):
                yield f"the {where} of {each.key} has other words than were adopted"
    keys = [each.key for each in ending.releases]
    for key in sorted({key for key in keys if keys.count(key) > 1}):
        yield f"{key} has {keys.count(key)} publications"
    if not [each for each in ending.releases if not each.spoilt]:
        yield "nothing was published"


def _nothing_is_left(ending: Ending) -> Iterator[str]:
    yield from (f"left over: {each}" for each in ending.left)


def _nothing_was_late(ending: Ending) -> Iterator[str]:
    for wait in ending.waits:
        if wait.seconds > wait.most:
            yield f"{wait.what} came {wait.seconds:.1f} s late, which may be {wait.most:.0f}"


BOOKS = (
    _each_event_has_its_audience,
    _each_mail_has_ended,
    _each_mail_arrived_once,
    _each_release_is_out_once,
    _nothing_is_left,
    _nothing_was_late,
)
