"""Which items that were sent exist for whom: none for the penholder only, no others' while a consultation is blind.

Every list, count, mail and export asks here; what is not disclosed to a reader is nowhere for that reader.
"""

from collections.abc import Set
from typing import Any

from sqlalchemy import Boolean, ColumnElement, Integer, and_, bindparam, exists, false, or_, true
from sqlalchemy.orm import aliased

from workflow.models.consultation import Consultation
from workflow.models.item import Item
from workflow.queries.shared.proposers import is_in_name_of
from workflow.rules.shared.permissions import Action, Role, may

_consultation = aliased(Consultation)  # the statement around it may read consultations of its own


def of_organisation(organisation_id: int | None) -> ColumnElement[bool]:
    """Items made in the name of that organisation, alone or with others; None: of the secretariat."""
    if organisation_id is None:
        return Item.organisation_id.is_(None)
    return or_(Item.organisation_id == organisation_id, is_in_name_of(organisation_id))


def is_disclosed(organisation_id: int | None, roles: Set[Role]) -> ColumnElement[bool]:
    """Items that somebody of that organisation in those roles may know of, once they are sent."""
    sees_unseen, sees_private = (_as_sql(may(each, roles)) for each in (Action.SEE_UNSEEN, Action.SEE_PRIVATE))
    return is_disclosed_when(of_organisation(organisation_id), sees_unseen=sees_unseen, sees_private=sees_private)


def is_disclosed_privately(roles: Set[Role]) -> ColumnElement[bool]:
    """Items of which somebody in those roles may know that there is one, whose consultation may be blind."""
    return or_(_as_sql(may(Action.SEE_PRIVATE, roles)), Item.private.is_(False))


def is_disclosed_when(
    own: ColumnElement[bool], *, sees_unseen: ColumnElement[bool], sees_private: ColumnElement[bool]
) -> ColumnElement[bool]:
    """The same where who asks comes as conditions."""
    hidden = exists().where(
        _consultation.id == Item.consultation_id, _consultation.blind.is_(True), _consultation.closed_at.is_(None)
    )
    open_to_all = and_(or_(sees_private, Item.private.is_(False)), or_(sees_unseen, ~hidden.correlate(Item)))
    return or_(open_to_all, own)  # asked in this order: most items are open to all


def may_be_named(other: Any, organisation_id: int | None) -> ColumnElement[bool]:
    """Whether an amendment that overtook an item (an alias of Item) may be named to that organisation beside it."""
    return or_(other.private.is_(False), other.organisation_id.is_not_distinct_from(organisation_id))


OWN: ColumnElement[int | None] = bindparam("own", type_=Integer)
"""The reader's organisation in a statement that is put together once for all readers; none for the secretariat."""


def is_disclosed_to_reader() -> ColumnElement[bool]:
    """The same for such a statement, which is given `reader`."""
    sees_unseen, sees_private = (bindparam(name, type_=Boolean) for name in ("sees_unseen", "sees_private"))
    return is_disclosed_when(of_reader(), sees_unseen=sees_unseen, sees_private=sees_private)


def of_reader() -> ColumnElement[bool]:
    """Items made in the name of the reader's organisation in such a statement."""
    return or_(Item.organisation_id.is_not_distinct_from(OWN), is_in_name_of(OWN))


def reader(organisation_id: int | None, roles: Set[Role]) -> dict[str, Any]:
    """The values of OWN and `is_disclosed_to_reader` for somebody of that organisation in those roles."""
    sees = {"sees_unseen": may(Action.SEE_UNSEEN, roles), "sees_private": may(Action.SEE_PRIVATE, roles)}
    return {"own": organisation_id, **sees}


def _as_sql(value: bool) -> ColumnElement[bool]:
    return true() if value else false()
