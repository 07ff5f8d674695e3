"""The plan of the secretariat in words: its days, what stands on them, the number that decides each row, its button."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask import url_for
from flask_babel import gettext, ngettext

from workflow.queries.home.next_steps import NextStep
from workflow.queries.home.running import BallotCount, RunningStatement
from workflow.rules.decision.steering import may_remind_at
from workflow.rules.home.plan import Calendar, Cell, Column, Due, Milestone, milestones, plan
from workflow.rules.shared.lifecycle import Stage
from workflow.services.consultation.reminding import PAUSE
from workflow.web.home.plan_words import milestone_words, number_words, words_beside
from workflow.web.room.happening import adoption_words, step_link
from workflow.web.shared.moments import clock_time, full_calendar_day, moment, reader_zone, short_calendar_day

_REMINDER_WAITS = timedelta(days=2)  # so long before a deadline its silent ones are something to see to
_PAGE_OF_STAGE = {Stage.DECISION: "decision.show", Stage.ADOPTED: "publication.show"}


@dataclass(frozen=True)
class Deed:
    """The button of a row: what moves its number. is_form: it does it at once, else it leads to the page for it.

    waits: for the person who looks, and for nobody else's turn.
    """

    said: str
    address: str
    is_form: bool = False
    waits: bool = False


@dataclass(frozen=True)
class PlanHead:
    """What stands over a column, in two lines; classes: of its cells."""

    said: str
    below: str
    classes: str


@dataclass(frozen=True)
class PlanEnd:
    """What happens in a cell: when, in figures, and what."""

    when: str
    said: str


@dataclass(frozen=True)
class PlanCell:
    """classes: how it is drawn. day: what a reader of sentences is told first; empty where `ends` say their days."""

    classes: str
    day: str
    ends: tuple[PlanEnd, ...]


@dataclass(frozen=True)
class PlanRow:
    """One statement. number: what decides. beside: why it stands there, or what today's positions come to. follows:
    what an adoption leads to by itself, while its ballot is open.

    deed None: there is nothing to do, or it is not this person's turn; then `rest` says so.
    """

    statement: RunningStatement
    address: str
    number: str
    beside: str
    follows: str
    cells: tuple[PlanCell, ...]
    deed: Deed | None
    rest: str


@dataclass(frozen=True)
class PlanTable:
    """All of it. planned_for: the statement whose occasion everything is planned back from; None without one."""

    heads: tuple[PlanHead, ...]
    rows: tuple[PlanRow, ...]
    planned_for: RunningStatement | None

    @property
    def waiting(self) -> int:
        """How many rows wait for the person who looks."""
        return sum(row.deed is not None and row.deed.waits for row in self.rows)

    @property
    def first(self) -> Deed | None:
        """The deed that comes first among those that wait: one button of a page stands out."""
        return next((row.deed for row in self.rows if row.deed and row.deed.waits), None)


def plan_table(statements: Sequence[RunningStatement], steps: Mapping[str, NextStep], now: datetime) -> PlanTable:
    """The table of what is running, by its next date. steps: key -> the next step of those in consolidation."""
    ordered = sorted(statements, key=lambda each: _next_date(each, now))
    found = plan([each.course for each in ordered], now, reader_zone())
    heads = tuple(_head(column, found) for column in found.columns)
    rows = tuple(
        _row(each, [_cell(*pair, now) for pair in zip(cells, found.columns, strict=True)], steps.get(each.key), now)
        for each, cells in zip(ordered, found.rows, strict=True)
    )
    at = found.occasion_at
    return PlanTable(heads, rows, next((each for each in ordered if at and each.occasion_at == at), None))


def _next_date(each: RunningStatement, now: datetime) -> float:
    dues = milestones(each.course, now)
    return min((due.at.timestamp() for due in dues if due.what is not Milestone.SUBMIT_BY), default=float("inf"))


def _row(each: RunningStatement, cells: Sequence[PlanCell], step: NextStep | None, now: datetime) -> PlanRow:
    deed = _deed(each, step, now)
    return PlanRow(
        statement=each,
        address=url_for(_PAGE_OF_STAGE.get(each.stage, "room.show"), key=each.key),
        number=number_words(each),
        beside=words_beside(each),
        follows=adoption_words(each) if each.stage is Stage.DECISION else "",
        cells=tuple(cells),
        deed=deed,
        rest="" if deed else _rest(each, now),
    )


def _head(column: Column, found: Calendar) -> PlanHead:
    return PlanHead(_days(column, found), _below(column, found), _classes_of_column(column))


def _days(column: Column, found: Calendar) -> str:
    if column.last is None:
        return gettext("Later")
    today = found.columns[0].first
    last = short_calendar_day(column.last, today)
    # The days between the occasion and the next working day are a weekend: it is the working day that is meant.
    follows = any(each.is_occasion and each.first < column.first for each in found.columns)
    return last if column.is_one_day or follows else f"{short_calendar_day(column.first, today)} – {last}"


def _below(column: Column, found: Calendar) -> str:
    if column.is_occasion and found.occasion_at is not None:
        return gettext("occasion, %(time)s", time=clock_time(found.occasion_at))
    if column.is_today:
        return gettext("today")
    occasion = next((each.first for each in found.columns if each.is_occasion), None)
    if occasion is None or not column.is_one_day or column.first > occasion:
        return ""
    days = (occasion - column.first).days
    return ngettext("%(num)s day before", "%(num)s days before", days)


def _classes_of_column(column: Column) -> str:
    return " ".join(name for name, is_so in (("today", column.is_today), ("day", column.is_occasion)) if is_so)


def _cell(cell: Cell, column: Column, now: datetime) -> PlanCell:
    is_bar = cell.runs and not (cell.ends and not column.is_today)
    drawn = [
        (_classes_of_column(column), True),
        ("run", is_bar),
        ("end", cell.runs and not is_bar),
        ("live", cell.is_live),
    ]
    is_dated = column.is_one_day and all(_is_on(due, column.first) for due in cell.ends)
    return PlanCell(
        classes=" ".join(name for name, is_so in drawn if name and is_so),
        day=_day_of(column) if cell.ends and is_dated else "",
        ends=tuple(_end(due, now, is_dated=is_dated) for due in cell.ends),
    )


def _is_on(due: Due, day: date) -> bool:
    return due.at.astimezone(reader_zone()).date() == day


def _day_of(column: Column) -> str:
    return gettext("Today") if column.is_today else full_calendar_day(column.first)


def _end(due: Due, now: datetime, *, is_dated: bool) -> PlanEnd:
    return PlanEnd(clock_time(due.at) if is_dated else moment(due.at), milestone_words(due, is_over=due.at < now))


def _deed(each: RunningStatement, step: NextStep | None, now: datetime) -> Deed | None:
    if each.stage is Stage.CONSULTATION:
        return _reminder(each, now)
    if each.stage is Stage.DECISION:
        return _ballot_reminder(each, now)
    if each.stage is Stage.ADOPTED:
        return _release_deed(each)
    return _drafting_deed(each, step) if each.pen else None


def _reminder(each: RunningStatement, now: datetime) -> Deed | None:
    """A reminder of those who have not answered; it waits for somebody once the deadline is near."""
    if each.closes_at is None or each.closes_at <= now or not each.silent or _reminded_lately(each, now):
        return None
    said = gettext("Remind %(count)s", count=each.silent)
    address = url_for("coverage.remind", key=each.key)
    return Deed(said, address, is_form=True, waits=each.closes_at - now <= _REMINDER_WAITS)


def _reminded_lately(each: RunningStatement, now: datetime) -> bool:
    return each.reminded_at is not None and now < each.reminded_at + PAUSE


def _ballot_reminder(each: RunningStatement, now: datetime) -> Deed | None:
    """A reminder of the seats that have taken no position, in the hands of whoever steers the ballot."""
    if each.ballot is None or each.closes_at is None or each.closes_at <= now or not each.ballot.missing:
        return None
    if not each.may_steer or _ballot_rests(each.ballot, now):
        return None
    said = gettext("Remind %(count)s", count=each.ballot.missing)
    address = url_for("decision.remind", key=each.key)
    return Deed(said, address, is_form=True, waits=each.closes_at - now <= _REMINDER_WAITS)


def _ballot_rests(ballot: BallotCount, now: datetime) -> bool:
    again_at = may_remind_at(ballot.reminded_at)
    return again_at is not None and now < again_at


def _release_deed(each: RunningStatement) -> Deed | None:
    if each.waits_for_voice:
        said, page = gettext("Choose in whose name to publish"), "publication.voice"
    elif each.is_held:
        said, page = gettext("Release…"), "publication.release"
    elif each.is_stuck:
        said, page = gettext("See why, and try again"), "publication.show"
    else:
        return None
    return Deed(said, url_for(page, key=each.key), waits=True)


def _drafting_deed(each: RunningStatement, step: NextStep | None) -> Deed:
    if each.stage is Stage.DRAFT:
        return Deed(gettext("Edit the draft"), url_for("drafts.show", key=each.key), waits=True)
    if step is NextStep.OBJECTIONS:
        said = ngettext("Answer %(num)s objection", "Answer %(num)s objections", each.unanswered)
        return Deed(said, url_for("consolidation.show", key=each.key, _anchor="objections"), waits=True)
    left = each.items - each.dealt
    if left and step in (None, NextStep.ANSWER):
        said = ngettext("Answer %(num)s point", "Answer %(num)s points", left)
        return Deed(said, url_for("consolidation.show", key=each.key), waits=True)
    link = step_link(each, step or NextStep.ANSWER)
    return Deed(link.said, link.address, waits=True)


def _rest(each: RunningStatement, now: datetime) -> str:
    if each.stage in (Stage.DRAFT, Stage.CONSOLIDATION):
        return gettext("With the penholder")
    if each.stage is Stage.CONSULTATION and each.silent and each.reminded_at and _reminded_lately(each, now):
        return gettext("Reminded %(when)s", when=moment(each.reminded_at))
    if each.stage is Stage.DECISION and each.ballot and each.ballot.reminded_at and _ballot_rests(each.ballot, now):
        return gettext("Reminded %(when)s", when=moment(each.ballot.reminded_at))
    return gettext("Nothing to do")
