"""Where earlier items stand in a version: found once, when it is issued, and kept; a person may say it better."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, exists, func, insert, select, true
from sqlalchemy.orm import Session, aliased

from workflow.models.item import Item, ItemState
from workflow.models.placement import Placement
from workflow.models.statement import Statement
from workflow.models.version import Edition, Version
from workflow.rules.items.kinds import home_of
from workflow.text.anchors import Followed, agreed_place, followed
from workflow.text.values import Block, Span, Verdict

LOST = frozenset({Verdict.DELETED, Verdict.UNCERTAIN})


@dataclass(frozen=True)
class _Home:
    """From where an item is followed: the version that it was made on, or the newest in which a person placed it.

    verdict: what had become of its words until then; None where it was made there. last: where it stood in the version
    before, in the version, block and span; None where that is the same or it had no place there.
    """

    item: int
    version: int
    block: str | None
    span: Span
    verdict: Verdict | None
    last: tuple[int, str, Span] | None = None


def place_all(session: Session, statement: Statement, version: Version) -> None:
    """Say of every item sent on an earlier version where it stands in `version`; what is said already stays said.

    The caller holds the statement's lock and has issued the version.
    """
    _place(session, statement, version, true())


def place_late(session: Session, statement: Statement, item: Item) -> None:
    """Say where an item stands in the versions that were issued after the one that it was just sent on."""
    made_on = session.get_one(Version, item.version_id)
    since = (Version.statement_id == statement.id, Version.number > made_on.number)
    for version in session.scalars(select(Version).where(*since).order_by(Version.number)):
        _place(session, statement, version, Item.id == item.id)


def _place(session: Session, statement: Statement, version: Version, chosen: ColumnElement[bool]) -> int:
    homes = [_home(row) for row in session.execute(_items_without_place(statement, version, chosen))]
    read = {version.id, *(home.version for home in homes), *(home.last[0] for home in homes if home.last)}
    texts = _texts(session, statement, read) if homes else {}
    rows = [_row(home, at, version) for home, at in _follow_items(homes, texts, texts.get(version.id, ()))]
    if rows:
        session.execute(insert(Placement), rows)
    return len(rows)


def _items_without_place(statement: Statement, version: Version, chosen: ColumnElement[bool]) -> Any:
    """The items without a place in the version, each with the last place before it that a person gave."""
    before, earlier = aliased(Version), aliased(Placement)
    last = (
        select(func.max(before.number))
        .select_from(earlier)
        .join(before, before.id == earlier.version_id)
        .where(earlier.item_id == Item.id, earlier.placed_by.is_not(None), before.number < version.number)
        .correlate(Item)
        .scalar_subquery()
    )
    by_hand, there = aliased(Placement), aliased(Version)
    at_last, issued_last = aliased(Placement), aliased(Version)
    return (
        select(
            Item.id, Item.version_id, Item.block, Item.start, Item.end, Item.kind, Item.after,
            by_hand.version_id.label("hand_version"), by_hand.block.label("hand_block"),
            by_hand.start.label("hand_start"), by_hand.end.label("hand_end"), by_hand.verdict,
            at_last.version_id.label("last_version"), at_last.block.label("last_block"),
            at_last.start.label("last_start"), at_last.end.label("last_end"), at_last.verdict.label("last_verdict"),
        )
        .join(Version, Version.id == Item.version_id)
        .outerjoin(there, and_(there.statement_id == Item.statement_id, there.number == last))
        .outerjoin(by_hand, and_(by_hand.item_id == Item.id, by_hand.version_id == there.id))
        .outerjoin(
            issued_last,
            and_(issued_last.statement_id == Item.statement_id, issued_last.number == version.number - 1),
        )
        .outerjoin(at_last, and_(at_last.item_id == Item.id, at_last.version_id == issued_last.id))
        .where(Item.statement_id == statement.id, Item.state == ItemState.SENT, Version.number < version.number, chosen)
        .where(~exists().where(Placement.item_id == Item.id, Placement.version_id == version.id))
    )  # fmt: skip


def _home(row: Row[Any]) -> _Home:
    if row.hand_version is not None:
        place = row.hand_block, (row.hand_start, row.hand_end)
        return _Home(row.id, row.hand_version, *place, row.verdict, _last_place(row, row.hand_version))
    block = home_of(row.kind, row.block, row.after)
    return _Home(row.id, row.version_id, block, (row.start, row.end), None, _last_place(row, row.version_id))


def _last_place(row: Row[Any], home: int) -> tuple[int, str, Span] | None:
    if row.last_version in (None, home) or row.last_block is None or row.last_verdict in LOST:
        return None
    return row.last_version, row.last_block, (row.last_start, row.last_end)


def _texts(session: Session, statement: Statement, versions: Iterable[int]) -> dict[int, tuple[Block, ...]]:
    rows = session.execute(
        select(Edition.version_id, Edition.blocks).where(
            Edition.version_id.in_(set(versions)), Edition.language == statement.language
        )
    )
    return {row.version_id: row.blocks for row in rows}


def _follow_items(
    homes: Sequence[_Home], texts: dict[int, tuple[Block, ...]], after: Sequence[Block]
) -> Iterable[tuple[_Home, Followed]]:
    by_version: dict[int, list[_Home]] = defaultdict(list)
    for home in homes:
        if home.block is None:  # about the whole text, which is always there; or its words were said to be gone
            yield home, Followed(home.verdict or Verdict.SAME, None)
        else:
            by_version[home.version].append(home)
    for version, group in by_version.items():
        wanted = [(home.block or "", home.span) for home in group]
        found = _agreed_places(group, followed(texts[version], after, wanted), texts, after)
        for home, at in zip(group, found, strict=True):
            yield home, replace(at, verdict=_both(home.verdict, at.verdict))


def _agreed_places(
    homes: Sequence[_Home], found: Sequence[Followed], texts: dict[int, tuple[Block, ...]], after: Sequence[Block]
) -> list[Followed]:
    """The places found directly, where the way by the version before does not lead elsewhere."""
    asked = [(n, home.last) for n, home in enumerate(homes) if home.last and found[n].verdict not in LOST]
    agreed = list(found)
    for version in {last[0] for _, last in asked}:
        steps = [(n, (block, span)) for n, (of, block, span) in asked if of == version]
        places = followed(texts[version], after, [place for _, place in steps])
        for (n, _), place in zip(steps, places, strict=True):
            agreed[n] = agreed_place(found[n], place)
    return agreed


def _both(before: Verdict | None, since: Verdict) -> Verdict:
    """What became of words in two steps; who reads an item knows the version that it was made on alone."""
    if before is None or since in LOST:
        return since
    return before if since is Verdict.SAME or before is Verdict.DELETED else since


def _row(home: _Home, at: Followed, version: Version) -> dict[str, Any]:
    place = {"block": at.block, "start": at.start, "end": at.end}
    if at.verdict is Verdict.DELETED and at.start < at.end:
        place |= {"start": 0, "end": 0}
    return {"item_id": home.item, "version_id": version.id, "verdict": at.verdict, **place}
