"""A conflict that is with its proposers, as they and the penholder see it: the words, the wordings tried, who
agrees.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Row, bindparam, exists, func, select
from sqlalchemy.orm import Session, aliased

from workflow.database import about_now
from workflow.models.item import Item, ItemState, amendment_reference, reference
from workflow.models.joint_wording import (
    Agreement,
    CommonWording,
    JointWording,
    JointWordingItem,
    NoCommonWording,
    PastNoCommonWording,
)
from workflow.models.organisation import Organisation
from workflow.models.version import Edition
from workflow.queries.items.items import ItemShown, items_by_id
from workflow.queries.items.none_found import NoneFound, failed_searches
from workflow.queries.shared.organisation_names import named, with_organisation
from workflow.queries.shared.proposers import in_order
from workflow.queries.shared.standing import Standing
from workflow.queries.shared.values import value_of
from workflow.rules.items.kinds import AMENDING, Kind, common
from workflow.rules.shared.names import Named
from workflow.rules.shared.permissions import Action
from workflow.rules.wording.joint_wording import JointWordingState, is_agreed, joint_wording_state
from workflow.text.document import marked_slice, numbers
from workflow.text.redline import Marked
from workflow.text.values import Block

_AMENDMENT = re.compile(r"A[0-9]{1,9}")


@dataclass(frozen=True)
class Offer:
    """A wording that was offered. agreed: who agrees, the one who offered it among them. ours: the reader's does."""

    serial: int
    words: str
    reason: str
    language: str
    who: Named
    at: datetime
    agreed: tuple[Named, ...]
    ours: bool


@dataclass(frozen=True)
class JointWordingLine:
    """A joint_wording in a list. refs: its amendments. made: the common one that came of it, else empty. none_found:
    how many of its proposers find no common wording.
    """

    id: int
    refs: tuple[str, ...]
    state: JointWordingState
    closes_at: datetime
    made: str
    none_found: int = 0

    @property
    def is_open(self) -> bool:
        """Whether its proposers can still agree."""
        return self.state is JointWordingState.OPEN


@dataclass(frozen=True)
class ConflictWithProposers:
    """One conflict. before: the words that a common wording would replace, of `block`; none for a new paragraph.

    proposers: those who must agree. offers: the newest first. ours: the reader's organisation must agree. complete: all
    agree, and the last one's click was not theirs to make. tried: who finds no common wording, or found none before.
    """

    line: JointWordingLine
    kind: Kind
    note: str
    before: str
    block: Block | None
    number: int | None
    start: int
    end: int
    blocks: tuple[Block, ...]
    items: tuple[ItemShown, ...]
    proposers: tuple[Named, ...]
    offers: tuple[Offer, ...]
    ours: bool
    complete: bool
    tried: tuple[NoneFound, ...] = ()

    def may_be_agreed(self, offer: Offer) -> bool:
        """Whether the reader's organisation is asked to agree with that wording, or to make its agreement count."""
        return self.line.is_open and self.ours and (not offer.ours or self.complete)

    @property
    def is_new_paragraph(self) -> bool:
        """Whether it is about a paragraph that is not in the text yet."""
        return self.kind.is_new_paragraph

    @property
    def none_found(self) -> tuple[NoneFound, ...]:
        """The proposers that find no common wording."""
        return tuple(each for each in self.tried if not each.past)

    @property
    def none_before(self) -> tuple[NoneFound, ...]:
        """What proposers said of it before they offered, agreed or gave another reason."""
        return tuple(each for each in self.tried if each.past)

    @property
    def newest(self) -> Offer | None:
        """The offer to agree with."""
        return self.offers[0] if self.offers else None

    @property
    def marks(self) -> tuple[Marked, ...]:
        """The words that it is about, as a page marks them."""
        return (Marked(self.start, self.end, ()),) if self.start < self.end and not self.whole else ()

    @property
    def whole(self) -> bool:
        """Whether the words are those of a whole paragraph."""
        return self.block is not None and (self.start, self.end) == (0, len(self.block.text))


def joint_wordings(session: Session, standing: Standing) -> tuple[JointWordingLine, ...]:
    """Every joint_wording of the statement, the newest first; for its penholders. One SQL statement."""
    rows = session.execute(_rows(), {"statement": standing.id})
    return tuple(_line(list(group), standing) for _, group in groupby(rows, key=lambda row: row.JointWording.id))


def conflict_with_proposers(session: Session, standing: Standing, joint_wording: int) -> ConflictWithProposers | None:
    """One of them, for its proposers and the penholders; None for all others. Seven SQL statements at most."""
    rows = session.execute(_rows().where(JointWording.id == joint_wording), {"statement": standing.id}).all()
    own = standing.viewer.organisation_id
    # Who holds the pen holds it in every stage; what was tried stays theirs to read.
    if not rows or not (standing.may(Action.SEE_PRIVATE) or (own is not None and own in {row.who_id for row in rows})):
        return None
    edition = session.execute(
        select(Edition.title, Edition.blocks).where(
            Edition.version_id == rows[0].JointWording.version_id, Edition.language == standing.language
        )
    ).one()
    items = items_by_id(session, standing, [row.id for row in rows])
    conflict = _conflict(rows, standing, edition, items, _offers(session, standing, joint_wording))
    any_tried = rows[0].none_found or rows[0].none_before
    return replace(conflict, tried=failed_searches(session, standing, joint_wording)) if any_tried else conflict


def amendments(session: Session, standing: Standing, refs: Collection[str]) -> tuple[ItemShown, ...]:
    """The amendments with those references, in the order of their numbers; three SQL statements at most."""
    wanted = [int(ref[1:]) for ref in refs if _AMENDMENT.fullmatch(ref)]
    ids = select(Item.id).where(Item.statement_id == standing.id, Item.kind.in_(AMENDING), Item.number.in_(wanted))
    found = items_by_id(session, standing, session.scalars(ids).all())
    return tuple(sorted(found.values(), key=lambda item: (len(item.reference), item.reference)))


def was_changed(joint_wording: Any, asked_at: Any) -> ColumnElement[bool]:
    """Whether an amendment of the joint_wording was edited in a consultation that was opened again since it was
    handed over.
    """
    return exists().where(
        JointWordingItem.joint_wording_id == joint_wording,
        JointWordingItem.item_id == Item.id,
        Item.state == ItemState.SENT,
        Item.edited_at > asked_at,
    )


@cache  # to put it together takes longer than to answer it
def _rows() -> Any:
    """A row an amendment of a joint_wording."""
    made = aliased(Item)
    found, before = (
        select(func.count()).where(said.joint_wording_id == JointWording.id).scalar_subquery()
        for said in (NoCommonWording, PastNoCommonWording)
    )
    asked = (
        select(
            JointWording, Item.id, Item.kind, Item.number, Item.state, Item.edited_at,
            Organisation.suspended_at, made.number.label("made"), found.label("none_found"),
            before.label("none_before"),
        )
        .select_from(JointWording)
        .join(JointWordingItem, JointWordingItem.joint_wording_id == JointWording.id)
        .join(Item, Item.id == JointWordingItem.item_id)
        .outerjoin(made, made.id == JointWording.item_id)
        .where(JointWording.statement_id == bindparam("statement"))
        .order_by(JointWording.id.desc(), Item.number)
    )  # fmt: skip
    return with_organisation(asked, Item.organisation_id, JointWording.statement_id)


def _line(rows: Sequence[Row[Any]], standing: Standing) -> JointWordingLine:
    joint_wording: JointWording = rows[0].JointWording
    state = joint_wording_state(
        joint_wording.closes_at,
        about_now(),
        ended=joint_wording.ended_at is not None,
        made=joint_wording.item_id is not None,
        on_current_version=joint_wording.version_id == standing.version_id,
        changed=any(
            row.state is ItemState.SENT and row.edited_at and row.edited_at > joint_wording.asked_at for row in rows
        ),
    )
    refs = tuple(reference(row.kind, row.number) for row in rows)
    return JointWordingLine(
        joint_wording.id,
        refs,
        state,
        joint_wording.closes_at,
        amendment_reference(rows[0].made),
        rows[0].none_found,
    )


def _offers(session: Session, standing: Standing, joint_wording: int) -> list[list[Any]]:
    """The rows of each offer, the newest first: one an agreement, whoever offered it and whoever agrees."""
    asked = (
        select(CommonWording)
        .outerjoin(Agreement, Agreement.wording_id == CommonWording.id)
        .where(CommonWording.joint_wording_id == joint_wording)
        .order_by(CommonWording.serial.desc())
    )
    offered = with_organisation(asked, CommonWording.organisation_id, standing.id)
    both = with_organisation(
        offered, Agreement.organisation_id, standing.id, called="agreed", table=aliased(Organisation)
    )
    rows = session.execute(both)
    return [list(group) for _, group in groupby(rows, key=lambda row: row.CommonWording.serial)]


def _offer(rows: Sequence[Row[Any]], standing: Standing) -> Offer:
    row = rows[0]
    agreed = [named(each, standing.viewer, "agreed") for each in rows if each.agreed_id is not None]
    return value_of(
        Offer,
        row.CommonWording,
        who=named(row, standing.viewer),
        agreed=in_order(agreed),
        ours=any(each.ours for each in agreed),
    )


def _conflict(
    rows: Sequence[Row[Any]], standing: Standing, edition: Any, items: dict[int, ItemShown], offers: Any
) -> ConflictWithProposers:
    joint_wording: JointWording = rows[0].JointWording
    kind = common([row.kind for row in rows])
    block = next((each for each in edition.blocks if each.id == joint_wording.block), None)
    worded = block if kind.is_about_words else None
    standing_still = {row.who_id: row for row in rows if row.state is ItemState.SENT and not row.suspended_at}
    agreed = {row.agreed_id for row in offers[0]} if offers else set()
    return value_of(
        ConflictWithProposers,
        joint_wording,
        line=_line(rows, standing),
        kind=kind,
        before=_before(kind, worded, joint_wording, edition.title),
        block=block,
        number=numbers(edition.blocks).get(joint_wording.block),
        blocks=edition.blocks,
        items=tuple(items[row.id] for row in rows if row.id in items),
        proposers=tuple(named(row, standing.viewer) for row in standing_still.values()),
        offers=tuple(_offer(group, standing) for group in offers),
        ours=standing.viewer.organisation_id in standing_still,
        complete=is_agreed(set(standing_still), agreed),
        tried=(),
    )


def _before(kind: Kind, block: Block | None, joint_wording: JointWording, title: str) -> str:
    if kind.is_about_title:
        return title
    return marked_slice(block.text, joint_wording.start, joint_wording.end) if block else ""
