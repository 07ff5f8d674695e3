"""The consolidation desk: the items that no version has answered yet, and the text as it will read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, func, or_, select
from sqlalchemy.orm import Session, aliased

from workflow.models.item import Disposition, Item, ItemState, Support
from workflow.models.organisation import Label, Organisation
from workflow.models.placement import Placement
from workflow.models.round import Round
from workflow.models.version import Draft, Edition
from workflow.queries.desk_item import DeskItem, desk_item
from workflow.queries.items import reference
from workflow.queries.pins import is_pin, pin_columns, pin_of
from workflow.queries.standing import Standing
from workflow.queries.translations import Progress, progress
from workflow.rules.dispositions import IN_TEXT, DispositionKind, amendment
from workflow.text.amendments import Amendment
from workflow.text.blocks import Block
from workflow.text.consolidation import Accepted, Consolidated, carried, consolidate
from workflow.text.diff import word_diff
from workflow.text.pinned import pinned
from workflow.text.titles import title_refs, with_title

Ops = Sequence[tuple[int, str]]


@dataclass(frozen=True)
class Desk:
    """What lies on the desk.

    issued: the text of the version issued last, issued_title its title; title: as it will read. draft, draft_title:
    what was written since, without any amendment; serial: of that save. saved_at: the newest answer or save.
    """

    issued: tuple[Block, ...]
    title: str
    items: tuple[DeskItem, ...]
    consolidated: Consolidated
    changed: bool
    closed_at: datetime | None
    saved_at: datetime
    draft: tuple[Block, ...] = ()
    serial: int = 0
    issued_title: str = ""
    draft_title: str = ""
    translations: tuple[Progress, ...] = ()

    @property
    def title_change(self) -> Ops:
        """The title as issued against the one that it will have; nothing where it stays."""
        return tuple(word_diff(self.issued_title, self.title)) if self.title != self.issued_title else ()

    @property
    def title_refs(self) -> tuple[str, ...]:
        """The amendments behind the title that it will have."""
        return title_refs(self.consolidated.sources)

    @property
    def waiting(self) -> tuple[DeskItem, ...]:
        """The items without a disposition."""
        return tuple(item for item in self.items if item.disposition is None)

    def count(self, kind: DispositionKind | str) -> int:
        """How many items became that."""
        return sum(item.disposition == kind for item in self.items)


def desk(session: Session, standing: Standing) -> Desk:
    """The desk of a statement that has a version; three SQL statements."""
    rows = session.execute(_items(standing)).all()
    texts = _texts(session, standing)
    drafts = session.execute(_newest_drafts(standing)).all()
    draft = next(row for row in drafts if row.language == standing.language)
    issued = texts[standing.version_id or 0]
    places = _places(rows, texts, issued)
    accepted = [_accepted(row, texts) for row in rows if _enters(row)]
    made = consolidate(issued, draft.blocks, accepted, _numbered())
    made = with_title(made, draft.issued_title, draft.title, accepted)
    return Desk(
        issued=issued,
        title=made.title,
        issued_title=draft.issued_title,
        draft_title=draft.title,
        items=tuple(desk_item(row, standing, places.get(row.id)) for row in rows),
        consolidated=made,
        changed=made.blocks != issued or made.title != draft.issued_title,
        closed_at=draft.closed_at,
        saved_at=max([draft.saved_at, *(row.given_at for row in rows if row.given_at)]),
        draft=draft.blocks,
        serial=draft.serial,
        translations=progress(drafts, standing, made.blocks),
    )


def unanswered(standing: Standing) -> tuple[ColumnElement[bool], ...]:
    """The conditions on Item and (joined outwardly) Disposition for what no version has answered."""
    return (
        Item.statement_id == standing.id,
        Item.state == ItemState.SENT,
        or_(Disposition.item_id.is_(None), Disposition.version_id.is_(None)),
    )


def _items(standing: Standing) -> Any:
    support = (
        select(func.count())
        .where(Support.item_id == Item.id, Support.wording == Item.wording)
        .correlate(Item)
        .scalar_subquery()
    )
    other, pin = aliased(Item), aliased(Placement)
    return (
        select(
            *pin_columns(pin),
            Placement.verdict,
            Placement.block.label("now_block"),
            Item.id,
            Item.kind,
            Item.number,
            Item.version_id,
            Item.organisation_id,
            Item.language,
            Item.block,
            Item.start,
            Item.end,
            Item.quote,
            Item.change,
            Item.after,
            Item.proposal,
            Item.body,
            Organisation.name,
            Organisation.language.label("name_language"),
            Organisation.protected,
            Label.code,
            Item.private,
            Item.late,
            Item.wording,
            support.label("support"),
            other.number.label("other"),
            Disposition.kind.label("disposition"),
            Disposition.taken,
            Disposition.reason,
            Disposition.serial,
            Disposition.given_at,
        )
        .outerjoin(Organisation, Organisation.id == Item.organisation_id)
        .outerjoin(Label, and_(Label.organisation_id == Organisation.id, Label.statement_id == standing.id))
        .outerjoin(Disposition, Disposition.item_id == Item.id)
        .outerjoin(Placement, and_(Placement.item_id == Item.id, Placement.version_id == standing.version_id))
        .outerjoin(pin, is_pin(pin))
        .outerjoin(other, other.id == Disposition.other_id)
        .where(*unanswered(standing))
        .order_by(Item.kind, Item.number)
    )


def _texts(session: Session, standing: Standing) -> dict[int, tuple[Block, ...]]:
    """Version id -> blocks: of the newest version, and of those that unanswered items were made on or placed in."""
    answers = Disposition.item_id == Item.id
    asked = select(Item.version_id).outerjoin(Disposition, answers).where(*unanswered(standing))
    pins = select(Placement.version_id).join(Item, Item.id == Placement.item_id).outerjoin(Disposition, answers)
    wanted = asked.union(pins.where(*unanswered(standing), Placement.placed_by.is_not(None)))
    rows = session.execute(
        select(Edition.version_id, Edition.blocks)
        .where(Edition.language == standing.language)
        .where(or_(Edition.version_id == standing.version_id, Edition.version_id.in_(wanted)))
    )
    return {row.version_id: row.blocks for row in rows}


def _newest_drafts(standing: Standing) -> Any:
    """The newest save in each language; each row says the issued title and the end of the last round as well."""
    issued = (Edition.version_id == standing.version_id, Edition.language == standing.language)
    title = select(Edition.title).where(*issued).scalar_subquery().label("issued_title")
    closed_at = select(func.max(Round.closed_at)).where(Round.statement_id == standing.id).scalar_subquery()
    newest = select(func.max(Draft.id)).where(Draft.statement_id == standing.id).group_by(Draft.language)
    columns = (Draft.language, Draft.title, Draft.blocks, Draft.saved_at, Draft.serial, Draft.translated)
    return select(*columns, title, closed_at.label("closed_at")).where(Draft.id.in_(newest))


def _numbered() -> Any:
    """Ids for paragraphs that have none before the issue; no permanent id has a vowel."""
    numbers = count(1)
    return lambda: f"new{next(numbers)}"


def _enters(row: Row[Any]) -> bool:
    return row.change is not None and row.disposition in IN_TEXT


def _accepted(row: Row[Any], texts: Mapping[int, tuple[Block, ...]]) -> Accepted:
    taken = row.taken if row.disposition is DispositionKind.PART else None
    in_full, bracketed = (row.disposition is kind for kind in (DispositionKind.ACCEPTED, DispositionKind.BRACKETED))
    return Accepted(*_placed(row, texts, taken), in_full, bracketed)


def _placed(
    row: Row[Any], texts: Mapping[int, tuple[Block, ...]], taken: str | None = None
) -> tuple[Amendment, tuple[Block, ...]]:
    """What the item asks for, and of which text; where a person placed it, there."""
    asked, made_to = _asked(row, taken), texts[row.version_id]
    pin = pin_of(row)
    return pinned(asked, made_to, pin, texts[pin.version]) if pin else (asked, made_to)


def _asked(row: Row[Any], taken: str | None = None) -> Amendment:
    return amendment(
        reference(row.kind, row.number),
        row.change,
        block=row.block,
        start=row.start,
        end=row.end,
        quote=row.quote,
        proposal=row.proposal,
        after=row.after,
        taken=taken,
    )


def _places(
    rows: Sequence[Row[Any]], texts: Mapping[int, tuple[Block, ...]], issued: tuple[Block, ...]
) -> dict[int, Amendment | None]:
    """Id of an amendment -> what it asks of the version issued last, None where its words no longer stand."""
    asked = {row.id: Accepted(*_placed(row, texts)) for row in rows if row.change}
    return dict(zip(asked, carried(list(asked.values()), issued), strict=True))
