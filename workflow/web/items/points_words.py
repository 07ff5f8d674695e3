"""A version with the points beside it as a Word file, in the reader's words."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from flask_babel import get_timezone, gettext, ngettext

from workflow.formats.table import Words
from workflow.formats.word.tracked_points import TextWithPoints, with_points
from workflow.formats.word.writing import word_file
from workflow.formats.word.written import Hand, Remark, WordFile
from workflow.queries.items.around import ShownReply
from workflow.queries.items.items import ItemShown
from workflow.queries.room.room import Room
from workflow.queries.room.room_points import PointBeside, PointsBeside
from workflow.queries.shared.standing import Standing
from workflow.rules.consolidation.dispositions import amendment
from workflow.rules.items.kinds import KINDS
from workflow.rules.shared.names import Named
from workflow.text.document import TITLE
from workflow.text.values import Amendment, AmendmentKind
from workflow.web.items.kinds import in_words, kind_with_reference
from workflow.web.room.word_heads import mark_words, version_mark_of, what_it_is, with_what_was_left_out
from workflow.web.shared import locale
from workflow.web.shared.frame import disposition_tag
from workflow.web.shared.locale import join_words
from workflow.web.shared.plain_names import plain_name


def points_file(standing: Standing, room: Room, beside: PointsBeside) -> bytes:
    """The text with the points beside it; the head counts them, and names those that no tracked change could be."""
    amendments = _amendments(room, beside.points)
    remarks = _remarks(standing, room, beside.points, frozenset())
    text = with_points(room.title, room.blocks, amendments, remarks)
    given = WordFile(
        title=room.title,
        language=room.language,
        spoken=locale.current(),
        paragraphs=text.paragraphs,
        above=(*what_it_is(standing, room), *_counts(beside, text)),
        mark=mark_words(standing, room),
        version=version_mark_of(standing, room, has_points=True),
        remarks=_remarks(standing, room, beside.points, text.tracked),
        is_tracked=True,
    )
    return word_file(with_what_was_left_out(given))


def _counts(beside: PointsBeside, text: TextWithPoints) -> Iterator[Words]:
    """How many points there are, as what, and what is not in the file."""
    number, tracked = len(beside.points), len(text.tracked)
    yield Words(
        ngettext(
            "This file holds %(num)s comment or amendment.", "This file holds %(num)s comments and amendments.", number
        )
    )
    if tracked:
        yield Words(
            ngettext(
                "%(num)s amendment is a tracked change, with its reason as a comment.",
                "%(num)s amendments are tracked changes, each with its reason as a comment.",
                tracked,
            )
        )
    left = [each.item.reference for each in beside.points if _amends(each) and each.item.reference not in text.tracked]
    if left:
        yield Words(
            ngettext(
                "%(num)s amendment stands in a comment, because an earlier one changes the same words or its words "
                "have changed since: %(references)s",
                "%(num)s amendments stand in comments, because earlier ones change the same words or their words "
                "have changed since: %(references)s",
                len(left),
                references=join_words(left),
            )
        )
    if private := sum(each.item.private for each in beside.points):
        yield Words(
            ngettext("%(num)s point is for the penholder only.", "%(num)s points are for the penholder only.", private)
        )
    if beside.drafts:
        yield Words(
            ngettext(
                "%(num)s draft of your organisation is not in this file.",
                "%(num)s drafts of your organisation are not in this file.",
                beside.drafts,
            )
        )


def _amends(point: PointBeside) -> bool:
    return KINDS[point.item.kind].amends


def _amendments(room: Room, points: Sequence[PointBeside]) -> list[tuple[Amendment, Hand]]:
    """The amendments whose words stand in this version as they were when they were made, where they stand now."""
    found = []
    for point in points:
        if _amends(point) and (asked := _as_it_stands(room, point)):
            found.append((asked, _hand(point.item)))
    return found


def _as_it_stands(room: Room, point: PointBeside) -> Amendment | None:
    item, line = point.item, point.line
    asked = amendment(item.reference, item)
    texts = {block.id: block.text for block in room.blocks}
    if asked.block == TITLE:
        return asked if item.quote == room.title else None
    if asked.kind is not AmendmentKind.REPLACE or item.version == room.number:
        return asked
    if texts.get(line.block or "", "")[line.start : line.end] != item.quote or line.is_lost:
        return None
    return Amendment(asked.ref, asked.kind, line.block or "", line.start, line.end, asked.words)


def _remarks(
    standing: Standing, room: Room, points: Sequence[PointBeside], tracked: frozenset[str]
) -> tuple[Remark, ...]:
    """A comment for each point, its replies behind it. tracked: the amendments whose words the text itself says."""
    found: list[Remark] = []
    for point in points:
        item, line = point.item, point.line
        said = tuple(_said(standing, room, point, is_tracked=item.reference in tracked))
        number = len(found)
        place = (line.start, line.end) if not line.is_lost else (0, 0)
        found.append(Remark(_hand(item), said, line.block or "", *place, is_done=item.resolved))
        found += [
            Remark(_replier(reply), (Words(reply.body, reply.language),), answers=number) for reply in item.replies
        ]
    return tuple(found)


def _said(standing: Standing, room: Room, point: PointBeside, *, is_tracked: bool) -> Iterator[Words]:
    """What a point says, a line a paragraph."""
    item = point.item
    late = [gettext("Late")] if item.late else []
    private = [gettext("For the penholder only")] if item.private else []
    yield Words(" · ".join([kind_with_reference(item).striptags(), *private, *late]))
    if item.quote and not is_tracked and _now(room, point) != item.quote:
        yield Words(gettext("“%(words)s”", words=item.quote), standing.language)
    if _amends(point) and not is_tracked:
        # The words are in the language of the text, the sentence around them in the reader's.
        yield Words(in_words(item, room.blocks))
    for line in item.body.splitlines():
        if line.strip():
            yield Words(line, item.language)
    if item.support:
        yield Words(ngettext("%(num)s organisation supports this", "%(num)s organisations support this", item.support))
    if point.line.answered and item.disposition:
        yield Words(disposition_tag(item.disposition, item.other)[2])


def _now(room: Room, point: PointBeside) -> str:
    """The words of the version on which the comment stands."""
    if KINDS[point.item.kind].is_about_title:
        return room.title
    text = next((block.text for block in room.blocks if block.id == point.line.block), "")
    return text[point.line.start : point.line.end]


def _hand(item: ItemShown) -> Hand:
    authors = join_words(plain_name(each) for each in (item.who, *item.others))
    return Hand(authors, _moment(item.sent_at, item.who, *item.others), item.reference)


def _replier(reply: ShownReply) -> Hand:
    return Hand(plain_name(reply.who), _moment(reply.sent_at, reply.who))


def _moment(at: datetime | None, *who: Named) -> str:
    """By the reader's clock, as office programs show it; of a protected organisation the day alone."""
    if at is None:
        return ""
    here = at.astimezone(get_timezone()).replace(microsecond=0, tzinfo=None)
    if any(each.code for each in who):
        here = here.replace(hour=0, minute=0, second=0)
    return here.isoformat(timespec="seconds")
