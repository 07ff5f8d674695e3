"""Which notes stand beside which paragraph of a version, in the order of the words that they are about."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from enum import StrEnum
from functools import cache
from typing import Any, NamedTuple

from sqlalchemy import String, and_, bindparam, select, type_coerce
from sqlalchemy.orm import Session, aliased

from workflow.models.item import Disposition, DispositionKind, Item, ItemState, reference
from workflow.models.looking import SeenItem
from workflow.models.placement import Placement
from workflow.models.version import Version
from workflow.queries.items.items import asking_values, visible_to_reader
from workflow.queries.items.newness import LOOKS, Newness, look_at
from workflow.queries.shared.disclosure import of_reader
from workflow.queries.shared.standing import Standing
from workflow.rules.items.kinds import KINDS, ItemKind, Subject, offered_about
from workflow.text.values import Verdict

SHOWN = 5
"""Notes of a paragraph that a page shows before it says how many more there are."""
FEWER = 3
"""The same, of a text that has more notes than a page may hold."""
WHOLE = "text"
"""Stands for the whole text where a paragraph's id would stand."""


class Show(StrEnum):
    """Which items a reader wants beside the text. PAST: those that an earlier version, or the shown one, answered.

    The others leave these out, save OURS.
    """

    ALL = "all"
    AMENDMENTS = "amendments"
    COMMENTS = "comments"
    OURS = "ours"
    WAITING = "waiting"
    PAST = "past"
    NONE = "none"


AMENDS = {Show.AMENDMENTS: True, Show.COMMENTS: False}


class MarginLine(NamedTuple):
    """An item with nothing but its place. block: where its note stands; None: beside the whole text.

    verdict: None on the version that it was made on, else what became of its words there. past: it was made before the
    version shown, which answered it, or an earlier one did; what stands open in square brackets is not past. answered:
    some version did. key: what stands for a draft in an address.
    """

    id: int
    kind: ItemKind
    number: int | None
    kept: bool
    ours: bool
    version: int
    block: str | None
    start: int
    end: int
    verdict: Verdict | None = None
    past: bool = False
    answered: bool = False
    newness: Newness | None = None
    by_hand: bool = False
    answered_with: int | None = None  # the number of the version
    key: str = ""

    @property
    def reference(self) -> str:
        """C7 or A12; empty while it is kept as a draft."""
        return reference(self.kind, self.number)

    @property
    def is_lost(self) -> bool:
        """Whether its words are gone, or nobody can tell where they are."""
        return self.verdict in (Verdict.DELETED, Verdict.UNCERTAIN)

    @property
    def order(self) -> tuple[bool, bool, int, int, int]:
        """Where its note stands among the others of its paragraph: those that lost their words come last."""
        return self.past, self.is_lost, self.start, self.end, self.id


def lines(session: Session, standing: Standing, version: int) -> list[MarginLine]:
    """Everything that was said until version number `version`, where it stands there; one SQL statement.

    What a version up to it has answered is past, unless it stands open in square brackets; until then an item would be
    nowhere for those who wait for it.
    """
    # Of the connection and not of the session, which takes longer over thousands of rows that are no entities.
    rows = session.connection().execute(_places(), {**asking_values(standing), "version": version}).all()
    return [_line(version, row) for row in rows]


@cache  # to put it together takes longer than to answer it
def _places() -> Any:
    answered, shown = aliased(Version), aliased(Version)
    version: Any = bindparam("version")
    return (
        select(
            Item.id, type_coerce(Item.kind, String), Item.number, Item.state == ItemState.KEPT, of_reader(),
            Version.number, Item.block, Item.start, Item.end, Item.after,
            type_coerce(Placement.verdict, String), Placement.block, Placement.start, Placement.end,
            Placement.placed_by.is_not(None), answered.number, Disposition.kind == DispositionKind.BRACKETED,
            look_at(SeenItem.at), Item.key,
        )
        .join(Version, Version.id == Item.version_id)
        .join(shown, and_(shown.statement_id == Item.statement_id, shown.number == version))
        .outerjoin(Disposition, Disposition.item_id == Item.id)
        .outerjoin(answered, answered.id == Disposition.version_id)
        .outerjoin(Placement, and_(Placement.item_id == Item.id, Placement.version_id == shown.id))
        .outerjoin(SeenItem, and_(SeenItem.item_id == Item.id, SeenItem.person_id == bindparam("person")))
        .where(Item.statement_id == bindparam("statement"), visible_to_reader(), Item.state != ItemState.WITHDRAWN)
        .where(Version.number <= version)
    )  # fmt: skip


_KINDS = {code.value: code for code in ItemKind}
_NEW = frozenset(kind.code for kind in offered_about(Subject.NEW))
_VERDICTS = {each.value: each for each in Verdict}


def _line(shown: int, row: Any) -> MarginLine:
    """A row as a line; its columns are taken in their order, since a long consultation has thousands of rows."""
    (
        id_, kind, number, kept, ours, version, block, start, end, after,
        placed, now_block, now_start, now_end, by_hand, answered, left_open, look, key,
    ) = row  # fmt: skip
    if kind in _NEW:  # A new paragraph is shown beside the one that it would follow.
        block, start = after or None, 0
    verdict = None
    if version < shown:
        # A draft that was kept on an earlier version has no place in a later one until it is sent.
        block, start, end = (now_block, now_start, now_end) if placed else (block, 0, 0)
        verdict = _VERDICTS[placed] if placed else Verdict.UNCERTAIN
    past = version < shown and answered is not None and answered <= shown and not left_open
    new = None if ours or kept else LOOKS[look]
    is_answered, ours = answered is not None, bool(ours)
    return MarginLine(
        id_, _KINDS[kind], number, kept, ours, version, block, start, end, verdict, past, is_answered, new, by_hand,
        answered, key,
    )  # fmt: skip


def chosen(found: Sequence[MarginLine], show: Show) -> Sequence[MarginLine]:
    """The lines that a reader wants to see."""
    if show is Show.PAST:
        return [line for line in found if line.past]
    if show is Show.OURS:  # also what was dealt with: its organisation finds what became of each of its own
        return [line for line in found if line.ours]
    found = [line for line in found if not line.past]
    if show is Show.ALL:
        return found
    if show is Show.WAITING:
        return [line for line in found if not line.answered and not line.kept]
    return [line for line in found if KINDS[line.kind].amends is AMENDS.get(show)]


def by_place(found: Iterable[MarginLine]) -> dict[str | None, list[MarginLine]]:
    """Block id (None: the whole text) -> the lines that stand beside it."""
    placed: dict[str | None, list[MarginLine]] = defaultdict(list)
    for line in found:
        placed[line.block].append(line)
    return placed
