"""What a comment sheet is made of and read against: the text on the table, and for which organisation it is."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflow.models.organisation import Organisation
from workflow.models.version import Version
from workflow.queries.items.target import Target
from workflow.queries.shared.organisation_names import named, with_organisation
from workflow.queries.shared.original_texts import original_texts
from workflow.queries.shared.standing import Standing
from workflow.rules.items.comment_sheet import SheetMark, SheetText, organisation_sign
from workflow.rules.shared.names import PUBLIC, Named


@dataclass(frozen=True)
class SheetOwner:
    """The organisation that a sheet is for. who: as a file may call it; a protected one by its label."""

    key: str
    who: Named


def sheet_owner(session: Session, standing: Standing) -> SheetOwner:
    """The viewer's organisation; the secretariat has no key."""
    asked = select(Organisation.key).where(Organisation.id == standing.viewer.organisation_id)
    row = session.execute(with_organisation(asked, Organisation.id, standing.id)).one_or_none()
    # A sheet leaves the service, and who finds it is not to learn a name from it: it is called as before strangers.
    return SheetOwner(row.key, named(row, PUBLIC)) if row else SheetOwner("", Named())


def sheet_text(session: Session, standing: Standing, on: Target, language: str) -> SheetText:
    """The text on the table, and the earlier ones for rows of their sheets. language: of the sheet's reader."""
    owner = sheet_owner(session, standing)
    mark = SheetMark(standing.key, on.version, language, organisation_sign(standing.key, owner.key))
    before = original_texts(session, standing, Version.number < on.version)
    return SheetText(mark, standing.original_title, on.blocks, before)
