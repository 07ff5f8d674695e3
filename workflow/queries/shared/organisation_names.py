"""Organisations beside rows, and their names before a viewer: queries have no other way from one to the other.

Nothing else in the house reads an organisation's name or a label to show it; a test beside this module's says so.
"""

from functools import cache
from operator import attrgetter
from typing import Any

from sqlalchemy import Select, and_, null
from sqlalchemy.orm import aliased

from workflow.models.label import Label
from workflow.models.organisation import Organisation
from workflow.queries.shared.values import columns_of
from workflow.rules.shared.names import Named, Viewer, name_before

_NAMING = ("name", "name_folded", "language")
_FACTS = ("id", "name", "language", "protected", "code")


def with_organisation(
    asked: Any, organisation_id: Any, statement_id: Any, *, called: str = "who", table: Any = Organisation
) -> Select[*tuple[Any, ...]]:
    """The question with what `named` wants of an organisation beside each row; none of it where the id is null.

    organisation_id: a column of the question; Organisation.id itself where that table is in the question already.
    statement_id: in which statement it is named, None outside any. A second organisation of one row is `called`
    otherwise, and its table is an alias.
    """
    found = asked if organisation_id is table.id else asked.outerjoin(table, table.id == organisation_id)
    code: Any = null()
    if statement_id is not None:
        label = Label if table is Organisation else aliased(Label)
        found = found.outerjoin(label, and_(label.organisation_id == table.id, label.statement_id == statement_id))
        code = label.code
    facts = zip(_FACTS, (table.id, table.name, table.language, table.protected, code), strict=True)
    beside: Select[*tuple[Any, ...]] = found.add_columns(*(each.label(f"{called}_{fact}") for fact, each in facts))
    return beside


def named(row: Any, viewer: Viewer, called: str = "who") -> Named:
    """What to call the organisation that `with_organisation` put beside the row; the secretariat where it put none."""
    id_, name, language, protected, code = _facts(called)(row)
    return name_before(id_, name, language, protected, code, viewer)


def columns_beside_name(kind: type, table: Any = Organisation) -> tuple[Any, ...]:
    """The columns of an organisation that `kind` has fields for, without those that `named` alone may say."""
    return tuple(column for column in columns_of(kind, table) if column.key not in _NAMING)


@cache
def _facts(called: str) -> Any:
    return attrgetter(*(f"{called}_{fact}" for fact in _FACTS))
