"""Home: the first page after signing in."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, Protocol

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext
from sqlalchemy.orm import Session

from workflow.database import about_now, reading
from workflow.queries.history.change_counts import newest_changes
from workflow.queries.home.alike import references_of_alike
from workflow.queries.home.asked_again import support_to_confirm
from workflow.queries.home.became import became
from workflow.queries.home.consents_asked import consents_asked
from workflow.queries.home.first_steps import first_steps
from workflow.queries.home.home import Home, Work, home
from workflow.queries.home.next_steps import NextStep, next_steps
from workflow.queries.home.reach import Reach, reach
from workflow.queries.home.running import running
from workflow.queries.home.waiting import waiting
from workflow.queries.notifications.deliveries import overdue
from workflow.queries.notifications.unreached import count
from workflow.queries.people.roll import waiting_for
from workflow.queries.publication import printed
from workflow.queries.shared.clocks import worker_that_stopped
from workflow.rules.shared.lifecycle import Stage
from workflow.rules.shared.permissions import Action
from workflow.web.home import answered_points, planning
from workflow.web.home import first_steps as first_steps_words
from workflow.web.room import looking
from workflow.web.room.happening import StepLink, step_link
from workflow.web.shared import access
from workflow.web.shared.moments import last_midnight, moment

blueprint = Blueprint("home", __name__)
for _words in (
    answered_points.answered_sentence,
    answered_points.change_sentences,
    answered_points.next_sentence,
    answered_points.outcomes_of,
    answered_points.own_words_html,
    answered_points.own_words_sentence,
    answered_points.asked_by_point,
    answered_points.place_of_point,
    answered_points.point_redline,
):
    blueprint.add_app_template_global(_words)


class Titled(Protocol):
    """Whatever on Home is about one statement."""

    @property
    def key(self) -> str:
        """What stands for the statement in an address."""

    @property
    def title(self) -> str:
        """Its title as the viewer reads it."""


@blueprint.get("/home")
def show() -> ResponseReturnValue:
    """What needs this person now, by its deadline."""
    moment = about_now()
    with reading() as session:
        found, waits = home(session, access.viewer()), waiting(session, access.viewer())
        asked = consents_asked(session, access.viewer())
        again, out = support_to_confirm(session, access.viewer()), became(session, access.viewer())
        runs = running(session, access.viewer())
        steps = next_steps(session, [work.key for work in found.to_write if work.stage is Stage.CONSOLIDATION])
        notices = _notices(session, moment)
        first = first_steps(session, access.viewer()) if not runs else None
        seconds = waiting_for(session, access.viewer())
        changed = newest_changes(session, [each.key for each in out])
        table = planning.plan_table(runs, steps, moment)
        alike = references_of_alike(session, _titles(found, asked, waits, again, out, runs))
    over = all(work.at is None or work.at <= moment for work in found.coming)
    facts = {
        "home": found,
        "waits": waits,
        "again": again,
        "became": out,
        "steps": steps,
        "table": table,
        "roll": seconds,
        "consents": asked,
    }
    trouble = bool(notices["unreached"] or notices["overdue"])
    things = found.count + len(asked) + len(waits) + len(again) + len(seconds) + trouble + table.waiting
    if runs:  # its rows count what the person drafts
        things -= found.drafts_waiting
    is_empty = not (things or found.answers or out or found.closed or access.viewer().secretariat)
    facts |= {"count": things, "is_empty": is_empty}
    facts |= {
        "alike": alike,
        "changed": changed,
        "as_of": looking.as_of(),
        "answered": sum(len(each.points) for each in out),
        "works": {work.key: work for work in found.to_write},
        "first": first_steps_words.steps(first) if first else (),
    }
    return render_template("home/show.html", now=moment, over=over, **facts, **notices)


def _notices(session: Session, moment: datetime) -> dict[str, Any]:
    """What the secretariat is told of the service itself; nothing before others."""
    if not access.may(Action.SEE_DELIVERIES):
        return {"unreached": 0, "overdue": None, "stopped": None, "aside": (), "reach": None}
    return {
        "unreached": count(session),
        "overdue": overdue(session, moment),
        "stopped": worker_that_stopped(session, moment),
        "aside": printed.waiting(session),
        "reach": reach(session, last_midnight()),
    }


def _titles(found: Home, *others: Sequence[Titled]) -> Iterator[tuple[str, str]]:
    """The key and the title of every statement on the page, each as often as it stands there."""
    works = (found.to_decide, found.to_comment, found.to_write, found.unsent, found.closed, found.coming)
    groups: tuple[Sequence[Titled], ...] = (*works, found.answers, found.published, *others)
    yield from ((row.key, row.title) for rows in groups for row in rows)


_PAGE_OF_DRAFTER = {Stage.DRAFT: "drafts.show", Stage.CONSOLIDATION: "consolidation.show"}
_PAGE_OF_STAGE = {
    Stage.DECISION: "decision.show",
    Stage.ADOPTED: "publication.show",
    Stage.CONSULTATION: "coverage.show",
}


@blueprint.app_template_global()
def drafting_link(work: Work, step: NextStep | None) -> StepLink:
    """The way on for whoever drafts it: to its next step, else to where it stands."""
    if step is NextStep.OBJECTIONS:
        said = ngettext("Answer %(num)s objection", "Answer %(num)s objections", work.objections)
        return StepLink(said, url_for("consolidation.show", key=work.key, _anchor="objections"), "btn act")
    if step not in (None, NextStep.ANSWER):
        return step_link(work, step, "btn act")
    page = _PAGE_OF_DRAFTER.get(work.stage) or _PAGE_OF_STAGE.get(work.stage, "room.show")
    return StepLink(_drafting_words(work), url_for(page, key=work.key), "btn act")


def _drafting_words(work: Work) -> str:
    if work.stage is Stage.CONSOLIDATION:
        many = ngettext("Answer %(num)s point", "Answer %(num)s points", work.waiting)
        return many if work.waiting else gettext("Consolidate the comments")
    return gettext("Edit the draft") if work.stage is Stage.DRAFT else stage_step(work.stage)


@blueprint.app_template_global()
def stage_step(stage: Stage) -> str:
    """What somebody finds who follows a statement in its stage: `running_address`."""
    return {
        Stage.DRAFT: gettext("Read the draft"),
        Stage.CONSULTATION: gettext("See who has responded"),
        Stage.DECISION: gettext("See the ballot"),
        Stage.ADOPTED: gettext("See the publication"),
    }.get(stage, gettext("Read the text"))


@blueprint.app_template_global()
def commenting_link(work: Work) -> StepLink:
    """What a member does next in an open consultation."""
    if work.kept:
        said = ngettext("Send your %(num)s draft", "Send your %(num)s drafts", work.kept)
        return StepLink(said, url_for("submission.show", key=work.key), "btn act")
    said = gettext("Read and add comments") if work.has_answered else gettext("Read and comment")
    return StepLink(said, url_for("room.show", key=work.key), "btn act")


@blueprint.app_template_global()
def to_come(has_seat: bool) -> str:
    """What a new member will find here: two sentences."""
    comes = gettext(
        "When a consultation opens for your organisation, you get an email, and the statement stands here with its "
        "deadline."
    )
    if has_seat:
        after = gettext(
            "You comment on its exact words and read here what became of each point; before the statement is "
            "adopted, you take a position for your organisation."
        )
    else:
        after = gettext("You comment on its exact words, and read here what became of each point and why.")
    return comes + " " + after


@blueprint.app_template_global()
def emails_today(found: Reach) -> str:
    """What became of the emails of this day."""
    return gettext(
        "Emails today: %(sent)s sent, %(refused)s refused, %(aside)s set aside.",
        sent=found.sent,
        refused=found.refused,
        aside=found.set_aside,
    )


@blueprint.app_template_global()
def invitations_open(found: Reach) -> str:
    """How many invitations wait to be accepted, and since when."""
    return ngettext(
        "%(num)s invitation is not accepted yet (sent %(when)s).",
        "%(num)s invitations are not accepted yet; the oldest was sent %(when)s.",
        found.invited,
        when=moment(found.invited_at) if found.invited_at else "",
    )


@blueprint.app_template_global()
def coming_words(work: Work) -> str:
    """What its deadline ends."""
    said = {Stage.CONSULTATION: gettext("Consultation closes:"), Stage.DECISION: gettext("Ballot closes:")}
    return said.get(work.stage, gettext("Release:"))
