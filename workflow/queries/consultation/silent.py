"""Who has answered in a consultation, and who is silent and worth a reminder: said once for pages that count and for
mail.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Exists, and_, exists, func, or_, select, true
from sqlalchemy.orm import aliased

from workflow.models.consultation import Consultation, NoComment
from workflow.models.event import Event
from workflow.models.item import Item, Support
from workflow.models.organisation import Organisation
from workflow.models.person import Person
from workflow.models.statement import TakingPart
from workflow.queries.shared.roles import holds_pen
from workflow.rules.notifications.events import EventKind

_Id = Any  # a column or a value
_ALWAYS = true()


def is_silent(
    organisation: _Id, statement: _Id, consultation: _Id, *, sees_private: ColumnElement[bool] = _ALWAYS
) -> ColumnElement[bool]:
    """Whether an organisation (its id) could answer in the consultation and has not.

    It takes part, is not suspended, somebody of it can sign in and none of it holds the pen; and it has not answered.
    sees_private: whether the reader may know of answers for the penholder only; else they are none.
    """
    part, house = aliased(TakingPart), aliased(Organisation)
    takes_part = exists().where(
        part.statement_id == statement,
        part.organisation_id == organisation,
        house.id == part.organisation_id,
        house.suspended_at.is_(None),
    )
    answered = has_answered(organisation, consultation, sees_private=sees_private)
    return and_(takes_part, can_answer(organisation), ~holds_pen(organisation, statement), ~answered)


def has_answered(
    organisation: _Id, consultation: _Id, *, sees_private: ColumnElement[bool] = _ALWAYS
) -> ColumnElement[bool]:
    """Whether the organisation has sent something in the consultation, supports what another sent, or has nothing
    more to add; sees_private as in `is_silent`.
    """
    return or_(
        has_written(organisation, consultation).where(or_(Item.private.is_(False), sees_private)),
        supports(organisation, consultation),
        has_no_comment(organisation, consultation),
    )


def supports(organisation: _Id, consultation: _Id) -> Exists:
    """Whether the organisation has supported an item since the consultation opened, on whichever version it was
    made.
    """
    one, given, item = aliased(Consultation), aliased(Support), aliased(Item)
    found = exists().where(
        one.id == consultation,
        given.organisation_id == organisation,
        given.since >= one.opened_at,
        item.id == given.item_id,
        item.statement_id == one.statement_id,
    )
    return found.correlate_except(one, given, item)


def had_supported(organisation: _Id, consultation: _Id, moment: datetime) -> Exists:
    """Whether it supported an item by that moment, since the consultation opened; support ended since is still given
    then.
    """
    one, given, ended = aliased(Consultation), aliased(Event), aliased(Event)
    taken_back = exists().where(
        ended.kind == EventKind.SUPPORT_TAKEN_BACK,
        ended.organisation_id == given.organisation_id,
        ended.item_id == given.item_id,
        ended.id > given.id,
        ended.at < moment,
    )
    found = exists().where(
        one.id == consultation,
        given.kind == EventKind.SUPPORT_GIVEN,
        given.statement_id == one.statement_id,
        given.organisation_id == organisation,
        given.at >= one.opened_at,
        given.at < moment,
        ~taken_back.correlate(given),
    )
    return found.correlate_except(one, given)


def has_written(organisation: _Id, consultation: _Id) -> Exists:
    """Whether the organisation has sent something in the consultation; a face narrows it to what its reader may know
    of.
    """
    sent = exists().where(
        Item.consultation_id == consultation, Item.number.is_not(None), Item.organisation_id == organisation
    )
    return sent.correlate_except(
        Item
    )  # however deep it is asked, the consultation is the one of the statement around it


def has_no_comment(organisation: _Id, consultation: _Id) -> Exists:
    """Whether the organisation said that it has nothing more to add in the consultation."""
    said = exists().where(NoComment.consultation_id == consultation, NoComment.organisation_id == organisation)
    return said.correlate_except(NoComment)


def had_no_comment(organisation: _Id, statement: _Id, consultation: int, moment: datetime) -> ColumnElement[bool]:
    """Whether it had said so by that moment; what was taken back or answered with words since is still said then."""

    def last(kind: EventKind) -> Any:
        of_it = (Event.statement_id == statement, Event.kind == kind, Event.organisation_id == organisation)
        in_it = (Event.data["consultation"].as_integer() == consultation, Event.at < moment)
        return select(func.coalesce(func.max(Event.id), 0)).where(*of_it, *in_it).scalar_subquery()

    said: ColumnElement[bool] = last(EventKind.NO_COMMENT_SAID) > last(EventKind.NO_COMMENT_TAKEN_BACK)
    return said


def can_answer(organisation: _Id) -> ColumnElement[bool]:
    """Whether somebody of the organisation has joined and may sign in."""
    one = aliased(Person)
    return exists().where(one.organisation_id == organisation, one.joined_at.is_not(None), one.removed_at.is_(None))
