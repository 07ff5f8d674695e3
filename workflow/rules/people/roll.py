"""The roll of the Committee: which changes a seat knows, who asks for one, who confirms it, and until when.

Nobody changes the roll alone once there was a ballot: one person asks, and another one confirms.

| who                                                              | asks | confirms, refuses | takes back |
| ---------------------------------------------------------------- | ---- | ----------------- | ---------- |
| the operator at the terminal                                     | yes  | no                | no         |
| who asked, of the secretariat                                    | –    | no                | yes        |
| another one of the secretariat, who joined seven days ago        | yes  | yes               | no         |
| another one of the secretariat, who joined since                 | yes  | no                | no         |
| focal point of a seat not concerned, who joined seven days ago   | no   | where none of the secretariat may | no |
| focal point of the seat concerned, or of no seat                 | no   | no                | no         |
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Literal


class SeatAct(StrEnum):
    """What a change does to the seat of one organisation."""

    GIVE = "give"
    END = "end"
    SUSPEND = "suspend"  # with its organisation, which can take no position
    RESUME = "resume"


class SeatChangeState(StrEnum):
    """What became of a change that somebody asked for."""

    ASKED = "asked"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    TAKEN_BACK = "taken_back"
    LAPSED = "lapsed"


class SeatAnswer(StrEnum):
    """What somebody says to a change that waits."""

    CONFIRM = "confirm"
    REFUSE = "refuse"
    TAKE_BACK = "take_back"


STATE_AFTER = {
    SeatAnswer.CONFIRM: SeatChangeState.CONFIRMED,
    SeatAnswer.REFUSE: SeatChangeState.REFUSED,
    SeatAnswer.TAKE_BACK: SeatChangeState.TAKEN_BACK,
}
LAPSES_AFTER = timedelta(hours=24)
SETTLED_AFTER = timedelta(days=7)
"""Who joined later than that is too new to be the second person: whoever invites could confirm by that account."""
SHOWN_BEFORE_BALLOT = timedelta(days=7)
"""A change that was made within this span before a ballot stands on its page."""
NEEDS_REASON = frozenset({SeatAct.END, SeatAct.SUSPEND})
TAKES_SEAT = NEEDS_REASON
"""After these the organisation cannot act in the Committee any more."""
DECIDED_BY_LIMIT = 200  # characters

SecondFault = Literal["own", "not_own", "too_new", "concerned", "not_yours"]


@dataclass(frozen=True)
class RollPerson:
    """Somebody who may be the second person. organisation_id None: of the secretariat.

    is_seated: the organisation holds a seat and is not suspended. Whoever was removed is not asked about.
    """

    id: int
    organisation_id: int | None
    joined_at: datetime | None
    is_seated: bool = False

    def is_settled(self, at: datetime) -> bool:
        """Whether the person joined long enough ago."""
        return self.joined_at is not None and self.joined_at <= at - SETTLED_AFTER


@dataclass(frozen=True)
class SeatRequest:
    """A change that waits: of whose seat, and who asked (None: the operator)."""

    organisation_id: int
    asked_by: int | None


def may_suit(act: SeatAct, *, has_seat: bool, suspended: bool) -> bool:
    """Whether the change has something to change: a seat that is held is not given again, and so on."""
    return {
        SeatAct.GIVE: not has_seat and not suspended,
        SeatAct.END: has_seat,
        SeatAct.SUSPEND: not suspended,
        SeatAct.RESUME: suspended,
    }[act]


def seconds(asked: SeatRequest, people: Collection[RollPerson], at: datetime) -> frozenset[int]:
    """The ids of those of `people` who may confirm or refuse what is asked.

    Others of the secretariat; where none of them may, the focal points of the seats that it does not concern.
    """
    settled = [each for each in people if each.id != asked.asked_by and each.is_settled(at)]
    office = frozenset(each.id for each in settled if each.organisation_id is None)
    elsewhere = (each for each in settled if each.is_seated and each.organisation_id != asked.organisation_id)
    return office or frozenset(each.id for each in elsewhere)


def why_not(
    answer: SeatAnswer, asked: SeatRequest, person: RollPerson, people: Collection[RollPerson], at: datetime
) -> SecondFault | None:
    """Why `person` may not answer so; None where the person may."""
    is_own = asked.asked_by == person.id
    if answer is SeatAnswer.TAKE_BACK:
        return None if is_own else "not_own"
    if is_own:
        return "own"
    if person.id in seconds(asked, people, at):
        return None
    if person.organisation_id == asked.organisation_id:
        return "concerned"
    if person.organisation_id is None or (person.is_seated and not person.is_settled(at)):
        return "too_new"
    return "not_yours"
