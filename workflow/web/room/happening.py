"""What is happening to a statement, in the one line over its text, and the ways on for whoever drafts it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from flask import Blueprint, url_for
from flask_babel import gettext, ngettext

from workflow.queries.home.next_steps import NextStep
from workflow.queries.room.room import Room
from workflow.queries.room.room_texts import RoomConsultation
from workflow.queries.shared.standing import Standing
from workflow.queries.statements.head import Head, RailStep, Station
from workflow.rules.publication.release import ReleaseKind
from workflow.rules.shared.permissions import Action
from workflow.web.room.notes import here
from workflow.web.shared.frame import back_words
from workflow.web.shared.locale import language_name
from workflow.web.shared.marks import HasLabelling, name_of_version
from workflow.web.shared.moments import deadline, moment, time_left

_NOWHERE = Station(RailStep.PUBLICATION, None, None, done=False, current=False)
_DRAFTING = (Action.EDIT_DRAFT, Action.OPEN_CONSULTATION, Action.DISPOSE, Action.OPEN_BALLOT)

_ADDRESSES: dict[NextStep, tuple[str, str | None]] = {
    NextStep.OBJECTIONS: ("consolidation.show", "objections"),
    NextStep.ANSWER: ("consolidation.show", None),
    NextStep.ISSUE: ("consolidation.version", None),
    NextStep.SETTLE: ("consolidation.show", "brackets"),
    NextStep.CONSULT: ("consultations.show", None),
    NextStep.DECIDE: ("submitting.show", None),
}


@dataclass(frozen=True)
class StepLink:
    """A way on. look: the classes of a button; empty for a link of the sentence."""

    said: str
    address: str
    look: str = "btn"


class Versioned(HasLabelling, Protocol):
    """Whatever knows its statement's key and newest version: a standing, a line of Home."""

    @property
    def key(self) -> str:
        """What stands for the statement in an address."""

    @property
    def version(self) -> int | None:
        """The number of its newest version."""


class Releasing(Protocol):
    """Whatever knows when its statement goes out once it is adopted: a standing, a line of Home."""

    @property
    def release(self) -> ReleaseKind:
        """By itself or by hand, as was chosen when its ballot opened."""

    @property
    def embargo_at(self) -> datetime | None:
        """The moment before which nothing goes out; None without one."""

    @property
    def waits_for_voice(self) -> bool:
        """Whether a person would first have to choose in whose name it goes out."""


def init(blueprint: Blueprint) -> None:
    """Give the templates of the room these words."""
    for each in (adoption_words, stage_line, became_words, drafting_sentence, drafting_more, drafting_ways):
        blueprint.add_app_template_global(each)


@dataclass(frozen=True)
class StageLine:
    """What the one line begins with. said: no sentence yet, its full stop comes after the time. left: until its end.

    short_notice: why the ballot closes so soon; empty where it does not. follows: what an adoption leads to by itself,
    as a sentence; empty where no ballot is open.
    """

    said: str
    left: str = ""
    short_notice: str = ""
    follows: str = ""


def stage_line(standing: Standing, head: Head) -> StageLine:
    """Where a statement stands, with the deadline or the day of its stage."""
    if standing.is_abandoned:
        return StageLine(gettext("This draft was abandoned"))
    if standing.is_draft:
        return StageLine(gettext("Draft"))
    if standing.is_before_the_committee:
        return _decision_line(standing, head)
    if standing.is_adopted:
        if standing.is_held:
            return StageLine(gettext("Adopted and held: nothing is published before the secretariat releases it"))
        return _release_line(_station(head.stations, RailStep.PUBLICATION).at, is_out=head.published_at is not None)
    if head.ended is not None:
        return StageLine(back_words(head.ended.number, head.ended.outcome, head.ended.tally))
    return _consultation_line(_station(head.stations, RailStep.CONSULTATION))


def _station(stations: Sequence[Station], step: RailStep) -> Station:
    """The last station of that step: there may have been several consultations."""
    return next((each for each in reversed(stations) if each.step is step), _NOWHERE)


def _consultation_line(last: Station) -> StageLine:
    if last.at is None:
        return StageLine(gettext("Consultation %(number)s", number=last.number or 1))
    when, left = deadline(last.at), "" if last.done else time_left(last.at)
    if left:
        return StageLine(gettext("Consultation %(number)s closes %(when)s", number=last.number, when=when), left)
    return StageLine(gettext("Consultation %(number)s closed %(when)s", number=last.number, when=when))


def _decision_line(standing: Standing, head: Head) -> StageLine:
    number, closes_at = _newest(standing), head.ballot_closes_at
    if closes_at is None or not time_left(closes_at):
        return StageLine(gettext("Version %(number)s is before the Steering Committee", number=number))
    return StageLine(
        _ballot_words(head.ballot or 1, number, deadline(closes_at)),
        time_left(closes_at),
        head.short_notice,
        adoption_words(standing),
    )


def _ballot_words(ballot: int, number: str, when: str) -> str:
    """Until when who decides on what; a ballot after the first is called by its number."""
    if ballot == 1:
        return gettext("The Committee decides on version %(number)s until %(when)s", number=number, when=when)
    return gettext(
        "Ballot %(ballot)s: the Committee decides on version %(number)s until %(when)s",
        ballot=ballot,
        number=number,
        when=when,
    )


def adoption_words(of: Releasing) -> str:
    """What follows by itself if the open ballot adopts the statement."""
    if of.waits_for_voice:
        return gettext("If adopted, the statement waits until the secretariat chooses in whose name it is published.")
    if of.release is ReleaseKind.BY_HAND:
        return gettext("If adopted, the statement is held until the secretariat releases it.")
    if of.embargo_at is not None and time_left(of.embargo_at):
        return gettext(
            "If adopted, the statement is published by itself, but not before %(when)s.", when=moment(of.embargo_at)
        )
    return gettext("If adopted, the statement is published by itself at once.")


def _release_line(at: datetime | None, *, is_out: bool) -> StageLine:
    if at is None:
        return StageLine(gettext("Adopted, not published yet"))
    if is_out:
        return StageLine(gettext("Published %(when)s", when=moment(at)))
    return StageLine(gettext("Adopted, not published yet; release planned for %(when)s", when=deadline(at)))


def name_of_notice(standing: Standing, consultation: RoomConsultation | None) -> str:
    """What the one line goes on with: consultation, drafting, closed, ballot; empty for nothing."""
    if standing.is_in_consultation and consultation:
        return "consultation"
    if any(standing.may(action) for action in _DRAFTING):
        return "drafting"
    if standing.is_in_consolidation and consultation and consultation.closed_at:
        return "closed"
    return "ballot" if standing.may(Action.TAKE_POSITION) else ""


def line_links(standing: Standing, found: Room, notice: str, step: NextStep | None, first_new: str) -> list[StepLink]:
    """The links of the one line, behind its sentences. first_new: the address of what is new to the reader, or ""."""
    links = _links_of_stage(standing, found.consultation, notice, step)
    if standing.may(Action.RELEASE) and not standing.is_held:
        hold = url_for("publication.show", key=standing.key, _anchor="hold-it")
        links.append(StepLink(gettext("Hold the statement"), hold, ""))
    if found.is_older_than(standing):
        said = gettext("Read version %(number)s", number=_newest(standing))
        links.append(StepLink(said, here(version=None), ""))
    if first_new and not found.is_first_look and (fresh := found.fresh - found.fresh_past):
        said = ngettext("%(num)s new or changed point", "%(num)s new or changed points", fresh)
        links.append(StepLink(said, first_new, ""))
    if found.became:
        links.append(StepLink(became_words(standing, found), "#became", ""))
    if found.language != standing.language:
        said = gettext("Read the original in %(language)s", language=language_name(standing.language))
        links.append(StepLink(said, here(language=standing.language), ""))
    if has_more(notice, found.consultation):
        links.append(StepLink(gettext("About this consultation"), "#about", ""))
    return links


def folds(notice: str, links: Sequence[StepLink]) -> bool:
    """Whether a phone folds the links of the one line: the text begins near its top beside a button, too."""
    return bool(links) and (notice in ("drafting", "ballot") or len(links) > 2)


def became_words(standing: Standing, found: Room) -> str:
    """What the answers to the points of the reader's organisation are called."""
    return ngettext(
        "How your point was answered in version %(number)s",
        "How your %(num)s points were answered in version %(number)s",
        found.became_all,
        number=name_of_version(standing, found.number or 0),
    )


def _links_of_stage(
    standing: Standing, consultation: RoomConsultation | None, notice: str, step: NextStep | None
) -> list[StepLink]:
    """What of the stage can be gone to; nothing that is a tab."""
    if notice == "drafting":
        return [way for way in drafting_ways(standing, step, consultation) if not way.look]
    if standing.is_published:
        return [StepLink(gettext("Public page"), url_for("public.statement", address=standing.address), "")]
    if notice not in ("consultation", "closed") or consultation is None:
        return []
    is_over = notice == "closed" or not time_left(consultation.closes_at)
    links = []
    if notice == "closed" and consultation.version != standing.version:
        links.append(_link(standing, gettext("What changed"), "changes.show"))
        links.append(_link(standing, gettext("How each point was answered"), "response_table.show"))
    if is_over and standing.may(Action.POST_LATE):
        links.append(_link(standing, gettext("Send a late comment"), "item_page.new", kind="comment"))
    if not is_over and standing.may(Action.EXTEND_CONSULTATION):
        links.append(_link(standing, gettext("Extend or close this consultation"), "consultations.show"))
    if standing.may(Action.SEE_COVERAGE):
        links.append(_link(standing, gettext("Responses"), "coverage.show"))
    return links


def _link(standing: Standing, said: str, endpoint: str, **more: Any) -> StepLink:
    return StepLink(said, url_for(endpoint, key=standing.key, **more), "")


def has_more(notice: str, consultation: RoomConsultation | None) -> bool:
    """Whether more is settled or said about the consultation than the one line tells: the fold holds it."""
    if consultation is None or not notice:
        return False
    told = consultation.guidance or consultation.blind or consultation.open_blocks is not None
    return consultation.change is not None or (notice == "consultation" and bool(told))


def drafting_sentence(standing: Standing, step: NextStep | None) -> str:
    """Where the text stands, for whoever drafts it; empty while points wait for an answer: the button says it."""
    if standing.is_draft:
        return gettext("Only the penholders, the secretariat and the Steering Committee see the draft.")
    newest = _newest(standing)
    if step is NextStep.DECIDE:
        return gettext("Version %(number)s is issued, and each point has an answer.", number=newest)
    if step is NextStep.CONSULT:
        return gettext("Version %(number)s is issued. The next step is another consultation.", number=newest)
    if step is NextStep.SETTLE:
        return gettext("Version %(number)s is issued, and some of its words are still open.", number=newest)
    return ""


def drafting_more(standing: Standing, step: NextStep | None) -> str:
    """What follows from the next step, in the fold; empty where the line tells all."""
    if standing.is_draft:
        return gettext(
            "When you open a consultation, members see the draft as version %(number)s.",
            number=name_of_version(standing, 1),
        )
    if step in (None, NextStep.ANSWER):
        return gettext(
            "When every comment and amendment has an answer, issue the next version or submit this one to the "
            "Committee."
        )
    return ""


def drafting_ways(standing: Standing, step: NextStep | None, consultation: RoomConsultation | None) -> list[StepLink]:
    """What whoever drafts it can do now; the next step is first, and the one button. Edit and Settings are tabs."""
    first = step or (NextStep.ANSWER if standing.may(Action.DISPOSE) else NextStep.CONSULT)
    consults = standing.may(Action.OPEN_CONSULTATION)
    ways = [step_link(standing, first, "btn primary")] if first is not NextStep.CONSULT or consults else []
    if first is not NextStep.ANSWER and standing.may(Action.DISPOSE):
        ways.append(step_link(standing, NextStep.ANSWER, ""))
    if first is not NextStep.CONSULT and consults:
        ways.append(step_link(standing, NextStep.CONSULT, ""))
    if first is not NextStep.DECIDE and standing.may(Action.OPEN_BALLOT) and standing.version:
        ways.append(step_link(standing, NextStep.DECIDE, ""))
    if consultation and standing.may(Action.SEE_COVERAGE):
        ways.append(StepLink(gettext("Responses"), url_for("coverage.show", key=standing.key), ""))
    return ways


def _newest(of: Versioned) -> str:
    return name_of_version(of, of.version) if of.version else ""


def step_link(of: Versioned, step: NextStep, look: str = "btn") -> StepLink:
    """The button of a step of a statement."""
    endpoint, anchor = _ADDRESSES[step]
    return StepLink(_step_words(of, step), url_for(endpoint, key=of.key, _anchor=anchor), look)


def _step_words(of: Versioned, step: NextStep) -> str:
    next_version = name_of_version(of, (of.version or 0) + 1)
    return {
        NextStep.OBJECTIONS: gettext("Answer the objections"),
        NextStep.ANSWER: gettext("Consolidate the comments"),
        NextStep.ISSUE: gettext("Issue version %(number)s", number=next_version),
        NextStep.SETTLE: gettext("Settle the open words"),
        NextStep.CONSULT: gettext("Open a consultation"),
        NextStep.DECIDE: gettext("Submit version %(number)s to the Committee", number=_newest(of)),
    }[step]
