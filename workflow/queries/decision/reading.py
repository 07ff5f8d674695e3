"""The words that a ballot is about, as its page shows them: the text, or what changed since the reader approved."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from workflow.models.version import Edition, Version
from workflow.queries.decision.decision import Decision
from workflow.queries.history.changes import Stretch, VersionComparison, comparison
from workflow.queries.shared.standing import Standing
from workflow.rules.decision.decision import FAVOURS, BallotOutcome
from workflow.text.document import numbers
from workflow.text.values import Block


@dataclass(frozen=True)
class ReadOnBallot:
    """What is read before a position is taken.

    since: the number of the version that the reader's organisation approved last in an earlier ballot, 0 where it
    approved none; changes: what changed from that version to this one, None without it.
    """

    language: str
    title: str
    blocks: tuple[Block, ...]
    since: int
    changes: VersionComparison | None

    @property
    def stretches(self) -> tuple[Stretch, ...]:
        """The changed blocks, in their order."""
        rows = self.changes.rows if self.changes else ()
        return tuple(Stretch(row) for row in rows if row.is_changed)

    @property
    def numbers(self) -> dict[str, int | None]:
        """The number of each block by its id; None for one that has none."""
        known = numbers(self.blocks)
        return {block.id: known.get(block.id) for block in self.blocks}


def read_on_ballot(
    session: Session, standing: Standing, ballots: Sequence[Decision], language: str
) -> ReadOnBallot | None:
    """What is read on the open ballot, the first of `ballots`; None where none is open.

    language: the reader's; where the ballot has no edition in it, the authentic one is read.
    """
    open_now = ballots[0]
    if open_now.outcome is not BallotOutcome.PENDING:
        return None
    chosen = language if language in open_now.mandate.digests else open_now.mandate.authentic
    row = session.execute(
        select(Edition.title, Edition.blocks)
        .join(Version, Version.id == Edition.version_id)
        .where(Version.statement_id == standing.id, Version.number == open_now.version, Edition.language == chosen)
    ).one()
    approved = (each.version for each in ballots[1:] if each.own is not None and each.own.stance in FAVOURS)
    since = next(approved, 0)
    is_another = since not in (0, open_now.version)
    changes = comparison(session, standing, chosen, str(since), str(open_now.version)) if is_another else None
    return ReadOnBallot(chosen, row.title, row.blocks, since, changes)
