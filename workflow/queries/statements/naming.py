"""What the page shows on which is chosen in whose name a statement speaks, and to whom."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflow.models.organisation import Organisation
from workflow.models.statement import NamedMember, Statement
from workflow.queries.shared.organisation_names import named, with_organisation
from workflow.queries.statements.settings_choices import SettingChoice
from workflow.rules.shared.names import PUBLIC

# Nobody's key says here that it was on a list and is protected since.
_CAN_BE_NAMED = (Organisation.protected.is_(False), Organisation.suspended_at.is_(None))


def names_in_form(session: Session, statement_id: int) -> dict[str, Any]:
    """What the form shows: voice, named (keys of members, in order), addressees. Two SQL statements."""
    row = session.execute(select(Statement.voice, Statement.addressees).where(Statement.id == statement_id)).one()
    listed = (
        select(Organisation.key)
        .join(NamedMember, NamedMember.organisation_id == Organisation.id)
        .where(NamedMember.statement_id == statement_id, *_CAN_BE_NAMED)
    )
    return {"voice": row.voice.value, "named": sorted(session.scalars(listed)), "addressees": row.addressees}


def members_that_can_be_named(session: Session) -> Sequence[SettingChoice]:
    """The members to choose from, by name: neither protected nor suspended. One SQL statement."""
    asked = select(Organisation.key).where(*_CAN_BE_NAMED)
    rows = session.execute(with_organisation(asked, Organisation.id, None))
    return sorted((SettingChoice(row.key, named(row, PUBLIC)) for row in rows), key=lambda each: each.named.sorting)
