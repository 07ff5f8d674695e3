"""Compares what a reader says of a document with its truth, word by word, and names each difference by its kind.

Pure functions: a `WordText`, the blocks as accepted and as refused and a truth (the JSON of the corpus) in, faults out.
Not compared, since no word hangs on it: how much white space stands between words, soft hyphens, marks of direction,
which sign a hyphen that does not break is, and what the label of a footnote is called as long as mark and text have
the same one.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum, auto
from itertools import pairwise, zip_longest
from typing import Any

from workflow.formats.word.values import LeftOut, Revision, WordComment, WordParagraph, WordText
from workflow.text.document.marks import pieces
from workflow.text.values import Block, BlockKind

Truth = Mapping[str, Any]


class Fault(StrEnum):
    """What is wrong with a reading."""

    WORD_LOST = auto()
    WORD_INVENTED = auto()
    ORDER = auto()  # the words are all there, elsewhere
    BLOCK = auto()  # the kind of a block
    LEVEL = auto()
    MARK = auto()
    EMPHASIS = auto()
    LINK = auto()
    FOOTNOTE = auto()
    REVISION_MISSED = auto()
    REVISION_INVENTED = auto()
    REVISION_ORDER = auto()
    AUTHOR = auto()
    DATE = auto()
    COUNT = auto()
    PLACE_OF_REVISION = auto()  # a piece or a paragraph names a revision that is not its own
    COMMENT_LOST = auto()
    COMMENT_INVENTED = auto()
    COMMENT_MISPLACED = auto()
    ANSWER = auto()  # of a comment to a comment
    LEFT_OUT_MISSING = auto()
    LEFT_OUT_INVENTED = auto()
    LANGUAGE = auto()


@dataclass(frozen=True, slots=True)
class Found:
    """One fault, and where."""

    fault: Fault
    says: str

    def __str__(self) -> str:
        return f"{self.fault.value}: {self.says}"


@dataclass(frozen=True, slots=True)
class _Word:
    """A word with how each of its signs is set; a footnote's mark is a word of its own."""

    text: str
    bold: tuple[bool, ...] = ()
    italic: tuple[bool, ...] = ()
    href: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class _Line:
    """A block as it is compared."""

    kind: str
    level: int
    mark: str
    words: tuple[_Word, ...]

    @property
    def texts(self) -> list[str]:
        return [word.text for word in self.words if not word.note]


def graded(text: WordText, accepted: Sequence[Block], refused: Sequence[Block], truth: Truth) -> list[Found]:
    """The faults of a reading; none where it says what the truth says."""
    found = [
        *_of_blocks("as accepted", accepted, truth["accepted"]),
        *_of_blocks("as refused", refused, truth["refused"]),
        *_of_whole(text, truth["whole"]),
        *_of_revisions(text, truth),
        *_of_places(text),
        *_of_comments(text, truth["comments"]),
        *_of_left_out(text, truth["left_out"]),
    ]
    if text.language and not text.language.lower().startswith(truth["language"]):
        found.append(Found(Fault.LANGUAGE, f"{text.language} instead of {truth['language']}"))
    return found


# blocks


def _of_blocks(how: str, blocks: Sequence[Block], rows: Sequence[Sequence[Any]]) -> Iterator[Found]:
    mine = _lines((each.kind.value, each.level, each.mark, each.text) for each in blocks)
    meant = _lines(rows)
    lost, invented = _difference(_texts(mine), _texts(meant))
    yield from (Found(Fault.WORD_LOST, f"{how}: {word}") for word in lost)
    yield from (Found(Fault.WORD_INVENTED, f"{how}: {word}") for word in invented)
    yield from _of_notes(how, mine, meant)
    if lost or invented:
        return
    if [line.texts for line in mine] != [line.texts for line in meant]:
        yield Found(Fault.ORDER, f"{how}: {_first_other(mine, meant)}")
        return
    for one, other in zip(mine, meant, strict=True):
        yield from _of_line(how, one, other)


def _of_line(how: str, mine: _Line, meant: _Line) -> Iterator[Found]:
    where = f"{how}: {' '.join(meant.texts)[:60]}"
    if mine.kind != meant.kind:
        yield Found(Fault.BLOCK, f"{where}: {mine.kind} instead of {meant.kind}")
    elif mine.level != meant.level:
        yield Found(Fault.LEVEL, f"{where}: {mine.level} instead of {meant.level}")
    elif mine.mark != meant.mark:
        fault = Fault.FOOTNOTE if meant.kind == "footnote" else Fault.MARK
        yield Found(fault, f"{where}: {mine.mark!r} instead of {meant.mark!r}")
    if _marks(mine) != _marks(meant):
        yield Found(Fault.FOOTNOTE, f"{where}: marks {_marks(mine)} instead of {_marks(meant)}")
    for one, other in zip(_plain(mine), _plain(meant), strict=True):
        if (one.bold, one.italic) != (other.bold, other.italic):
            yield Found(Fault.EMPHASIS, f"{where}: {one.text}")
        if one.href != other.href:
            yield Found(Fault.LINK, f"{where}: {one.text}: {one.href[0]!r} instead of {other.href[0]!r}")


def _of_notes(how: str, mine: Sequence[_Line], meant: Sequence[_Line]) -> Iterator[Found]:
    """Notes and marks that are too many or too few, also where no line can be compared with its line."""
    if sum(len(_marks(line)) for line in mine) != sum(len(_marks(line)) for line in meant):
        yield Found(Fault.FOOTNOTE, f"{how}: another number of marks")
    if sum(line.kind == "footnote" for line in mine) != sum(line.kind == "footnote" for line in meant):
        yield Found(Fault.FOOTNOTE, f"{how}: another number of notes")


def _plain(line: _Line) -> list[_Word]:
    return [word for word in line.words if not word.note]


def _marks(line: _Line) -> list[tuple[int, str]]:
    """The marks of footnotes in a line: behind how many signs, and which note."""
    found, signs = [], 0
    for word in line.words:
        if word.note:
            found.append((signs, word.note))
        signs += len(word.text)
    return found


def _lines(rows: Iterable[Sequence[Any]]) -> list[_Line]:
    """The blocks as they are compared: notes named by the order of their marks, each note one line at the end."""
    read = [(*row[:3], list(_words(row[3]))) for row in rows]
    labels: dict[str, str] = {}
    for kind, _, mark, words in read:
        for label in [word.note for word in words if word.note] if kind != "footnote" else [mark]:
            labels.setdefault(label, str(len(labels) + 1))
    body, notes = [], dict[str, list[_Word]]()
    for kind, level, mark, words in read:
        named = [_Word("", note=labels.setdefault(w.note, f"?{w.note}")) if w.note else w for w in words]
        if kind == "footnote":
            notes.setdefault(labels[mark], []).extend(named)
        else:
            prose = "paragraph" if kind in ("salutation", "closing") else kind
            body.append(_Line(prose, level, mark, tuple(named)))
    ordered = sorted(notes.items(), key=lambda note: int(note[0]))
    return [*body, *(_Line("footnote", 0, label, tuple(words)) for label, words in ordered)]


def _words(markdown: str) -> Iterator[_Word]:
    """The words of a block's text, each with how it is set."""
    signs: list[tuple[str, bool, bool, str]] = []
    for piece in pieces(markdown):
        if piece.style.note:
            yield from _parted(signs)
            signs = []
            yield _Word("", note=piece.style.note)
        else:
            style = piece.style
            signs += [(sign, style.bold, style.italic, style.href) for sign in markdown[piece.start : piece.end]]
    yield from _parted(signs)


def _parted(signs: Sequence[tuple[str, bool, bool, str]]) -> Iterator[_Word]:
    word: list[tuple[str, bool, bool, str]] = []
    for sign in [*signs, (" ", False, False, "")]:
        text = _same(sign[0])
        if word and text and unicodedata.combining(text):  # it may be one sign with the letter or two
            word[-1] = (unicodedata.normalize("NFC", word[-1][0] + text), *word[-1][1:])
        elif text and not text.isspace():
            word.append((text, *sign[1:]))
        elif text and word:
            yield _Word("".join(s[0] for s in word), *(tuple(s[at] for s in word) for at in (1, 2, 3)))
            word = []


_UNSEEN = re.compile("[\u00ad\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ufeff]")


def _same(text: str) -> str:
    """The text without what no reader sees, hyphens that do not break as others."""
    return unicodedata.normalize("NFC", _UNSEEN.sub("", text)).replace("\u2011", "-")


def spoken(markdown: str) -> str:
    """The words of a block's text, one space between them, footnotes' marks left out."""
    return " ".join(word.text for word in _words(markdown) if not word.note)


def _said(text: str) -> list[str]:
    return _same(text).split()


def _texts(lines: Iterable[_Line]) -> list[str]:
    return [text for line in lines for text in line.texts]


def _difference(mine: Iterable[str], meant: Iterable[str]) -> tuple[list[str], list[str]]:
    """What is missing and what is too much, each word as often as it is."""
    have, want = Counter(mine), Counter(meant)
    return sorted((want - have).elements()), sorted((have - want).elements())


def _first_other(mine: Sequence[_Line], meant: Sequence[_Line]) -> str:
    pairs = ((one.texts if one else [], other.texts if other else []) for one, other in zip_longest(mine, meant))
    one, other = next(pair for pair in pairs if pair[0] != pair[1])
    return f"{' '.join(one)[:60]!r} instead of {' '.join(other)[:60]!r}"


# all words, those of tracked changes too


def _of_whole(text: WordText, rows: Sequence[Sequence[str]]) -> Iterator[Found]:
    """Words that neither text has, such as those that one put in and another took out, stand in the pieces."""
    mine = [_said(_text_of(each)) for each in _in_order(text.paragraphs)]
    meant = [
        _said(row[1]) for row in [*(r for r in rows if r[0] != "footnote"), *(r for r in rows if r[0] == "footnote")]
    ]
    mine = [words for words in mine if words]
    lost, invented = _difference(_flat(mine), _flat(meant))
    yield from (Found(Fault.WORD_LOST, f"of all words: {word}") for word in lost)
    yield from (Found(Fault.WORD_INVENTED, f"of all words: {word}") for word in invented)
    if not lost and not invented and mine != meant:
        yield Found(Fault.ORDER, "of all words")


def _in_order(paragraphs: Sequence[WordParagraph]) -> list[WordParagraph]:
    notes = [each for each in paragraphs if each.kind is BlockKind.FOOTNOTE]
    return [*(each for each in paragraphs if each.kind is not BlockKind.FOOTNOTE), *notes]


def _flat(lines: Iterable[Iterable[str]]) -> list[str]:
    return [word for line in lines for word in line]


def _text_of(paragraph: WordParagraph) -> str:
    return "".join(piece.text for piece in paragraph.pieces)


# revisions


def _of_revisions(text: WordText, truth: Truth) -> Iterator[Found]:
    if text.raw_revisions != truth["raw_revisions"]:
        yield Found(Fault.COUNT, f"{text.raw_revisions} counted instead of {truth['raw_revisions']}")
    if truth.get("revisions_in_pieces"):
        yield from _of_pooled(text.revisions, truth["revisions"])
        return
    if len(text.revisions) != len(truth["revisions"]):
        yield Found(Fault.COUNT, f"{len(text.revisions)} told instead of {len(truth['revisions'])}")
    left, missed = list(text.revisions), []
    for row in truth["revisions"]:
        if (at := _match(left, row, "kind", "words", "author", "at")) is not None:
            del left[at]
        else:
            missed.append(row)
    for row in missed:
        what = f"{row['kind']} {row['words'] or ''!r} by {row['author']}"
        if (at := _match(left, row, "kind", "words", "author")) is not None:
            yield Found(Fault.DATE, f"{what}: {left.pop(at).at}")
        elif (at := _match(left, row, "kind", "words")) is not None:
            yield Found(Fault.AUTHOR, f"{what}: {left.pop(at).author!r}")
        else:
            yield Found(Fault.REVISION_MISSED, what)
    for revision in left:
        yield Found(Fault.REVISION_INVENTED, f"{revision.kind.value} {revision.words!r} by {revision.author}")
    if not missed and not left:
        yield from _of_revision_order(text.revisions, truth["revisions"])


_WORDED = ("insertion", "deletion", "moved_from", "moved_to")


def _of_revision_order(mine: Sequence[Revision], rows: Sequence[Mapping[str, Any]]) -> Iterator[Found]:
    """Those of the body that have words come in the order of the file, by their numbers."""
    meant = [_said(row["words"] or "") for row in rows if row["kind"] in _WORDED and row["part"] == "body"]
    have = [_said(each.words) for each in mine if each.kind.name.lower() in _WORDED]
    meant, have = [words for words in meant if words], [words for words in have if words]
    numbers = [each.number for each in mine]
    if (
        have[: len(meant)] != meant
        or any(one >= other for one, other in pairwise(numbers))
        or (numbers and numbers[0] != 1)
    ):
        yield Found(Fault.REVISION_ORDER, "of the body")


def _match(left: Sequence[Revision], row: Mapping[str, Any], *fields: str) -> int | None:
    for at, each in enumerate(left):
        if all(_agrees(each, row, field) for field in fields):
            return at
    return None


def _agrees(revision: Revision, row: Mapping[str, Any], field: str) -> bool:
    match field:
        case "kind":
            return revision.kind.name.lower() in row["kind"].split("|")
        case "words":
            return row["words"] is None or _said(revision.words) == _said(row["words"])
        case "author":
            return revision.author == row["author"]
        case _:
            return not row.get("at") or _is_time(revision.at, row["at"])


def _is_time(mine: datetime | None, meant: str) -> bool:
    # Word writes the time of the wall clock as if it were UTC: the zone says nothing.
    return mine is not None and mine.replace(tzinfo=None) == datetime.fromisoformat(meant).replace(tzinfo=None)


def _of_pooled(mine: Sequence[Revision], rows: Sequence[Mapping[str, Any]]) -> Iterator[Found]:
    """A writer that makes several elements of one change: what each author put in and took out, all in all."""
    meant: dict[tuple[str, str], str] = {}
    for row in rows:
        key = (row["kind"], row["author"])
        meant[key] = meant.get(key, "") + " " + (row["words"] or "")
    have: dict[tuple[str, str], str] = {}
    for each in mine:
        if each.kind.name.lower() in ("insertion", "deletion"):
            key = (each.kind.name.lower(), each.author)
            have[key] = have.get(key, "") + " " + each.words
    for key in {**meant, **have}:
        one, other = "".join(_said(have.get(key, ""))), "".join(_said(meant.get(key, "")))
        if one == other:
            continue
        same = [k for k in have if k[0] == key[0] and k not in meant and "".join(_said(have[k])) == other]
        fault = Fault.AUTHOR if same else Fault.REVISION_INVENTED if key not in meant else Fault.REVISION_MISSED
        yield Found(fault, f"{key}: {one[:60]!r} instead of {other[:60]!r}")


_PUTS_IN = ("insertion", "moved_to")
_TAKES_OUT = ("deletion", "moved_from")


def _of_places(text: WordText) -> Iterator[Found]:
    """Each piece that says that it was put in or taken out names a revision that did, with its words."""
    by_number = {each.number: each for each in text.revisions}
    for paragraph in text.paragraphs:
        for piece in paragraph.pieces:
            for number, kinds in ((piece.inserted, _PUTS_IN), (piece.deleted, _TAKES_OUT)):
                if number and not _is_its(by_number.get(number), kinds, piece.text):
                    yield Found(Fault.PLACE_OF_REVISION, f"{number}: {piece.text[:40]!r}")
        for number in (paragraph.mark_inserted, paragraph.mark_deleted):
            if number and number not in by_number:
                yield Found(Fault.PLACE_OF_REVISION, f"{number}: a paragraph's mark")


def _is_its(revision: Revision | None, kinds: Sequence[str], words: str) -> bool:
    if revision is None or revision.kind.name.lower() not in kinds:
        return False
    return "".join(_said(words)) in "".join(_said(revision.words))


# comments


def _of_comments(text: WordText, rows: Sequence[Mapping[str, Any]]) -> Iterator[Found]:
    pairs: list[tuple[WordComment, Mapping[str, Any]]] = []
    left = list(text.comments)
    for row in rows:
        same = [each for each in left if _said(each.body) == _said(row["body"])]
        best = sorted(same, key=lambda each: (each.author != row["author"], not _stands(text, each, row)))
        if not best:
            yield Found(Fault.COMMENT_LOST, f"{row['author']}: {row['body']}")
            continue
        left.remove(best[0])
        pairs.append((best[0], row))
    for each in left:
        yield Found(Fault.COMMENT_INVENTED, f"{each.author}: {each.body}")
    keys = {mine.key: row["key"] for mine, row in pairs}
    for mine, row in pairs:
        if mine.author != row["author"]:
            yield Found(Fault.AUTHOR, f"{row['body']}: {mine.author!r} instead of {row['author']!r}")
        if row["at"] and not _is_time(mine.at, row["at"]):
            yield Found(Fault.DATE, f"{row['body']}: {mine.at}")
        if keys.get(mine.answers, mine.answers) != row["answers"]:
            yield Found(Fault.ANSWER, f"{row['body']}: {mine.answers!r}")
        if not _stands(text, mine, row):
            words = row["first"]
            yield Found(Fault.COMMENT_MISPLACED, f"{row['body']}: {mine.words!r} in {mine.paragraph}, not {words!r}")


def _stands(text: WordText, mine: WordComment, row: Mapping[str, Any]) -> bool:
    if row["paragraph"] is None:
        return mine.paragraph == -1
    if not 0 <= mine.paragraph < len(text.paragraphs):
        return False
    paragraph = _text_of(text.paragraphs[mine.paragraph])
    cut = _said(paragraph[mine.start : mine.end])
    is_first = _said(paragraph) == _said(row["paragraph"]) and cut == _said(row["first"])
    return is_first and _said(mine.words) in (_said(row["first"]), _said(row["words"]))


# what has no place


def _of_left_out(text: WordText, rows: Sequence[Mapping[str, Any]]) -> Iterator[Found]:
    left = list(text.left_out)
    for row in rows:
        at = next((at for at, each in enumerate(left) if _is_left(each, row)), None)
        if at is None:
            yield Found(Fault.LEFT_OUT_MISSING, f"{row['kind']}: {row['words']}")
            continue
        mine = left.pop(at)
        if row["kind"] == "table" and not _is_after(text, mine, row):
            yield Found(Fault.LEFT_OUT_MISSING, f"{row['kind']}: {row['words']}: its place, after {row['after']!r}")
    for each in left:
        if each.kind.name.lower() not in _TOLD_TOO:
            yield Found(Fault.LEFT_OUT_INVENTED, f"{each.kind.value}: {each.words}")


# What may be told of though its words are in the text.
_TOLD_TOO = ("field", "link", "struck")


def _is_left(mine: LeftOut, row: Mapping[str, Any]) -> bool:
    kinds = {"hidden": ("hidden", "unknown", "other")}.get(row["kind"], (row["kind"],))
    words = [_cells(each) for each in (row["words"], *row["also"])]
    return mine.kind.name.lower() in kinds and _cells(mine.words) in words


def _cells(words: str) -> list[str]:
    """The words of a table, whatever stands between its cells."""
    return [word for word in _said(words.replace("|", " ").replace("·", " ").replace("¶", " ")) if word]


def _is_after(text: WordText, mine: LeftOut, row: Mapping[str, Any]) -> bool:
    if row["after"] is None:
        return mine.paragraph == -1
    if not 0 <= mine.paragraph < len(text.paragraphs):
        return False
    return _said(_text_of(text.paragraphs[mine.paragraph])) == _said(row["after"])
