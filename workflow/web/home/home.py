"""Home: the first page after signing in."""

from collections.abc import Collection, Iterator, Sequence
from typing import Protocol

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext, ngettext

from workflow.database import about_now, reading
from workflow.queries.history.change_counts import newest_changes
from workflow.queries.home.alike import references_of_alike
from workflow.queries.home.asked_again import support_to_confirm
from workflow.queries.home.became import became
from workflow.queries.home.consents_asked import consents_asked
from workflow.queries.home.home import Home, Work, home
from workflow.queries.home.next_steps import NextStep, next_steps
from workflow.queries.home.running import RunningStatement, running
from workflow.queries.home.stuck import Stuck, stuck
from workflow.queries.home.waiting import waiting
from workflow.queries.notifications.deliveries import overdue
from workflow.queries.notifications.unreached import count
from workflow.queries.publication import printed
from workflow.queries.shared.clocks import worker_that_stopped
from workflow.rules.shared.lifecycle import Stage
from workflow.rules.shared.permissions import Action
from workflow.web.home import answered_points
from workflow.web.room import looking
from workflow.web.room.happening import StepLink, step_link
from workflow.web.shared import access
from workflow.web.shared.moments import moment, time_left

blueprint = Blueprint("home", __name__)
for _words in (
    answered_points.answered_sentence,
    answered_points.change_sentences,
    answered_points.next_sentence,
    answered_points.outcomes_of,
    answered_points.own_words_html,
    answered_points.own_words_sentence,
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
        steps = next_steps(session, [work.key for work in found.to_write if work.stage is Stage.CONSOLIDATION])
        runs = running(session, access.viewer())
        unreached = count(session) if access.may(Action.SEE_DELIVERIES) else 0
        late = overdue(session, moment) if access.may(Action.SEE_DELIVERIES) else None
        halt = worker_that_stopped(session, moment) if access.viewer().secretariat else None
        still = stuck(session, access.viewer())
        aside = printed.waiting(session) if access.viewer().secretariat else ()
        changed = newest_changes(session, [each.key for each in out])
        shown = _titles(found, asked, waits, again, out, runs, still)
        alike = references_of_alike(session, shown)
    over = all(work.at is None or work.at <= moment for work in found.coming)
    facts = {
        "home": found,
        "waits": waits,
        "again": again,
        "became": out,
        "steps": steps,
        "running": runs,
        "consents": asked,
    }
    trouble = bool(unreached or late)
    things = found.count + len(asked) + len(waits) + len(again) + trouble + _count_beside(found.to_write, still)
    rests = not (found.answers or out or runs or found.closed or access.viewer().secretariat)
    facts |= {"count": things, "is_empty": rests and not things}
    facts |= {
        "alike": alike,
        "changed": changed,
        "as_of": looking.as_of(),
        "answered": sum(len(each.points) for each in out),
    }
    notices = {"unreached": unreached, "overdue": late, "stopped": halt, "aside": aside, "stuck": still}
    return render_template("home/show.html", now=moment, over=over, **facts, **notices)


def _titles(found: Home, *others: Sequence[Titled]) -> Iterator[tuple[str, str]]:
    """The key and the title of every statement on the page, each as often as it stands there."""
    works = (found.to_decide, found.to_comment, found.to_write, found.unsent, found.closed, found.coming)
    groups: tuple[Sequence[Titled], ...] = (*works, found.answers, found.published, *others)
    yield from ((row.key, row.title) for rows in groups for row in rows)


def _count_beside(to_write: Sequence[Work], still: Sequence[Stuck]) -> int:
    """How many statements do not go out that the person does not draft: those that they do are counted already."""
    held = {work.key for work in to_write}
    return sum(each.key not in held for each in still)


_PAGE_OF_DRAFTER = {Stage.DRAFT: "drafts.show", Stage.CONSOLIDATION: "consolidation.show"}
_PAGE_OF_STAGE = {
    Stage.DECISION: "decision.show",
    Stage.ADOPTED: "publication.show",
    Stage.CONSULTATION: "coverage.show",
}


@blueprint.app_template_global()
def drafting_link(work: Work, step: NextStep | None) -> StepLink:
    """The way on for whoever drafts it: to its next step, else to where it stands."""
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
def stuck_way(each: Stuck) -> StepLink:
    """What the secretariat does about a statement that does not go out by itself."""
    if each.is_held:
        said, page = gettext("Release the statement"), "publication.release"
    elif each.waits_for_voice:
        said, page = gettext("Choose in whose name to publish"), "publication.voice"
    else:
        said, page = gettext("See why, and try again"), "publication.show"
    return StepLink(said, url_for(page, key=each.key), "btn primary act")


@blueprint.app_template_global()
def stuck_words(each: Stuck) -> str:
    """Why a statement does not go out by itself."""
    if each.is_held:
        return gettext("The statement is held until a person of the secretariat releases it.")
    if each.waits_for_voice:
        return gettext("The statement waits until a person chooses in whose name it is published") + "."
    return gettext("Publication has stopped") + "."


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
def running_address(each: RunningStatement) -> str:
    """The page on which a statement's stage is followed."""
    return url_for(_PAGE_OF_STAGE.get(each.stage, "room.show"), key=each.key)


@blueprint.app_template_global()
def running_sentence(each: RunningStatement, stuck: Collection[str], is_halted: bool) -> str:
    """How far a statement has come. stuck: keys of those that do not go out. is_halted: nor does any other."""
    if each.stage is Stage.CONSULTATION:
        answered = ngettext(
            "%(count)s of %(num)s organisation has responded.",
            "%(count)s of %(num)s organisations have responded.",
            each.whole,
            count=each.count,
        )
        return answered + " " + gettext("The consultation closes %(when)s.", when=_when(each))
    if each.stage is Stage.CONSOLIDATION:
        return gettext("%(done)s of %(all)s comments and amendments answered.", done=each.count, all=each.whole)
    if each.stage is Stage.DECISION:
        quorum = ngettext(
            "%(count)s of %(num)s seat takes part; the quorum is %(needed)s.",
            "%(count)s of %(num)s seats take part; the quorum is %(needed)s.",
            each.whole,
            count=each.count,
            needed=each.needed,
        )
        return quorum + " " + gettext("The ballot closes %(when)s.", when=_when(each))
    if each.stage is Stage.ADOPTED:
        return _release_sentence(each, each.key in stuck, is_halted)
    return gettext("Draft: no consultation has been opened yet.")


def _release_sentence(each: RunningStatement, is_stuck: bool, is_halted: bool) -> str:
    if is_stuck:
        return gettext("Adopted, but not published by itself") + "."
    if each.at and time_left(each.at):
        return gettext("Adopted. The statement is published %(when)s.", when=_when(each))
    if is_halted:
        return gettext(
            "Adopted. The statement is published as soon as the clock of the service is right, with no further step."
        )
    return gettext("Adopted, but not published yet.")


@blueprint.app_template_global()
def coming_words(work: Work) -> str:
    """What its deadline ends."""
    said = {Stage.CONSULTATION: gettext("Consultation closes:"), Stage.DECISION: gettext("Ballot closes:")}
    return said.get(work.stage, gettext("Release:"))


def _when(each: RunningStatement) -> str:
    return moment(each.at) if each.at else ""
