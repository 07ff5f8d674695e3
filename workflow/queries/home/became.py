"""What became of the points of the reader's organisation in versions that the reader has not opened yet."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any, NamedTuple

from sqlalchemy import and_, exists, func, select
from sqlalchemy.orm import Session, aliased

from workflow.models.ballot import Ballot
from workflow.models.consultation import Consultation
from workflow.models.item import Disposition, DispositionKind, Item, ItemState, amendment_reference, reference
from workflow.models.looking import Look, SeenItem
from workflow.models.publication import Publication
from workflow.models.statement import Statement
from workflow.models.version import Edition, Version
from workflow.queries.home.own_words import OwnWords, own_words
from workflow.queries.publication.publication import due_by_itself
from workflow.queries.shared.disclosure import may_be_named, of_organisation
from workflow.queries.shared.newest import newest_version_id
from workflow.queries.shared.roles import takes_part
from workflow.queries.shared.titles import with_title
from workflow.queries.shared.values import value_of
from workflow.rules.consolidation.dispositions import amendment
from workflow.rules.decision import procedure
from workflow.rules.decision.decision import BallotOutcome
from workflow.rules.items.kinds import KINDS, ItemKind, home_of, words_before
from workflow.rules.shared.labels import Labelling
from workflow.rules.shared.lifecycle import ENDS, Stage
from workflow.rules.shared.names import Viewer
from workflow.text.amendments import preview, settled_round
from workflow.text.diff import Ops, excerpt, shortened
from workflow.text.document import in_one_line, numbers, plain
from workflow.text.values import Block, source_from_list


@dataclass(frozen=True)
class Point:
    """One comment or amendment, what became of it and why. other: what overtook it, if that may be named.

    key: what a form names it by. number: of its paragraph in the text that it was made on; None where it has none.
    numbered_in: the version of that text, where the one that answers numbers the paragraphs otherwise. ops: what an
    amendment asks, with a few words around. body: what a comment says, in `spoken`. shown: the words of the version
    that say it, by the penholder's word; needs_no_words: by the same, none had to change; said_anyway: it says it,
    whatever the answer. made_on: the text that it was made on. after: the paragraph of that text after which one goes.
    """

    key: str
    kind: ItemKind
    reference: str
    outcome: DispositionKind
    other: str
    because: str
    number: int | None = None
    numbered_in: int | None = None
    ops: Ops = ()
    body: str = ""
    spoken: str = ""
    taken: str = ""
    shown: str = ""
    needs_no_words: bool = False
    said_anyway: bool = False
    proposal: str = ""
    after: str | None = None
    made_on: tuple[Block, ...] = ()


@dataclass(frozen=True)
class Became:
    """One statement, its newest version and what this made of the organisation's points.

    language: of the title; written_in: of the text. at: when the present stage ends. more: another consultation is to
    be held before a decision. words: the paragraphs that have the organisation's own, taken as it proposed them.
    """

    key: str
    reference: str
    title: str
    language: str
    written_in: str
    stage: Stage
    at: datetime | None
    more: bool
    version: int
    labelling: Labelling
    points: tuple[Point, ...]
    words: tuple[OwnWords, ...]

    @property
    def outcomes(self) -> Mapping[DispositionKind, int]:
        """How many points became what, in the order of the points."""
        return Counter(point.outcome for point in self.points)

    @property
    def keys(self) -> str:
        """What names its points in a form."""
        return " ".join(point.key for point in self.points)


class VersionText(NamedTuple):
    """One version in its original. sources: what stands behind its changes, as JSON holds them."""

    number: int
    blocks: tuple[Block, ...]
    sources: Sequence[Sequence[Any]]


_NO_TEXT = VersionText(0, (), ())


def became(session: Session, viewer: Viewer) -> Sequence[Became]:
    """A statement each whose newest version answers points of the viewer's organisation, and that the viewer has not
    opened, nor said to have seen the answers; two SQL statements, one where there is nothing.
    """
    if viewer.organisation_id is None:
        return ()
    rows = session.execute(_rows(viewer)).all()
    texts = _texts(session, rows) if rows else {}
    return [_became(list(group), texts) for _, group in groupby(rows, key=lambda row: row.key)]


def _became(rows: Sequence[Any], texts: Mapping[int, VersionText]) -> Became:
    first = rows[0]
    made, taken = texts.get(first.answered_in, _NO_TEXT), [row.Item.reference for row in rows if not row.shown_words]
    return value_of(
        Became,
        first,
        at={Stage.CONSULTATION: first.closes_at, Stage.DECISION: first.settles_at}.get(first.stage, first.due_at),
        more=first.held < procedure.from_dict(first.procedure).consultations,
        points=tuple(_point(row, texts) for row in rows),
        words=own_words(made.blocks, [source_from_list(source) for source in made.sources], taken),
    )


def _point(row: Any, texts: Mapping[int, VersionText]) -> Point:
    item: Item = row.Item
    text = texts.get(item.version_id, _NO_TEXT)
    made_on = text.blocks
    then, now = numbers(made_on), numbers(texts.get(row.answered_in, _NO_TEXT).blocks)
    home = home_of(item.kind, item.block, item.after)
    is_renumbered = any(then.get(each or "") != now.get(each or "") for each in (home, item.after))
    return Point(
        key=item.key,
        kind=item.kind,
        reference=reference(item.kind, item.number),
        outcome=row.outcome,
        other=amendment_reference(row.other),
        because=row.reason,
        number=then.get(home or ""),
        numbered_in=text.number if is_renumbered else None,
        ops=_asked(item, made_on),
        body="" if KINDS[item.kind].amends else item.body,
        spoken=item.language,
        taken=row.taken,
        shown=plain(row.shown_words),
        needs_no_words=bool(row.needs_no_words),
        said_anyway=row.said_anyway,
        proposal=item.proposal,
        after=item.after,
        made_on=made_on,
    )


def _asked(item: Item, text: Sequence[Block]) -> Ops:
    """What an amendment would do to the text that it was made on, in a line, of a move what stands there; nothing of a
    comment.
    """
    kind = KINDS[item.kind]
    block = next((block for block in text if block.id == item.block), None)
    if kind.is_about_words and block is not None:
        before, place = settled_round(block, amendment(item.reference, item))
        alone = preview([before], before.id, [place])
        return excerpt(before.text, alone.text if alone else "")
    if kind.moves_paragraph:
        return ((0, shortened(plain(item.quote), 200)),)
    if not kind.changes_words:
        return ()
    return excerpt(words_before(item), item.proposal) if kind.takes_words_out else ((1, in_one_line(item.proposal)),)


def _rows(viewer: Viewer) -> Any:
    looked = exists().where(Look.version_id == Version.id, Look.person_id == viewer.person_id)
    seen = exists().where(
        SeenItem.item_id == Item.id, SeenItem.person_id == viewer.person_id, SeenItem.at >= Version.issued_at
    )
    own = viewer.organisation_id
    other = aliased(Item)
    held = select(func.count()).where(Consultation.statement_id == Statement.id).correlate(Statement)
    closes = _newest_end(Consultation, Consultation.closed_at.is_(None))
    settles = _newest_end(Ballot, Ballot.outcome == BallotOutcome.PENDING)
    due = select(due_by_itself()).where(Publication.statement_id == Statement.id).correlate(Statement)
    asked = (
        select(
            Statement.key, Statement.reference, Statement.stage, Statement.procedure, Statement.labelling,
            Statement.language.label("written_in"), Version.number.label("version"), Version.id.label("answered_in"),
            Item, Disposition.kind.label("outcome"), Disposition.reason, Disposition.taken, Disposition.shown_words,
            Disposition.needs_no_words, Disposition.said_anyway, other.number.label("other"),
            held.scalar_subquery().label("held"), closes.label("closes_at"),
            settles.label("settles_at"), due.scalar_subquery().label("due_at"),
        )
        .select_from(Item)
        .join(Disposition, Disposition.item_id == Item.id)
        .join(Version, Version.id == Disposition.version_id)
        .join(Statement, and_(Statement.id == Item.statement_id, Version.id == newest_version_id()))
        .outerjoin(other, and_(other.id == Disposition.other_id, may_be_named(other, own)))
        .where(of_organisation(own), Item.state == ItemState.SENT, ~looked, ~seen, takes_part(own))
        .where(Statement.stage.not_in(ENDS))
        .order_by(Version.id.desc(), Item.letter, Item.number)
    )  # fmt: skip
    return with_title(asked, viewer.person_id, called="language")


def _newest_end(of: type[Consultation] | type[Ballot], *where: Any) -> Any:
    found = select(func.max(of.closes_at)).where(of.statement_id == Statement.id, *where)
    return found.correlate(Statement).scalar_subquery()


def _texts(session: Session, rows: Sequence[Any]) -> dict[int, VersionText]:
    """Version id -> its original, of those that answer and those that the points were made on; one SQL statement."""
    wanted = {row.answered_in for row in rows} | {row.Item.version_id for row in rows}
    found = session.execute(
        select(Edition.version_id, Version.number, Edition.blocks, Edition.sources)
        .join(Version, Version.id == Edition.version_id)
        .join(Statement, and_(Statement.id == Version.statement_id, Edition.language == Statement.language))
        .where(Version.id.in_(wanted))
    )
    return {row.version_id: VersionText(row.number, row.blocks, row.sources) for row in found}
