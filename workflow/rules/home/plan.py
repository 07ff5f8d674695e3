"""The plan of all that is running: days as columns, planned back from the coming occasion, and what ends on which.

Days are those of one zone, the reader's: each moment is put on the day that the reader's calendar shows.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from enum import StrEnum

from workflow.rules.shared.lifecycle import Stage

_A_DAY, _WEEK = timedelta(days=1), timedelta(days=7)
_DAYS_TO_OCCASION = 5  # columns: more of them would be too narrow for a word
_DAYS_IN_ALL = 7
_FRIDAY = 4
_UNDECIDED = frozenset({Stage.DRAFT, Stage.CONSULTATION, Stage.CONSOLIDATION})
_ENDS_BY_ITSELF = frozenset({Stage.CONSULTATION, Stage.DECISION})


class Milestone(StrEnum):
    """What happens to a statement at a moment of the plan."""

    CONSULTATION_CLOSES = "consultation_closes"
    SUBMIT_BY = "submit_by"  # the last moment for a ballot with full notice that ends before the occasion
    BALLOT_CLOSES = "ballot_closes"
    RELEASE = "release"
    OCCASION = "occasion"


@dataclass(frozen=True)
class Due:
    """One milestone and its moment."""

    what: Milestone
    at: datetime


@dataclass(frozen=True)
class Course:
    """What the record says of the time of one statement. closes_at: of its open consultation or ballot.

    release_at: the end of its embargo, or once it is adopted when it goes out. notice: of its ballot, at the least.
    """

    stage: Stage
    closes_at: datetime | None
    release_at: datetime | None
    occasion_at: datetime | None
    notice: timedelta


@dataclass(frozen=True)
class Column:
    """The days from `first` to `last`, which are mostly one; last None: all that follow."""

    first: date
    last: date | None
    is_today: bool = False
    is_occasion: bool = False

    @property
    def is_one_day(self) -> bool:
        """Whether a time alone says when."""
        return self.first == self.last

    def holds(self, day: date) -> bool:
        """Whether the day is one of its days."""
        return self.first <= day and (self.last is None or day <= self.last)


@dataclass(frozen=True)
class Cell:
    """One statement in one column. runs: it is on its way to a later milestone, or to one here.

    is_live: members can act on it. ends: what happens here, in its order.
    """

    runs: bool
    is_live: bool
    ends: tuple[Due, ...]


@dataclass(frozen=True)
class Calendar:
    """columns: from today on. rows: of each course, in the order asked, its cells, one a column.

    occasion_at: the moment that all is planned back from; None where no occasion is to come.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    occasion_at: datetime | None


def plan(courses: Sequence[Course], now: datetime, zone: tzinfo) -> Calendar:
    """The plan at the moment `now`, in the days of `zone`.

    It is planned back from the last occasion of the coming week, or from the next one where that is later; without one
    it ends with the last milestone.
    """
    dues = [milestones(each, now) for each in courses]
    occasion_at = coming_occasion((each.occasion_at for each in courses if each.occasion_at), now)
    days = {due.at.astimezone(zone).date() for each in dues for due in each}
    today = now.astimezone(zone).date()
    columns = days_of_plan(today, occasion_at.astimezone(zone).date() if occasion_at else None, days)
    rows = tuple(
        _cells(columns, each, _acts_until(course, now), now, zone) for course, each in zip(courses, dues, strict=True)
    )
    return Calendar(columns, rows, occasion_at)


def milestones(course: Course, now: datetime) -> tuple[Due, ...]:
    """What is to happen, the earliest first; also what should have happened already and has not."""
    found = [
        (Milestone.CONSULTATION_CLOSES, course.closes_at if course.stage is Stage.CONSULTATION else None),
        (Milestone.SUBMIT_BY, _last_submission(course, now)),
        (Milestone.BALLOT_CLOSES, course.closes_at if course.stage is Stage.DECISION else None),
        (
            Milestone.RELEASE,
            course.release_at if course.stage is Stage.ADOPTED or _comes(course.release_at, now) else None,
        ),
        (Milestone.OCCASION, course.occasion_at),
    ]
    return tuple(sorted((Due(what, at) for what, at in found if at is not None), key=lambda due: due.at))


def coming_occasion(occasions: Iterable[datetime], now: datetime) -> datetime | None:
    """The occasion to plan back from: the last one of the coming week, else the next; None where none is to come."""
    coming = sorted(at for at in occasions if at >= now)
    within = [at for at in coming if at - now <= _WEEK]
    return (within[-1] if within else coming[0]) if coming else None


def days_of_plan(today: date, occasion: date | None, days: Collection[date]) -> tuple[Column, ...]:
    """The columns: today, each day up to the occasion, the next working day, all later ones.

    days: those on which something happens. Where there are too many days before the occasion, those on which nothing
    happens are one column together, and the last before it too; without an occasion all ends with the last of `days`.
    """
    coming = sorted(day for day in days if day > today)
    if occasion is None:
        return _columns(today, coming[-1] if coming else today, coming, _DAYS_IN_ALL)
    before = _columns(today, occasion, coming, _DAYS_TO_OCCASION)
    working = next_working_day(occasion)
    marked = Column(occasion, occasion, is_today=occasion == today, is_occasion=True)
    return (*before[:-1], marked, Column(occasion + _A_DAY, working), Column(working + _A_DAY, None))


def next_working_day(day: date) -> date:
    """The first day after `day` from Monday to Friday."""
    after = day + _A_DAY
    return after if after.weekday() <= _FRIDAY else after + timedelta(days=7 - after.weekday())


def _columns(today: date, last: date, busy: Sequence[date], most: int) -> tuple[Column, ...]:
    """Columns from `today` to `last`, no more than `most`, with a day of its own for as many busy days as that allows,
    the earliest first.
    """
    between = [day for day in busy if today < day < last]
    if (last - today).days < most:
        between = [today + timedelta(days=days) for days in range(1, (last - today).days)]
    for kept in range(len(between), -1, -1):
        found = _with_gaps(sorted({today, *between[:kept], last}), today)
        if len(found) <= most:
            break
    return found


def _with_gaps(days: Sequence[date], today: date) -> tuple[Column, ...]:
    """A column for each day, and one for all days between two of them."""
    found: list[Column] = []
    for day in days:
        if found and day - found[-1].first > _A_DAY:
            found.append(Column(found[-1].first + _A_DAY, day - _A_DAY))
        found.append(Column(day, day, is_today=day == today))
    return tuple(found)


def _last_submission(course: Course, now: datetime) -> datetime | None:
    if course.stage not in _UNDECIDED or not _comes(course.occasion_at, now) or course.occasion_at is None:
        return None
    return course.occasion_at - course.notice


def _comes(at: datetime | None, now: datetime) -> bool:
    return at is not None and at >= now


def _acts_until(course: Course, now: datetime) -> datetime | None:
    """Until when members can act; None where they cannot, or no more."""
    is_open = course.stage in _ENDS_BY_ITSELF and _comes(course.closes_at, now)
    return course.closes_at if is_open else None


def _cells(
    columns: Sequence[Column], dues: Sequence[Due], acts_until: datetime | None, now: datetime, zone: tzinfo
) -> tuple[Cell, ...]:
    today = columns[0].first

    def place(at: datetime) -> int:
        # What should have happened already stands under today: nobody looks for it in the past.
        day = max(today, at.astimezone(zone).date())
        return next(number for number, column in enumerate(columns) if column.holds(day))

    ends = [place(due.at) for due in dues]
    last = max((number for number, due in zip(ends, dues, strict=True) if due.at >= now), default=-1)
    live = place(acts_until) if acts_until is not None else -1
    return tuple(
        Cell(
            runs=number <= last,
            is_live=number <= live,
            ends=tuple(due for due, where in zip(dues, ends, strict=True) if where == number),
        )
        for number in range(len(columns))
    )
