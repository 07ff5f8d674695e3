"""The texts of a statement that a reader may choose to compare, and from where it may want to read on."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from workflow.models.ballot import Ballot, Position
from workflow.models.looking import Look
from workflow.models.version import Draft, Edition, Version
from workflow.queries.history.sides import BASE, DRAFT
from workflow.queries.shared.standing import Standing
from workflow.queries.shared.values import values_of
from workflow.rules.decision.decision import FAVOURS
from workflow.rules.shared.permissions import Action


@dataclass(frozen=True)
class Issued:
    """A version that can be chosen. looked: the viewer opened it. approved: the viewer's organisation did."""

    id: int
    number: int
    looked: bool = False
    approved: bool = False


@dataclass(frozen=True)
class Texts:
    """versions: in the language asked for, the oldest first. languages: of each version, the base and the draft."""

    versions: tuple[Issued, ...]
    languages: Mapping[str, frozenset[str]]


@dataclass(frozen=True)
class Since:
    """Numbers of versions: the last before the newest that the viewer opened, and that its organisation approved."""

    looked: int | None
    approved: int | None


def texts(session: Session, standing: Standing, language: str) -> Texts:
    """What can be compared in `language`, and in what languages there is more."""
    viewer = standing.viewer
    looked = exists().where(Look.version_id == Version.id, Look.person_id == viewer.person_id).correlate(Version)
    approved = (
        exists()
        .where(Ballot.version_id == Version.id, Position.ballot_id == Ballot.id)
        .where(Position.organisation_id == viewer.organisation_id, Position.stance.in_(FAVOURS))
        .correlate(Version)
    )
    rows = session.execute(
        select(
            Version.id, Version.number, Edition.language, looked.label("looked"),
            approved.label("approved"),
        )
        .join(Edition, Edition.version_id == Version.id)
        .where((Version.statement_id == standing.id) | (Version.id == standing.base_version_id))
        .order_by(Version.number)
    ).all()  # fmt: skip
    found: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        found[BASE if row.id == standing.base_version_id else str(row.number)].add(row.language)
    if standing.may(Action.SEE_DRAFT):
        drafts = select(Draft.language).where(Draft.statement_id == standing.id).distinct()
        found[DRAFT] = set(session.scalars(drafts))
    own = [row for row in rows if row.language == language and row.id != standing.base_version_id]
    versions = values_of(Issued, own)
    return Texts(versions, {value: frozenset(languages) for value, languages in found.items()})


def before_newest(versions: Sequence[Issued]) -> Since:
    """From where the viewer may want to read on; nothing where the newest version is the last that it knows."""
    looked = [each.number for each in versions[:-1] if each.looked]
    approved = [each.number for each in versions if each.approved]
    last = approved[-1] if approved and approved[-1] != versions[-1].number else None
    return Since(looked[-1] if looked else None, last)
