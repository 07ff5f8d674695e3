"""What is happening to a statement, in the notice over its text, and the ways on for whoever drafts it."""

from dataclasses import dataclass
from typing import Protocol

from flask import Blueprint, url_for
from flask_babel import gettext

from workflow.queries.home.next_steps import NextStep
from workflow.queries.room.room_texts import RoomConsultation
from workflow.queries.shared.standing import Standing
from workflow.rules.shared.permissions import Action
from workflow.web.shared.marks import HasLabelling, name_of_version

_DRAFTING = (Action.EDIT_DRAFT, Action.OPEN_CONSULTATION, Action.DISPOSE, Action.OPEN_BALLOT)

_ADDRESSES: dict[NextStep, tuple[str, str | None]] = {
    NextStep.ANSWER: ("consolidation.show", None),
    NextStep.ISSUE: ("consolidation.version", None),
    NextStep.SETTLE: ("consolidation.show", "brackets"),
    NextStep.CONSULT: ("consultations.show", None),
    NextStep.DECIDE: ("decision.opening", None),
}


@dataclass(frozen=True)
class StepLink:
    """A link of a row of buttons. look: its classes."""

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


def init(blueprint: Blueprint) -> None:
    """Give the templates of the room these words."""
    blueprint.add_app_template_global(drafting_sentence)
    blueprint.add_app_template_global(drafting_ways)


def name_of_notice(standing: Standing, consultation: RoomConsultation | None) -> str:
    """Which notice stands over the text: consultation, drafting, closed, ballot; empty for none."""
    if standing.is_in_consultation and consultation:
        return "consultation"
    if any(standing.may(action) for action in _DRAFTING):
        return "drafting"
    if standing.is_in_consolidation and consultation and consultation.closed_at:
        return "closed"
    return "ballot" if standing.may(Action.TAKE_POSITION) else ""


def drafting_sentence(standing: Standing, step: NextStep | None) -> str:
    """Where the text stands, for whoever drafts it."""
    if standing.is_draft:
        return gettext(
            "Only the penholders, the secretariat and the Steering Committee see the draft. When you open a "
            "consultation, members see the draft as version %(number)s.",
            number=name_of_version(standing, 1),
        )
    newest = _newest(standing)
    if step is NextStep.DECIDE:
        return gettext("Version %(number)s is issued, and each point has an answer.", number=newest)
    if step is NextStep.CONSULT:
        return gettext("Version %(number)s is issued. The next step is another consultation.", number=newest)
    if step is NextStep.SETTLE:
        return gettext("Version %(number)s is issued, and some of its words are still open.", number=newest)
    return gettext(
        "The consultation is closed. When every comment and amendment has an answer, issue the next version or "
        "submit this one to the Committee."
    )


def drafting_ways(standing: Standing, step: NextStep | None, consultation: RoomConsultation | None) -> list[StepLink]:
    """What whoever drafts it can do now; the next step is first."""
    first = step or (NextStep.ANSWER if standing.may(Action.DISPOSE) else NextStep.CONSULT)
    consults = standing.may(Action.OPEN_CONSULTATION)
    ways = [step_link(standing, first, "btn primary")] if first is not NextStep.CONSULT or consults else []
    if first is not NextStep.ANSWER and standing.may(Action.DISPOSE):
        ways.append(step_link(standing, NextStep.ANSWER))
    if first is not NextStep.CONSULT and consults:
        ways.append(step_link(standing, NextStep.CONSULT))
    if standing.may(Action.EDIT_DRAFT):
        ways.append(StepLink(gettext("Edit the text"), url_for("drafts.show", key=standing.key)))
    if first is not NextStep.DECIDE and standing.may(Action.OPEN_BALLOT) and standing.version:
        ways.append(step_link(standing, NextStep.DECIDE))
    if standing.may(Action.CHANGE_SETTINGS):
        ways.append(StepLink(gettext("Settings and penholders"), url_for("settings.show", key=standing.key), "tapped"))
    if consultation and standing.may(Action.SEE_COVERAGE):
        ways.append(StepLink(gettext("Responses"), url_for("coverage.show", key=standing.key), "tapped"))
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
        NextStep.ANSWER: gettext("Consolidate the comments"),
        NextStep.ISSUE: gettext("Issue version %(number)s", number=next_version),
        NextStep.SETTLE: gettext("Settle the open words"),
        NextStep.CONSULT: gettext("Open a consultation"),
        NextStep.DECIDE: gettext("Submit version %(number)s to the Committee", number=_newest(of)),
    }[step]
