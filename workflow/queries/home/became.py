"""What became of the points of the reader's organisation in versions that the reader has not opened yet."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import and_, exists, select
from sqlalchemy.orm import Session, aliased

from workflow.models.item import Disposition, DispositionKind, Item, ItemState, amendment_reference, reference
from workflow.models.looking import Look
from workflow.models.statement import Statement
from workflow.models.version import Version
from workflow.queries.shared.disclosure import may_be_named, of_organisation
from workflow.queries.shared.newest import newest_version_id
from workflow.queries.shared.roles import takes_part
from workflow.queries.shared.titles import with_title
from workflow.queries.shared.values import value_of
from workflow.rules.shared.labels import Labelling
from workflow.rules.shared.lifecycle import ENDS
from workflow.rules.shared.names import Viewer
from workflow.text.document import plain


@dataclass(frozen=True)
class Point:
    """One comment or amendment, what became of it and why. other: what overtook it, if that may be named. shown: the
    words of the version that say it, by the penholder's word; said_anyway: it says it, whatever the answer.
    """

    reference: str
    kind: DispositionKind
    other: str
    because: str
    shown: str = ""
    said_anyway: bool = False


@dataclass(frozen=True)
class Became:
    """One statement, its newest version and what this made of the organisation's points."""

    key: str
    title: str
    language: str
    version: int
    labelling: Labelling
    points: tuple[Point, ...]


def became(session: Session, viewer: Viewer) -> Sequence[Became]:
    """A statement each whose newest version answers points of the viewer's organisation, and that the viewer has not
    opened; one SQL statement.
    """
    if viewer.organisation_id is None:
        return ()
    rows = session.execute(_rows(viewer)).all()
    return [_became(list(group)) for _, group in groupby(rows, key=lambda row: row.key)]


def _became(rows: Sequence[Any]) -> Became:
    first = rows[0]
    return value_of(Became, first, points=tuple(map(_point, rows)))


def _point(row: Any) -> Point:
    return Point(
        reference=reference(row.kind, row.number),
        kind=row.outcome,
        other=amendment_reference(row.other),
        because=row.reason,
        shown=plain(row.shown_words),
        said_anyway=row.said_anyway,
    )


def _rows(viewer: Viewer) -> Any:
    looked = exists().where(Look.version_id == Version.id, Look.person_id == viewer.person_id)
    own = viewer.organisation_id
    other = aliased(Item)
    asked = (
        select(
            Statement.key, Statement.labelling, Version.number.label("version"), Item.kind, Item.number,
            Disposition.kind.label("outcome"), Disposition.reason, Disposition.shown_words, Disposition.said_anyway,
            other.number.label("other"),
        )
        .select_from(Item)
        .join(Disposition, Disposition.item_id == Item.id)
        .join(Version, Version.id == Disposition.version_id)
        .join(Statement, and_(Statement.id == Item.statement_id, Version.id == newest_version_id()))
        .outerjoin(other, and_(other.id == Disposition.other_id, may_be_named(other, own)))
        .where(of_organisation(own), Item.state == ItemState.SENT, ~looked, takes_part(own))
        .where(Statement.stage.not_in(ENDS))
        .order_by(Version.id.desc(), Item.letter, Item.number)
    )  # fmt: skip
    return with_title(asked, viewer.person_id, called="language")
