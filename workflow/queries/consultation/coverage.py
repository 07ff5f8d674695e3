"""Coverage of a consultation: which organisations have written, looked, have nothing more to add, or are silent.

A protected organisation stands in a row of its own before itself and the secretariat alone. For everybody else it is
in the totals, as it stood at the last midnight: who saw it open a page at noon sees no number change because of it.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import case, exists, select
from sqlalchemy.orm import Session

from workflow.models.item import Item
from workflow.models.looking import Look
from workflow.models.organisation import Organisation
from workflow.models.person import Person
from workflow.models.statement import TakingPart
from workflow.queries.consultation.newest_consultation import NewestConsultation
from workflow.queries.consultation.silent import (
    can_answer,
    had_no_comment,
    had_supported,
    has_no_comment,
    has_written,
    supports,
)
from workflow.queries.shared.disclosure import is_disclosed_privately
from workflow.queries.shared.organisation_names import named, with_organisation
from workflow.queries.shared.roles import holds_pen
from workflow.queries.shared.standing import Standing
from workflow.rules.shared.names import Named


class Cover(StrEnum):
    """How far a consultation has reached an organisation, the farthest first."""

    WRITTEN = "written"
    SUPPORTED = "supported"  # what another wrote, and wrote nothing itself
    NO_COMMENT = "no_comment"
    LOOKED = "looked"  # at the text, and was silent so far
    SILENT = "silent"  # and nobody of it has looked


@dataclass(frozen=True)
class Covered:
    """One organisation that takes part, by name. region: empty where it has none, None for a protected one: it is in
    none.


    writes: it holds the pen. answers: somebody of it can sign in; none can be reminded else.
    """

    who: Named
    region: str | None
    cover: Cover
    writes: bool = False
    answers: bool = True

    @property
    def is_silent(self) -> bool:
        """Whether a reminder would go to it."""
        return self.cover in (Cover.LOOKED, Cover.SILENT) and self.answers and not self.writes


@dataclass(frozen=True)
class Coverage:
    """All organisations that take part, by name; protected ones behind the others.

    unnamed: how many protected ones, that have no name before this viewer, stood where at the last midnight.
    reminds_protected: whether a protected one takes part that does not hold the pen: it is reminded if it is silent,
    and whether it is nobody can tell from here.
    """

    organisations: tuple[Covered, ...]
    unnamed: Mapping[Cover, int] = field(default_factory=dict)
    reminds_protected: bool = False

    @property
    def totals(self) -> Mapping[Cover, int]:
        """How many stand where."""
        return Counter(each.cover for each in self.organisations) + Counter(self.unnamed)

    @property
    def all(self) -> int:
        """How many take part."""
        return sum(self.totals.values())

    @property
    def by_region(self) -> Mapping[str | None, Mapping[Cover, int]]:
        """Region -> how many stand where; the protected ones that have a name here together under None."""
        regions = sorted(
            {each.region for each in self.organisations}, key=lambda region: (region is None, not region, region)
        )
        return {
            region: Counter(each.cover for each in self.organisations if each.region == region) for region in regions
        }

    def those(self, cover: Cover | str) -> Sequence[Covered]:
        """The organisations that stand there."""
        return [each for each in self.organisations if each.cover == cover]

    @property
    def answered(self) -> int:
        """How many have written, support what others wrote, or have nothing more to add."""
        return sum(self.totals[each] for each in (Cover.WRITTEN, Cover.SUPPORTED, Cover.NO_COMMENT))

    @property
    def silent(self) -> int:
        """How many a reminder would go to; protected ones are never counted."""
        return sum(each.is_silent for each in self.organisations if each.region is not None)


def coverage(session: Session, standing: Standing, consultation: NewestConsultation, *, midnight: datetime) -> Coverage:
    """The coverage of a consultation as `standing`'s viewer may see it; one SQL statement.

    midnight: with which the present day began where the coalition is.
    """
    rows = session.execute(_rows(standing, consultation, midnight)).all()
    protected = [row for row in rows if row.who_protected]
    lines = [_coverage_line(row, standing) for row in rows]
    found = sorted(
        (each for each in lines if not each.who.code), key=lambda each: (each.region is None, each.who.sorting)
    )
    hidden = Counter(Cover(row.cover_then) for row, each in zip(rows, lines, strict=True) if each.who.code)
    return Coverage(tuple(found), hidden, reminds_protected=any(not row.writes for row in protected))


def _rows(standing: Standing, consultation: NewestConsultation, midnight: datetime) -> Any:
    mine = Organisation.id
    seen_by = (Look.version_id == consultation.version_id, Look.person_id == Person.id, Person.organisation_id == mine)
    looked = exists().where(*seen_by)
    cover_then = case(
        (
            has_written(mine, consultation.id).where(Item.sent_at < midnight, is_disclosed_privately(standing.roles)),
            Cover.WRITTEN.value,
        ),
        (had_supported(mine, consultation.id, midnight), Cover.SUPPORTED.value),
        (had_no_comment(mine, standing.id, consultation.id, midnight), Cover.NO_COMMENT.value),
        (looked.where(Look.first_at < midnight), Cover.LOOKED.value),
        else_=Cover.SILENT.value,
    )
    cover = case(
        (has_written(mine, consultation.id).where(is_disclosed_privately(standing.roles)), Cover.WRITTEN.value),
        (supports(mine, consultation.id), Cover.SUPPORTED.value),
        (has_no_comment(mine, consultation.id), Cover.NO_COMMENT.value),
        (looked, Cover.LOOKED.value),
        else_=Cover.SILENT.value,
    )
    writes, answers = holds_pen(mine, standing.id).label("writes"), can_answer(mine).label("answers")
    asked = select(Organisation.region, cover.label("cover"), cover_then.label("cover_then"), writes, answers)
    part = (TakingPart.statement_id == standing.id, Organisation.suspended_at.is_(None))
    return with_organisation(asked.select_from(TakingPart).where(*part), TakingPart.organisation_id, standing.id)


def _coverage_line(row: Any, standing: Standing) -> Covered:
    region = None if row.who_protected else row.region or ""
    return Covered(named(row, standing.viewer), region, Cover(row.cover), row.writes, row.answers)
