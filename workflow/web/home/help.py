"""One page that explains the stages, who may do what, and who is told of what: read off the tables of rules/."""

from dataclasses import dataclass

from flask import Blueprint, render_template, url_for
from flask.typing import ResponseReturnValue

from workflow.rules.notifications.audiences import AUDIENCES, Audience
from workflow.rules.shared.lifecycle import WAYS, Move, Stage
from workflow.rules.shared.permissions import ANY_STAGE, TABLE, Action, Role, may
from workflow.web.home import help_words as words
from workflow.web.shared import access

blueprint = Blueprint("help", __name__)


@dataclass(frozen=True)
class WayOut:
    """How a stage is left: by what, and to which stage (the same one: it stays)."""

    said: str
    reaches: Stage
    stays: bool


@dataclass(frozen=True)
class Act:
    """What somebody may do. href: the page for it, where this reader may open one of its own; else empty."""

    said: str
    href: str = ""


@dataclass(frozen=True)
class Chapter:
    """One stage: what happens in it, how it is left, and what each role may do in it and not always."""

    stage: Stage
    said: str
    ways: tuple[WayOut, ...]
    acts: tuple[tuple[str, tuple[Act, ...]], ...]


@blueprint.get("/help")
def show() -> ResponseReturnValue:
    """The page; it says nothing of any statement, so that strangers may read it too."""
    chapters = [_chapter(stage) for stage in Stage]
    return render_template("home/help.html", chapters=chapters, always=_always(), told=_audience_lines())


def _chapter(stage: Stage) -> Chapter:
    said = words.moves()
    leaving = [(said[move], WAYS[move].reaches or stage) for move in Move if stage in WAYS[move].leaves]
    ways = tuple(WayOut(words_, reaches, reaches is stage) for words_, reaches in leaving)
    return Chapter(stage, words.stages()[stage], ways, _acts(stage))


def _acts(stage: Stage) -> tuple[tuple[str, tuple[Act, ...]], ...]:
    """Role -> what it may do in this stage, without what it may do in every one."""
    said, found = words.actions(), []
    for role, name in words.roles().items():
        mine = [Act(said[action]) for action in TABLE if may(action, {role}, stage) and not _at_any_time(role, action)]
        if mine:
            found.append((name, tuple(mine)))
    return tuple(found)


def _always() -> tuple[tuple[str, tuple[Act, ...]], ...]:
    """Role -> what it may do whatever the stage."""
    said = words.actions()
    where = {Action.SEE_DELIVERIES: url_for("deliveries.index")}
    each = (
        (
            name,
            tuple(
                Act(said[act], where.get(act, "") if access.may(act) else "")
                for act in TABLE
                if _at_any_time(role, act)
            ),
        )
        for role, name in words.roles().items()
    )
    return tuple((name, acts) for name, acts in each if acts)


def _at_any_time(role: Role, action: Action) -> bool:
    return any(role in grant.roles and grant.stages == ANY_STAGE for grant in TABLE[action])


def _audience_lines() -> tuple[tuple[str, str], ...]:
    """What happened -> who is told, without what nobody is told of."""
    said, happened = words.audiences(), words.events()
    return tuple((happened[kind], said[who]) for kind, who in AUDIENCES.items() if who is not Audience.NOBODY)
