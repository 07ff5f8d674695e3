"""Coverage of a round: which organisations have written, looked, have nothing more to add, or are silent."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import case, exists, select
from sqlalchemy.orm import Session

from workflow.models.looking import Look
from workflow.models.organisation import Label, Organisation
from workflow.models.person import Person
from workflow.models.statement import TakingPart
from workflow.queries.disclosure import disclosed_privately
from workflow.queries.rounds import Settled
from workflow.queries.silent import can_answer, has_nothing_more, holds_pen, supports, wrote
from workflow.queries.standing import Standing
from workflow.rules.names import Named, named


class Cover(StrEnum):
    """How far a round has reached an organisation, the farthest first."""

    WRITTEN = "written"
    SUPPORTED = "supported"  # what another wrote, and wrote nothing itself
    NOTHING_MORE = "nothing_more"
    LOOKED = "looked"  # at the text, and was silent so far
    SILENT = "silent"  # and nobody of it has looked


@dataclass(frozen=True)
class Covered:
    """One organisation that takes part. region: empty where it has none, None for a protected one: it is in none.

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
    """All organisations that take part, by name; protected ones by their label, behind the others."""

    organisations: tuple[Covered, ...]

    @property
    def totals(self) -> Mapping[Cover, int]:
        """How many stand where."""
        return Counter(each.cover for each in self.organisations)

    @property
    def by_region(self) -> Mapping[str | None, Mapping[Cover, int]]:
        """Region -> how many stand where; the protected ones together under None."""
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
        return sum(self.totals[each] for each in (Cover.WRITTEN, Cover.SUPPORTED, Cover.NOTHING_MORE))

    @property
    def silent(self) -> int:
        """How many a reminder would go to."""
        return sum(each.is_silent for each in self.organisations)


def coverage(session: Session, standing: Standing, round_: Settled) -> Coverage:
    """The coverage of a round as `standing`'s viewer may see it; one SQL statement."""
    rows = session.execute(_rows(standing, round_)).all()
    found = [_covered(row, standing) for row in rows]
    return Coverage(tuple(sorted(found, key=lambda each: (each.region is None, each.who.sorting))))


def _rows(standing: Standing, round_: Settled) -> Any:
    mine = Organisation.id
    looked = exists().where(
        Look.version_id == round_.version_id, Look.person_id == Person.id, Person.organisation_id == mine
    )
    cover = case(
        (wrote(mine, round_.id).where(disclosed_privately(standing.roles)), Cover.WRITTEN.value),
        (has_nothing_more(mine, round_.id), Cover.NOTHING_MORE.value),
        (supports(mine, round_.id), Cover.SUPPORTED.value),
        (looked, Cover.LOOKED.value),
        else_=Cover.SILENT.value,
    )
    return (
        select(
            Organisation.id, Organisation.name, Organisation.language, Organisation.region, Organisation.protected,
            Label.code, cover.label("cover"), holds_pen(mine, standing.id).label("writes"),
            can_answer(mine).label("answers"),
        )
        .join(TakingPart, TakingPart.organisation_id == Organisation.id)
        .outerjoin(Label, (Label.organisation_id == Organisation.id) & (Label.statement_id == standing.id))
        .where(TakingPart.statement_id == standing.id, Organisation.suspended_at.is_(None))
    )  # fmt: skip


def _covered(row: Any, standing: Standing) -> Covered:
    who = named(row.id, row.name, row.language, row.protected, row.code, standing.viewer)
    region = None if row.protected else row.region or ""
    cover = Cover(row.cover)
    if cover is Cover.SUPPORTED and row.protected and not standing.viewer.secretariat:
        cover = Cover.LOOKED  # its support is known in totals alone: beside a label it would tell whose it is
    return Covered(who, region, cover, row.writes, row.answers)
