"""What versions told of items: an answer that went out with one stays told, whatever became of it since."""

from typing import Any

from sqlalchemy import ColumnElement, Select, exists, literal, or_, select, union_all

from workflow.models.event import Event
from workflow.models.item import Disposition, Item, PastDisposition
from workflow.models.version import Version
from workflow.queries.shared.standing import Standing
from workflow.rules.notifications.events import EventKind


def answers_told(statement_id: int) -> Any:
    """The statement's answers that went out with versions, one of an item and version: those standing and those since
    changed.

    Its columns: item_id, version_id, kind, taken, reason, other_id, shown_words, needs_no_words, said_anyway; former:
    the item has another answer now, or none.
    """
    # Joined without it, all answers of all statements were gathered first.
    versions = select(Version.id).where(Version.statement_id == statement_id)
    both = union_all(
        *(_answers_issued(each).where(each.version_id.in_(versions)) for each in (Disposition, PastDisposition))
    )
    return both.subquery("told")


def answers_told_in(event: Event) -> Any:
    """Those that went out with the version of which the event tells; the same columns."""
    both = union_all(
        *(_answers_issued(each).where(each.version_id.in_(_version(event))) for each in (Disposition, PastDisposition))
    )
    return both.subquery("told")


def is_told_in(event: Event, item: Any) -> ColumnElement[bool]:
    """Whether an answer to the item of that id (a column) went out with the version of which the event tells."""
    version = _version(event)
    both = (
        exists().where(each.item_id == item, each.version_id.in_(version)) for each in (Disposition, PastDisposition)
    )
    return or_(*both)


def has_lapsed(standing: Standing) -> ColumnElement[bool]:
    """Whether an answer to the item fell away because it, what had overtaken it, or the brackets it left
    were changed or are gone. One that its penholder undid before anybody else saw it is none.
    """
    # Asked of the statement's events once: of each item's they would be read anew for every line.
    lapsed = (Event.statement_id == standing.id, Event.kind == EventKind.DISPOSITION_LAPSED)
    is_undone = Event.data["undone"].as_boolean().is_(True)
    return Item.id.in_(select(Event.item_id).where(*lapsed, ~is_undone, Event.item_id.is_not(None)))


def _version(event: Event) -> Select[int]:
    told = (Version.statement_id == event.statement_id, Version.number == event.data.get("version"))
    return select(Version.id).where(*told)


def _answers_issued(of: type[Disposition] | type[PastDisposition]) -> Any:
    former = literal(of is PastDisposition).label("former")
    words = (of.taken, of.reason, of.other_id, of.shown_words, of.needs_no_words, of.said_anyway)
    return select(of.item_id, of.version_id, of.kind, *words, former).where(of.version_id.is_not(None))
