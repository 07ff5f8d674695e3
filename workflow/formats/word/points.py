"""What is asked for in a text that comes back from an office program: its changes and comments as points.

What a point asks for comes from the words: the text that was handed out beside the one that came back with every change
accepted. Tracked changes say who changed what; a change that nobody tracked is a point as well, and is told.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Any

from workflow.formats.word.importing import left_out_of
from workflow.formats.word.taking import WordPart, parts
from workflow.formats.word.values import Revision, TakenAs, WordComment, WordPiece, WordText
from workflow.rules.items.file_points import FilePoint, FileUnit, PointFate
from workflow.rules.items.kinds import ItemKind, home_of
from workflow.rules.items.proposals import Proposal
from workflow.text.amendments import asked_for
from workflow.text.document import TITLE, line, plain
from workflow.text.values import Amendment, AmendmentKind, Block, BlockKind, Span

_NOTE = "\ufffc"  # stands for a footnote's mark in a line
_NOWHERE = -(10**6)  # where a paragraph that was moved here stands in that which went out
_MOST_REASONED = 10  # changes that one comment is the reason of: its words stand with each of them
_NEAR = 60  # characters beside a quotation that tell it from the same words elsewhere


@dataclass(frozen=True, slots=True)
class WordPoints:
    """What the file asks for, in the order of the text; behind that what else it says, refused with why it is no point.

    untracked: how many of the points ask for words that were changed without being tracked. known: the share of the
    words handed out whose paragraphs are in the file, from 0 to 1.
    """

    points: tuple[FilePoint, ...]
    untracked: int
    known: float


@dataclass(frozen=True, slots=True)
class HandedOut:
    """The text that went out, its blocks with ids. version: its number. language: that of the points.

    occasion: what may stand above the title, and is no part of the text. names_writers: whether a comment with answers
    says who wrote what; it is sent later, and people of a protected organisation are not to be named there.
    """

    title: str
    occasion: str
    blocks: tuple[Block, ...]
    version: int
    language: str
    names_writers: bool = True


def word_points(text: WordText, out: HandedOut) -> WordPoints:
    """The points of the file, which need not be one that we handed out: paragraphs are known by their words then."""
    file = _File(text, out)
    threads = [each for each in file.threads() if not each[0].resolved]
    alone = [each for each in threads if not file.join_changes(*each)]
    points = [
        *file.title_points(),
        *map(file.point_of, file.changes),
        *(file.point_of_comment(*each) for each in alone),
    ]
    order = {block.id: place for place, block in enumerate(out.blocks, 1)}
    points.sort(key=lambda point: order.get(home_of(point.asked.kind, point.asked.block, point.asked.after) or "", 0))
    untracked = sum(map(file.is_untracked, file.changes))
    return WordPoints(tuple(_numbered([*points, *file.rest()])), untracked, file.known())


def _numbered(points: Iterable[FilePoint]) -> Iterator[FilePoint]:
    """Each with its number among those of its unit."""
    seen = dict.fromkeys(FileUnit, 0)
    for each in points:
        seen[each.unit] += 1
        yield replace(each, number=seen[each.unit])


def _threads(comments: Sequence[WordComment], *, names_writers: bool) -> Iterator[tuple[WordComment, str]]:
    """The comments that answer no other, each with what is said in it and below it, and each comment once.

    A damaged file may have two of one key, or such as answer each other: the first of these answers none.
    """
    below: dict[str, list[int]] = {}
    keys = {each.key for each in comments}
    for number, each in enumerate(comments):
        below.setdefault(each.answers if each.answers in keys else "", []).append(number)
    told: set[int] = set()
    for number in [*below.get("", ()), *range(len(comments))]:
        if number not in told:
            said = [comments[each] for each in _with_answers(number, comments, below, told)]
            is_named = names_writers and len(said) > 1
            yield comments[number], "\n\n".join(_named(each) if is_named else each.body.strip() for each in said)


def _with_answers(
    first: int, comments: Sequence[WordComment], below: Mapping[str, Sequence[int]], told: set[int]
) -> Iterator[int]:
    """The numbers of a comment and of those that answer it, which are told then."""
    waiting = [first]
    while waiting:
        number = waiting.pop()
        if number not in told:
            told.add(number)
            yield number
            key = comments[number].key
            waiting += reversed(below.get(key, ()) if key else ())


def _named(comment: WordComment) -> str:
    return f"{comment.author}: {comment.body.strip()}" if comment.author else comment.body.strip()


@dataclass(frozen=True, slots=True)
class _TrackedStretch:
    """Where a tracked change stands. low, high: in the words of its paragraph of the file, deleted ones too.

    block, start, end: in the text that went out, counted in signs that are no spaces, since a program may set those
    anew; equal where words came. block: "" in a paragraph that is new. words: those that came or went; is_mark: of a
    paragraph. at: the paragraph of the file. around: the same of all changes that stand one beside the other, since who
    types over words deletes them and adds.
    """

    at: int
    number: int
    low: int
    high: int
    block: str
    start: int
    end: int
    words: str = ""
    is_mark: bool = False
    around: Span | None = None

    @property
    def came(self) -> bool:
        """Whether it is of words that came."""
        return self.start == self.end and not self.is_mark


@dataclass(slots=True)
class _Change:
    """An amendment, the tracked changes that make it, and what was said of it."""

    amendment: Amendment
    revisions: list[int] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)


class _File:
    """A file beside the text that went out."""

    def __init__(self, text: WordText, out: HandedOut) -> None:
        self.text, self.out = text, out
        self.ours = {block.id: block for block in out.blocks}
        before, after = parts(text, TakenAs.REFUSED), parts(text, TakenAs.ACCEPTED)
        self.title, occasion = self._heads(before)
        self.apart = self.title | occasion  # paragraphs of the file whose changes no amendment of the text is of
        self.new_title = next((part for part in after if self.title & {*part.places}), None)
        before = tuple(part for part in before if not self.apart & {*part.places})
        after = tuple(part for part in after if not self.apart & {*part.places})
        refused = asked_for(out.blocks, [self._with_bookmark(part) for part in before])
        kept = zip(before, refused.wished, strict=True)
        self.homes = {
            at: block.id for part, block in kept for at in part.places if block.id and self._has_words_of_ours(at)
        }
        self.silent = refused.amendments  # what was changed without being tracked
        self.offsets = dict(self._offsets(before))
        asked = asked_for(out.blocks, list(self._with_ids(after)))
        arrived = zip(after, asked.wished, strict=True)
        self.arrived = {at: block.id for part, block in arrived for at in part.places if at not in self.homes}
        self.others = asked.others
        self.other_words: dict[str, list[str]] = {}
        for other in self.others:
            self.other_words.setdefault(other.block, []).append(other.words)
        self.changes = [_Change(each) for each in asked.amendments]
        self.names = {each.number: each.author for each in text.revisions}
        self.silently: dict[str, list[Amendment]] = {}
        for each in self.silent:
            self.silently.setdefault(each.block, []).append(each)
        self.of_block: dict[str, list[_Change]] = {}
        self.added_after: dict[str | None, list[_Change]] = {}
        for change in self.changes:
            self.of_block.setdefault(change.amendment.block, []).append(change)
            if change.amendment.kind is AmendmentKind.ADD:
                self.added_after.setdefault(change.amendment.after, []).append(change)
        self.reaches: dict[int, tuple[int, int]] = {}
        self.coming = dict(self._coming(after, asked.wished))
        self.stretches = {at: list(self._stretches(at)) for at in range(len(text.paragraphs))}
        self.touched = {each: self._touched(each) for found in self.stretches.values() for each in found}
        for stretch, changes in self.touched.items():
            for change in changes:
                change.revisions.append(stretch.number)

    def is_untracked(self, change: _Change) -> bool:
        """Whether words of the change were changed without being tracked."""
        return any(_is_of(each, change.amendment) for each in self.silently.get(change.amendment.block, ()))

    # which paragraph of the file is which of ours
    def _heads(self, before: Sequence[WordPart]) -> tuple[set[int], set[int]]:
        """The paragraphs of the file that are the title, and the occasion: by our bookmark, or by their words above."""
        marked = {at for at, each in enumerate(self.text.paragraphs) if each.bookmark == TITLE}
        above = {_squeezed(plain(part.block.text)): {*part.places} for part in reversed(before[:2])}
        occasion = above.get(_squeezed(self.out.occasion), set()) if self.out.occasion else set()
        return marked or above.get(_squeezed(plain(self.out.title)), set()), occasion

    def _with_bookmark(self, part: WordPart) -> Block:
        """The block with the id that our export wrote there, where the text that went out has it."""
        marks = (self.text.paragraphs[at].bookmark for at in part.places if self._has_words_of_ours(at))
        return replace(part.block, id=next((mark for mark in marks if mark in self.ours), ""))

    def _with_ids(self, after: Sequence[WordPart]) -> Iterator[Block]:
        """The blocks with changes accepted: a paragraph is ours as long as words of ours stand in it."""
        taken: set[str] = set()
        for part in after:
            homes = sorted((at for at in part.places if at in self.homes), key=self._has_no_words_left)
            own = next((self.homes[at] for at in homes if self.homes[at] not in taken), "")
            taken.add(own)
            yield replace(part.block, id=own)

    def _has_words_of_ours(self, at: int) -> bool:
        return any(_ink(each.text) and not each.inserted for each in self.text.paragraphs[at].pieces)

    def _has_no_words_left(self, at: int) -> bool:
        pieces = self.text.paragraphs[at].pieces
        return not any(_ink(each.text) and not each.inserted and not each.deleted for each in pieces)

    def _offsets(self, before: Sequence[WordPart]) -> Iterator[tuple[int, int]]:
        """Place of a paragraph -> how many signs of its block stand before it."""
        for part in before:
            offset = 0
            for at in part.places:
                yield at, offset
                offset += sum(_ink(each.text) for each in self.text.paragraphs[at].pieces if not each.inserted)

    def _coming(self, after: Sequence[WordPart], wished: Sequence[Block]) -> Iterator[tuple[int, _Change]]:
        """Place of a paragraph that is new -> the change by which it comes: one for all that follow one another."""
        added = iter(each for each in self.changes if each.amendment.kind is AmendmentKind.ADD)
        pairs = zip(after, wished, strict=True)
        texts = [(part, block) for part, block in pairs if block.id or block.kind is not BlockKind.FOOTNOTE]
        for is_new, group in groupby(texts, key=lambda pair: not pair[1].id):
            change = next(added) if is_new else None
            yield from ((at, change) for part, _ in group for at in part.places if change)

    # where the tracked changes stand
    def _stretches(self, at: int) -> Iterator[_TrackedStretch]:
        """Those of a paragraph; words that came and went again are in no change, and none is of them."""
        paragraph, home = self.text.paragraphs[at], self.homes.get(at) or self.arrived.get(at, "")
        low, start = 0, self.offsets.get(at, 0) if at in self.homes else _NOWHERE
        for _, run in groupby(paragraph.pieces, lambda piece: bool(piece.inserted or piece.deleted)):
            pieces = list(run)
            around = start, start + sum(_ink(piece.text) for piece in pieces if not piece.inserted)
            for piece in pieces:
                high = low + len(piece.text)
                end = start if piece.inserted else start + _ink(piece.text)
                if bool(piece.inserted) != bool(piece.deleted):
                    number = piece.inserted or piece.deleted
                    yield _TrackedStretch(at, number, low, high, home, start, end, piece.text, around=around)
                low, start = high, end
        for number in filter(None, (paragraph.mark_inserted, paragraph.mark_deleted)):
            yield _TrackedStretch(at, number, low, low, home, start, start, is_mark=True)
            if number == paragraph.mark_deleted and at + 1 in self.homes:
                yield _TrackedStretch(at, number, low, low, self.homes[at + 1], 0, 0, is_mark=True)

    def _touched(self, stretch: _TrackedStretch) -> list[_Change]:
        """The changes that the tracked one is of."""
        here = self.of_block.get(stretch.block, []) if stretch.block else []
        words = [each for each in here if self._overlaps(each.amendment, (stretch.start, stretch.end))]
        whole = [each for each in here if each.amendment.kind is not AmendmentKind.REPLACE]
        if stretch.is_mark:
            return [*words, *whole, *(self.added_after.get(stretch.block, []) if stretch.block else [])]
        if stretch.came and stretch.at in self.coming:
            return [self.coming[stretch.at]]
        if not words and stretch.around:
            words = [each for each in here if self._overlaps(each.amendment, stretch.around)]
        if words or whole or stretch.start < 0:
            return words or here
        # Of the same words one beside the other it is one as good as the other that came or went.
        return [each for each in here if self._says(each.amendment, stretch)]

    def _says(self, amendment: Amendment, stretch: _TrackedStretch) -> bool:
        """Whether the words that came or went do so by the amendment."""
        shown = line(self.ours[amendment.block].text)
        said = plain(amendment.words) if stretch.came else shown.words(amendment.start, amendment.end)
        return _squeezed(stretch.words) in _squeezed(said)

    def _overlaps(self, amendment: Amendment, span: Span) -> bool:
        if amendment.kind is not AmendmentKind.REPLACE:
            return False
        if amendment.block in self.silently:
            return True  # where the others stand is not certain then
        low, high = self._reach(amendment)
        return low <= span[1] and span[0] <= high

    def _reach(self, amendment: Amendment) -> tuple[int, int]:
        """Where the words of an amendment stand, counted in signs that are no spaces."""
        found = self.reaches.get(id(amendment))
        if found is None:
            shown = line(self.ours[amendment.block].text)
            low, high = (_ink(shown.text[: shown.at(place)]) for place in (amendment.start, amendment.end))
            found = self.reaches[id(amendment)] = low, high
        return found

    # comments
    def threads(self) -> Iterator[tuple[WordComment, str]]:
        """The comments that answer no other, each with what is said in it and below it."""
        return _threads(self.text.comments, names_writers=self.out.names_writers)

    def join_changes(self, comment: WordComment, said: str) -> bool:
        """Give what was said as their reason to the changes on which the comment stands; whether it stands on some.

        On very many it is about the paragraph, and no reason of each.
        """
        on = [each for each in self.stretches.get(comment.paragraph, ()) if _is_under(each, comment)]
        found = {id(change): change for stretch in on for change in self.touched[stretch]}
        if not 0 < len(found) <= _MOST_REASONED:
            return False
        for change in found.values():
            change.reasons.append(said)
        return True

    def point_of_comment(self, comment: WordComment, said: str) -> FilePoint:
        """The comment at its words, at its paragraph where those are not ours, or without a place."""
        block = self.ours.get(self.homes.get(comment.paragraph, ""))
        facts: dict[str, Any] = {"body": said, "block": block.id if block else None}
        span = self._span_of(comment, block) if block else None
        if block and span:
            facts |= _quotation(block, *span)
        elif comment.words:
            facts["body"] = f"“{comment.words}”\n\n{said}"
        return FilePoint(
            unit=FileUnit.COMMENT,
            number=0,
            asked=self._proposal(ItemKind.COMMENT, **facts),
            place=comment.author,
            refused=None if block or comment.paragraph in self.title else PointFate.NOT_IN_TEXT,
        )

    def _span_of(self, comment: WordComment, block: Block) -> Span | None:
        """Where the words of the comment stand in the text of the block; None where they are not there."""
        pieces = self.text.paragraphs[comment.paragraph].pieces
        offset = self.offsets[comment.paragraph]
        start, end = (offset + _ink_before(pieces, place) for place in (comment.start, comment.end))
        shown = line(block.text)
        signs = [place for place, char in enumerate(shown.text) if _ink(char)]
        words = self.text.paragraphs[comment.paragraph].text[comment.start : comment.end]
        if not start < end <= len(signs):
            return None
        low, high = signs[start], signs[end - 1] + 1
        if _squeezed(shown.text[low:high]) != _squeezed(words):
            return None
        return shown.places[low], shown.places[high - 1] + 1

    # points
    def title_points(self) -> Iterator[FilePoint]:
        """The change of the title, where there is one."""
        words = plain(self.new_title.block.text) if self.new_title else ""
        if words and _squeezed(words) != _squeezed(plain(self.out.title)):
            numbers = [each.number for at in self.title for each in self.stretches.get(at, ())]
            asked = self._proposal(ItemKind.TITLE, proposal=words)
            yield FilePoint(unit=FileUnit.CHANGE, number=0, asked=asked, place=self._authors(numbers))

    def point_of(self, change: _Change) -> FilePoint:
        """The change as a point, with what was said of it as its reason."""
        amendment, kind = change.amendment, ItemKind(change.amendment.kind.value)
        facts: dict[str, Any] = {"body": "\n\n".join(change.reasons)}
        if kind is not ItemKind.ADD:
            facts["block"] = amendment.block
        if kind is ItemKind.REPLACE:
            facts |= _quotation(self.ours[amendment.block], amendment.start, amendment.end)
        if amendment.words:
            facts["proposal"] = amendment.words
        if amendment.after is not None:
            facts["after"] = amendment.after
        asked = self._proposal(kind, **facts)
        return FilePoint(unit=FileUnit.CHANGE, number=0, asked=asked, place=self._authors(change.revisions))

    def _proposal(self, kind: ItemKind, **facts: Any) -> Proposal:
        return Proposal(version=self.out.version, language=self.out.language, kind=kind, **facts)

    def _authors(self, numbers: Iterable[int]) -> str:
        """Who made the tracked changes, each once, in their order."""
        return ", ".join(filter(None, dict.fromkeys(self.names.get(number, "") for number in sorted(set(numbers)))))

    # what is no point
    def rest(self) -> Iterator[FilePoint]:
        """What the file says and no point does."""
        for other in self.others:
            yield self._refused(FileUnit.CHANGE, PointFate(other.why.value), other.words)
        for first, said in self.threads():
            if first.resolved:
                yield self._refused(FileUnit.COMMENT, PointFate.SETTLED, said, first.author)
        yield from self._untaken()
        for each in left_out_of(self.text):
            yield self._refused(FileUnit.REST, PointFate.LEFT_OUT, each.words)

    def _untaken(self) -> Iterator[FilePoint]:
        """The tracked words that are in no change; those that came and went again once, with both authors."""
        taken = {number for change in self.changes for number in change.revisions}
        left = [each for each in self.text.revisions if each.number not in taken and each.words.strip()]
        untold = (each for each in left if not self._is_told(each))
        for (at, words), group in groupby(untold, key=lambda each: (each.paragraph, each.words)):
            fate = PointFate.ELSEWHERE if at < 0 or at in self.apart else PointFate.WITHOUT_EFFECT
            yield self._refused(FileUnit.CHANGE, fate, words, self._authors(each.number for each in group))

    def _refused(self, unit: FileUnit, fate: PointFate, words: str, author: str = "") -> FilePoint:
        asked = self._proposal(ItemKind.COMMENT, body=words)
        return FilePoint(unit=unit, number=0, asked=asked, place=author, refused=fate)

    def known(self) -> float:
        """The share of the signs handed out whose paragraphs are in the file."""
        there = set(self.homes.values())
        signs = {block.id: _ink(plain(block.text)) for block in self.out.blocks}
        return sum(signs[each] for each in there) / max(1, sum(signs.values()))

    def _is_told(self, revision: Revision) -> bool:
        """Whether the words are told already: with the title, or with what no amendment can ask for."""
        at = revision.paragraph
        if at in self.title:
            return any(True for _ in self.title_points())
        words, home = _squeezed(revision.words), self.homes.get(at) or self.arrived.get(at, "")
        return any(words in _squeezed(each) for each in self.other_words.get(home, ()))


def _ink(words: str) -> int:
    """How many signs of the words are no spaces, and no marks of footnotes."""
    return len(_squeezed(words))


def _squeezed(words: str) -> str:
    return "".join(words.replace(_NOTE, "").split())


def _ink_before(pieces: Sequence[WordPiece], place: int) -> int:
    """How many signs of ours stand before a place in all the words of a paragraph of the file."""
    found = low = 0
    for piece in pieces:
        if not piece.inserted:
            found += _ink(piece.text[: max(0, place - low)])
        low += len(piece.text)
    return found


def _is_under(stretch: _TrackedStretch, comment: WordComment) -> bool:
    """Whether the comment stands on words of the tracked change."""
    return not stretch.is_mark and stretch.low < max(comment.end, comment.start + 1) and comment.start < stretch.high


def _is_of(silent: Amendment, change: Amendment) -> bool:
    """Whether an amendment asks, be it among other things, for what another does."""
    if silent.kind is not change.kind or silent.block != change.block:
        return False
    if silent.kind is AmendmentKind.REPLACE:
        return silent.start <= change.end and change.start <= silent.end
    return silent.kind is not AmendmentKind.ADD or _squeezed(silent.words) in _squeezed(change.words)


def _quotation(block: Block, start: int, end: int) -> dict[str, str]:
    """The words of a place as a form carries them: with what stands beside them."""
    shown = line(block.text)
    low, high = shown.at(start), shown.at(end)
    return {
        "words": shown.words(start, end),
        "prefix": shown.text[max(0, low - _NEAR) : low].replace(_NOTE, ""),
        "suffix": shown.text[high : high + _NEAR].replace(_NOTE, ""),
    }
