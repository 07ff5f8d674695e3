"""The file from which points of an organisation came in last, with what became of each; for its own people alone."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from workflow.models.point_file import PointFile, PointFileLine
from workflow.models.version import Version
from workflow.queries.shared.standing import Standing
from workflow.rules.items.file_points import KEPT_FATES, NEW_FATES, FileUnit, PointFate, asked_from_dict
from workflow.rules.items.proposals import Proposal


@dataclass(frozen=True)
class PointOrigin:
    """Where in which file a draft comes from. author: who wrote it there, as the file says it; "" for a row."""

    unit: FileUnit
    number: int
    file: str
    author: str = ""


@dataclass(frozen=True)
class PointFileLineShown:
    """A point of a file and what became of it. item: id of the item that it is, None where it is none."""

    key: str
    unit: FileUnit
    number: int
    place: str
    fate: PointFate
    facts: Mapping[str, Any]
    asked: Proposal
    item: int | None

    @property
    def is_kept(self) -> bool:
        """Whether it is among the points of its organisation."""
        return self.fate in KEPT_FATES


@dataclass(frozen=True)
class PointFileShown:
    """A file from which points came in. version: number of the one on the table then. notes: what is to be said
    of the whole of it, a code -> the fact that fills it.
    """

    name: str
    at: datetime
    version: int
    notes: Mapping[str, str]
    lines: tuple[PointFileLineShown, ...]

    @property
    def kept(self) -> int:
        """How many of its points are among those of the organisation."""
        return sum(line.is_kept for line in self.lines)


def newest_point_file(session: Session, standing: Standing) -> PointFileShown | None:
    """The last file that the viewer's organisation gave in the statement; None before the first."""
    of_it = select(PointFile, Version.number).join(Version, Version.id == PointFile.version_id)
    row = session.execute(of_it.where(*_own(standing)).order_by(PointFile.id.desc()).limit(1)).one_or_none()
    if row is None:
        return None
    file: PointFile = row.PointFile
    lines = session.scalars(
        select(PointFileLine).where(PointFileLine.file_id == file.id).order_by(PointFileLine.turn)
    ).all()
    return PointFileShown(file.name, file.at, row.number, file.notes, tuple(map(_shown, lines)))


def point_file_line(session: Session, standing: Standing, key: str) -> PointFileLineShown | None:
    """The point of a file of the viewer's organisation by its key, None for any other."""
    of_it = select(PointFileLine).join(PointFile, PointFile.id == PointFileLine.file_id)
    line = session.scalar(of_it.where(PointFileLine.key == key, *_own(standing)))
    return _shown(line) if line else None


def origins_of(session: Session, items: Collection[int]) -> dict[int, PointOrigin]:
    """Item -> where in which file it comes from, of those that came from one."""
    rows = session.execute(
        select(PointFileLine.item_id, PointFileLine.unit, PointFileLine.number, PointFileLine.place, PointFile.name)
        .join(PointFile, PointFile.id == PointFileLine.file_id)
        .where(PointFileLine.item_id.in_(items), PointFileLine.fate.in_(NEW_FATES))
        .order_by(PointFileLine.id.desc())
    )
    return {
        row.item_id: PointOrigin(row.unit, row.number, row.name, "" if row.unit is FileUnit.ROW else row.place)
        for row in rows
    }


def _own(standing: Standing) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    ours = PointFile.organisation_id.is_not_distinct_from(standing.viewer.organisation_id)
    return PointFile.statement_id == standing.id, ours


def _shown(line: PointFileLine) -> PointFileLineShown:
    asked = asked_from_dict(line.asked)
    return PointFileLineShown(line.key, line.unit, line.number, line.place, line.fate, line.facts, asked, line.item_id)
