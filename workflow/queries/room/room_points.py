"""Everything that members say beside a version, at once: for a file, which has no pages."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from workflow.queries.items.items import ItemShown, items_by_id
from workflow.queries.items.margin import MarginLine, Show, chosen, lines
from workflow.queries.shared.standing import Standing
from workflow.rules.items.kinds import KINDS


@dataclass(frozen=True)
class PointBeside:
    """A comment or an amendment with its place in the version shown."""

    item: ItemShown
    line: MarginLine


@dataclass(frozen=True)
class PointsBeside:
    """The points that the room shows beside a version; drafts: how many the reader's organisation keeps there.

    Amendments come first, each kind in the order in which it was sent.
    """

    points: tuple[PointBeside, ...]
    drafts: int


def points_beside(session: Session, standing: Standing, version: int) -> PointsBeside:
    """What stands beside version number `version` and was not answered before it, as `standing`'s viewer may know it.

    Protected organisations stand under their labels whoever looks. Three SQL statements.
    """
    found = chosen(lines(session, standing, version), Show.ALL)
    sent = [line for line in found if not line.kept]
    items = items_by_id(session, standing, [line.id for line in sent], labels_alone=True)
    points = [PointBeside(items[line.id], line) for line in sent if line.id in items]
    return PointsBeside(tuple(sorted(points, key=_order)), drafts=len(found) - len(sent))


def _order(point: PointBeside) -> tuple[bool, int]:
    return not KINDS[point.line.kind].amends, point.line.number or 0
