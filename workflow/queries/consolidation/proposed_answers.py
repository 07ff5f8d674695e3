"""Dispositions shown as proposed: to the penholder with all answers, to an organisation those of its own items."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from itertools import groupby
from typing import Any

from sqlalchemy import Row, Select, bindparam, select, union
from sqlalchemy.orm import Session, aliased

from workflow.database import about_now
from workflow.models.item import CoProposer, Disposition, Item, ItemState, amendment_reference, reference
from workflow.models.showing import Response, Showing
from workflow.models.version import Version
from workflow.queries.items.items import ItemShown, items_by_id
from workflow.queries.shared.organisation_names import named, with_organisation
from workflow.queries.shared.standing import Standing
from workflow.queries.shared.values import value_of
from workflow.rules.consolidation.dispositions import DispositionKind
from workflow.rules.consolidation.responses import ResponseKind, is_asked, takes_responses
from workflow.rules.items.kinds import ItemKind
from workflow.rules.shared.names import Named


@dataclass(frozen=True)
class Heard:
    """What one organisation answers; kind None: nothing yet. earlier: said of a disposition that was changed since."""

    who: Named
    kind: ResponseKind | None
    words: str
    at: datetime | None
    earlier: bool


@dataclass(frozen=True)
class Proposed:
    """A disposition with the answers to it. closes_at: None while it is the penholder's alone.

    issued: in which version. other: the amendment that overtook the item.
    """

    item_id: int
    kind: ItemKind
    reference: str
    private: bool
    disposition: DispositionKind
    taken: str
    because: str
    other: str
    serial: int
    closes_at: datetime | None
    issued: int | None
    heard: tuple[Heard, ...]

    @property
    def anchor(self) -> str:
        """Its id on a page."""
        return self.reference.lower()


@dataclass(frozen=True)
class Asked:
    """An item of the reader's organisation, what is proposed for it, and what the organisation answered."""

    item: ItemShown
    proposed: Proposed
    answer: Heard

    @property
    def is_open(self) -> bool:
        """Whether an answer would be taken now, by the clock of this machine."""
        closes_at, sent = self.proposed.closes_at, self.item.state is ItemState.SENT
        issued = self.proposed.issued is not None
        return sent and closes_at is not None and takes_responses(closes_at, about_now(), issued=issued)

    @property
    def is_waiting(self) -> bool:
        """Whether the organisation has not answered what is proposed now."""
        return self.answer.kind is None or self.answer.earlier


@dataclass(frozen=True)
class Answers:
    """The dispositions that no version holds, in the order of their references."""

    lines: tuple[Proposed, ...]
    by_item: Mapping[int, Proposed] = field(default_factory=dict)

    @property
    def shown(self) -> tuple[Proposed, ...]:
        """Those that are shown."""
        return tuple(line for line in self.lines if line.closes_at is not None)

    def count(self, kind: ResponseKind | None) -> int:
        """How many organisations' newest answer, over all items, is this."""
        return sum(each.kind == kind for line in self.shown for each in line.heard)


def answers(session: Session, standing: Standing) -> Answers:
    """What the penholder may show or has shown, with every organisation's answer; one SQL statement."""
    lines = tuple(_proposed_lines(session.execute(_open_lines(), {"statement": standing.id}), standing))
    return Answers(lines, {line.item_id: line for line in lines})


def proposed_to_organisation(session: Session, standing: Standing) -> tuple[Asked, ...]:
    """What is or was proposed for the items of the viewer's organisation; four SQL statements at most."""
    asked_too = aliased(Item)
    ours = standing.viewer.organisation_id
    joint = select(CoProposer.item_id).where(CoProposer.organisation_id == ours)
    mine = select(asked_too.id).where(asked_too.organisation_id == ours)
    rows = session.execute(
        _lines().where(Disposition.showing_id.is_not(None), Item.id.in_(mine) | Item.id.in_(joint)),
        {"statement": standing.id},
    )
    lines = list(_proposed_lines(rows, standing))
    items = items_by_id(session, standing, [line.item_id for line in lines])
    found = [
        Asked(items[line.item_id], line, next(each for each in line.heard if each.who.ours))
        for line in lines
        if line.item_id in items
    ]
    return tuple(sorted(found, key=lambda each: (each.proposed.issued is not None, not each.is_waiting)))


def _owners(statement_id: Any) -> Any:
    """(item, organisation) of everybody in whose name an item of the statement is made."""
    first = select(Item.id.label("item"), Item.organisation_id.label("organisation")).where(
        Item.statement_id == statement_id, Item.organisation_id.is_not(None)
    )
    others = (
        select(CoProposer.item_id, CoProposer.organisation_id)
        .join(Item, Item.id == CoProposer.item_id)
        .where(Item.statement_id == statement_id)
    )
    return union(first, others).subquery()


@cache  # to put it together takes longer than to answer it
def _open_lines() -> Select[*tuple[Any, ...]]:
    return _lines().where(Disposition.version_id.is_(None), Item.state == ItemState.SENT)


@cache
def _lines() -> Select[*tuple[Any, ...]]:
    """A row an item and organisation in whose name it is, in the order of the references."""
    statement_id: Any = bindparam("statement")
    owner, other = _owners(statement_id), aliased(Item)
    answered = (Response.item_id == Item.id) & (Response.organisation_id == owner.c.organisation)
    asked = (
        select(
            Item.id.label("item_id"), Item.kind, Item.number, Item.private, Disposition.kind.label("disposition"),
            Disposition.taken, Disposition.reason.label("because"), Disposition.serial, Showing.closes_at,
            other.number.label("by"), Version.number.label("issued"), Response.kind.label("said"), Response.words,
            Response.at, Response.serial.label("answered"),
        )
        .join(Disposition, Disposition.item_id == Item.id)
        .join(owner, owner.c.item == Item.id)
        .outerjoin(Showing, Showing.id == Disposition.showing_id)
        .outerjoin(Version, Version.id == Disposition.version_id)
        .outerjoin(other, other.id == Disposition.other_id)
        .outerjoin(Response, answered)
        .where(Item.statement_id == statement_id, Item.number.is_not(None))
        .order_by(Item.letter, Item.number, Item.id)
    )  # fmt: skip
    return with_organisation(asked, owner.c.organisation, Item.statement_id)


def _proposed_lines(rows: Iterable[Row[Any]], standing: Standing) -> Iterable[Proposed]:
    for _, group in groupby(rows, key=lambda row: row.item_id):
        of_it = list(group)
        row = of_it[0]
        yield value_of(
            Proposed,
            row,
            reference=reference(row.kind, row.number),
            other=amendment_reference(row.by),
            heard=tuple(sorted((_heard(each, standing) for each in of_it), key=lambda each: each.who.sorting)),
        )


def _heard(row: Row[Any], standing: Standing) -> Heard:
    earlier = row.said is not None and is_asked(row.said, row.answered, row.serial)
    return Heard(named(row, standing.viewer), row.said, row.words or "", row.at, earlier)
