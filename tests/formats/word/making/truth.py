"""The truth of a document, from its model alone: its blocks as accepted and as refused, revisions, comments, rest.

`word_text` is what a reader without fault would say of it, `blocks_of` what would be taken; the JSON has the same.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from tests.formats.word.making import model as m
from workflow.formats.word.values import (
    LeftOut,
    LeftOutKind,
    Revision,
    RevisionKind,
    TakenAs,
    WordComment,
    WordParagraph,
    WordPiece,
    WordText,
)
from workflow.text.document.marks import pieces
from workflow.text.values import Block, BlockKind

AT = "2026-11-01T10:00:00Z"
_K = RevisionKind


@dataclass
class _Spot:
    """Where the walk is: the pieces of the paragraph so far and what lies round them."""

    inserted: int = 0
    deleted: int = 0
    href: str = ""
    inside: bool = False  # of what is left out


@dataclass
class Walk:
    """One pass through a model in the order of the file."""

    document: m.Document
    paragraphs: list[WordParagraph] = field(default_factory=list)
    sources: list[m.Para] = field(default_factory=list)
    styles: list[list[tuple[WordPiece, tuple[bool, bool] | None]]] = field(default_factory=list)
    revisions: list[dict[str, Any]] = field(default_factory=list)
    left_out: list[dict[str, Any]] = field(default_factory=list)
    notes: list[m.Note] = field(default_factory=list)
    begun: dict[str, tuple[int, int]] = field(default_factory=dict)
    ended: dict[str, tuple[int, int]] = field(default_factory=dict)
    part: str = "body"
    ends: set[int] = field(default_factory=set)  # paragraphs before a table, to which nothing is joined
    now: list[tuple[WordPiece, tuple[bool, bool] | None]] = field(default_factory=list)

    def run(self) -> "Walk":
        """The walk, gone."""
        for part in self.document.of:
            self._part(part)
        if self.document.section_changed:
            self._revise("format|other", self.document.section_changed, None, -1)
        self.part = "notes"
        done = 0
        while done < len(self.notes):
            for para in self.notes[done].of:
                self._para(replace(para, kind="footnote"), label=str(done + 1))
            done += 1
        self.part = "elsewhere"
        for kind, inlines in (("header", self.document.header), ("footer", self.document.footer)):
            if inlines:
                words = self._elsewhere(inlines)
                self._leave(kind, words, [], -1)
        return self

    @property
    def index(self) -> int:
        return len(self.paragraphs)

    def _part(self, part: m.Part) -> None:
        if isinstance(part, m.Para):
            self._para(part)
        elif isinstance(part, m.Controlled):
            for each in part.of:
                self._para(each)
        elif isinstance(part, m.Between):
            if part.begins:
                self.begun[part.begins] = (self.index, 0)
            if part.table:
                self.ends.add(self.index - 1)
                self._leave("table", part.table, [], self.index - 1)
            if part.ends:
                self.ended[part.ends] = (self.index - 1, sum(len(p.text) for p in self.paragraphs[-1].pieces))
        else:
            self._table(part)

    def _para(self, para: m.Para, label: str = "") -> None:
        ins, dels = para.mark_ins or para.mark_to, para.mark_del or para.mark_from
        if para.renumbered:
            self._revise("format|other", para.renumbered, None, self.index)
        inserted = self._mark("moved_to|paragraph_inserted" if para.mark_to else "paragraph_inserted", ins)
        deleted = self._mark("moved_from|paragraph_deleted" if para.mark_from else "paragraph_deleted", dels)
        if para.mark_format:
            self._revise("format", para.mark_format, None, self.index)
        if para.restyled:
            self._revise("format", para.restyled, None, self.index)
        self.now = []
        self._inlines(para.of, _Spot())
        found = tuple(piece for piece, _ in self.now)
        level = para.num[1] if para.num else para.level
        self.paragraphs.append(
            WordParagraph(
                BlockKind(para.kind),
                level,
                label or ("?" if para.num else ""),
                found,
                mark_inserted=inserted,
                mark_deleted=deleted,
            )
        )
        self.sources.append(para)
        self.styles.append(self.now)

    def _mark(self, kind: str, by: str) -> int:
        return self._revise(kind, by, "", self.index) if by else 0

    def _revise(self, kind: str, by: str, words: str | None, paragraph: int) -> int:
        self.revisions.append(
            {"kind": kind, "author": by, "at": AT, "words": words, "part": self.part, "paragraph": paragraph}
        )
        return len(self.revisions)

    def _offset(self) -> tuple[int, int]:
        return self.index, sum(len(piece.text) for piece, _ in self.now)

    def _inlines(self, inlines: Sequence[m.Inline], spot: _Spot) -> None:
        for each in inlines:
            self._inline(each, spot)

    def _inline(self, each: m.Inline, spot: _Spot) -> None:
        match each:
            case m.Words():
                if each.by:
                    self._revise("format", each.by, one_space(each.text), self.index)
                self._piece(each.text, each.bold, each.italic, spot, each.was if each.by else None)
            case m.Symbol():
                self._piece(each.text, False, False, spot)
            case m.Ins() | m.MoveTo():
                number = self._revise("insertion" if isinstance(each, m.Ins) else "moved_to", each.by, "", self.index)
                self._revised(each.of, replace(spot, inserted=number), number)
            case m.Del() | m.MoveFrom():
                number = self._revise("deletion" if isinstance(each, m.Del) else "moved_from", each.by, "", self.index)
                self._revised(each.of, replace(spot, deleted=number), number)
            case m.Link():
                self._inlines(each.of, replace(spot, href="" if each.how in ("anchor", "unsafe") else each.href))
            case m.Field() | m.Wrap():
                self._inlines(each.of, spot)
            case m.Note():
                self.notes.append(each)
                piece = WordPiece("", note=str(len(self.notes)), inserted=spot.inserted, deleted=spot.deleted)
                self.now.append((piece, None))
            case m.Com() if not each.of and each.key in self.begun:
                pass  # the mark of a range that ended between paragraphs
            case m.Com():
                self.begun[each.key] = self._offset()
                self._inlines(each.of, spot)
                self.ended[each.key] = self._offset()
            case m.ComStart():
                self.begun[each.key] = self._offset()
            case m.ComEnd():
                self.ended[each.key] = self._offset()
            case m.Hidden():
                self._leave("hidden", each.text, [], self.index)
            case m.Box():
                self._leave("text_box", " ".join(plain(para.of) for para in each.of), [], self.index)
            case m.Picture():
                self._leave("picture", each.alt, [""], self.index)
            case m.Equation():
                self._leave("equation", each.text, [""], self.index)
            case m.Exact():
                self._piece(each.text, False, False, spot)
                if each.left:
                    self._leave(*each.left, [""] if each.left[0] in ("picture", "embedded") else [], self.index)
            case m.Raw():
                pass

    def _revised(self, of: Sequence[m.Inline], spot: _Spot, number: int) -> None:
        before = len(self.now)
        self._inlines(of, spot)
        self.revisions[number - 1]["words"] = one_space("".join(piece.text for piece, _ in self.now[before:]))

    def _piece(
        self, text: str, bold: bool, italic: bool, spot: _Spot, was: tuple[bool, bool] | None = None
    ) -> None:  # fmt: skip
        if text:
            shown = one_space(text)
            self.now.append((WordPiece(shown, bold, italic, spot.href, "", spot.inserted, spot.deleted), was))

    def _leave(self, kind: str, words: str, also: list[str], paragraph: int) -> None:
        self.left_out.append({"kind": kind, "words": words, "also": also, "paragraph": paragraph})

    def _table(self, table: m.Table) -> None:
        after = self.index - 1
        self.ends.add(after)
        if table.changed:
            self._revise("table|format", table.changed, None, -1)
        if table.cells_changed:
            for by, at in (("", ""), (table.cells_changed, AT), (table.cells_changed, AT)):
                self._revise("table|format", by, None, -1)
                self.revisions[-1]["at"] = at
        cells: list[tuple[str, str, str]] = []
        for number, row in enumerate(table.rows):
            by = table.rows_ins.get(number, "") or table.rows_del.get(number, "")
            if by:
                self._revise("table", by, None, -1)
            for cell in row:
                cells.append(self._cell(cell, by, "insertion" if number in table.rows_ins else "deletion"))
        every, accepted, refused = (" ".join(each for each in column if each) for column in zip(*cells, strict=True))
        self._leave("table", every, [accepted, refused], after)

    def _cell(self, cell: Sequence[m.Inline], by: str, kind: str) -> tuple[str, str, str]:
        if by:  # Word marks the row, the cell's paragraph mark and its words
            self._revise("paragraph_inserted" if kind == "insertion" else "paragraph_deleted", by, "", -1)
            self._revise(kind, by, plain(cell), -1)
        every, accepted, refused = plain(cell), plain(cell, TakenAs.ACCEPTED), plain(cell, TakenAs.REFUSED)
        self._elsewhere(cell)
        return (
            every,
            accepted if kind == "insertion" or not by else "",
            refused if kind != "insertion" or not by else "",
        )

    def _elsewhere(self, inlines: Sequence[m.Inline]) -> str:
        """The revisions among words that have no paragraph of ours, and the words."""
        for each in inlines:
            match each:
                case m.Ins():
                    self._revise("insertion", each.by, plain(each.of), -1)
                    self._elsewhere(each.of)
                case m.Del():
                    self._revise("deletion", each.by, plain(each.of), -1)
                    self._elsewhere(each.of)
                case m.Words() if each.by:
                    self._revise("format", each.by, each.text, -1)
                case m.Com():
                    self.begun[each.key] = self.ended[each.key] = (-1, 0)
                    self._elsewhere(each.of)
        return plain(inlines)


def one_space(text: str) -> str:
    """The text as a block has it, on one line: what breaks a line and a tab are a space."""
    return text.replace("\n", " ").replace("\t", " ")


def plain(inlines: Sequence[m.Inline], how: TakenAs | None = None) -> str:
    """The words of inlines that stand in no paragraph of ours; `how`: with their tracked changes taken."""
    return "".join(_plain(inlines, how))


def _plain(inlines: Sequence[m.Inline], how: TakenAs | None) -> Iterator[str]:
    for each in inlines:
        match each:
            case m.Words() | m.Symbol() | m.Hidden() | m.Exact():
                yield each.text
            case m.Ins() if how is TakenAs.REFUSED:
                pass
            case m.Del() if how is TakenAs.ACCEPTED:
                pass
            case m.Ins() | m.Del() | m.Link() | m.Field() | m.Wrap() | m.Com():
                yield from _plain(each.of, how)


def word_text(document: m.Document) -> WordText:
    """What a reader without fault says of the document."""
    walk = Walk(document).run()
    revisions = [
        Revision(
            number,
            RevisionKind(each["kind"].split("|")[0]),
            each["author"],
            _time(each["at"]),
            each["words"] or "",
            each["paragraph"],
        )
        for number, each in enumerate(walk.revisions, start=1)
    ]
    left = [LeftOut(LeftOutKind(each["kind"]), each["words"], each["paragraph"]) for each in walk.left_out]
    comments = [_comment(walk, key, said) for key, said in document.comments.items()]
    return WordText(
        tuple(walk.paragraphs), tuple(revisions), tuple(comments), tuple(left), len(revisions), document.language, ""
    )


def _comment(walk: Walk, key: str, said: m.Said) -> WordComment:
    if key not in walk.begun and not said.answers:  # nothing stands on it
        return WordComment(key, said.author, _time(said.at), " ".join(said.body), -1, 0, 0, "", "")
    paragraph, start = walk.begun[key if key in walk.begun else said.answers]
    last, end = walk.ended[key if key in walk.ended else said.answers]
    texts = ["".join(piece.text for piece in each.pieces) for each in walk.paragraphs]
    if paragraph >= 0 and last > paragraph:
        end = len(texts[paragraph])
    words = texts[paragraph][start:end] if paragraph >= 0 else ""
    body = " ".join(said.body)
    return WordComment(key, said.author, _time(said.at), body, paragraph, start, end, words, said.answers)


def _whole_words(walk: Walk, key: str, said: m.Said) -> str:
    one = key if key in walk.begun else said.answers
    if one not in walk.begun or walk.begun[one][0] < 0:
        return ""
    (first, start), (last, end) = walk.begun[one], walk.ended[one]
    texts = ["".join(piece.text for piece in each.pieces) for each in walk.paragraphs]
    if first == last:
        return texts[first][start:end]
    return " ".join([texts[first][start:], *texts[first + 1 : last], texts[last][:end]])


def _time(at: str) -> datetime | None:
    if not at:
        return None
    return datetime.fromisoformat(at.replace("Z", "+00:00")).astimezone(UTC)


def blocks_of(document: m.Document, how: TakenAs) -> list[Block]:
    """The blocks of the document with its tracked changes taken, footnotes that are mentioned at the end."""
    walk = Walk(document).run()
    merged = list(_merged(walk, how))
    counters: dict[int, list[int | None]] = {}
    restarted: set[int] = set()
    found: list[Block] = []
    for para, atoms in merged:
        if para.kind == "footnote" or not any(piece.text.strip() or piece.note for piece in atoms):
            # Word counts an empty item of a list too; the corpus has none that is meant.
            continue
        kind, level = (para.was_kind if para.was_kind and how is TakenAs.REFUSED else None) or (para.kind, para.level)
        mark = "-" if kind == "item" else ""
        mark = _mark(document, para.num, counters, restarted) if mark and para.num else mark
        level = para.num[1] if kind == "item" and para.num else level
        found.append(Block("", BlockKind(kind), markdown(atoms), level, mark))
    labels = [p.style.note for block in found for p in pieces(block.text) if p.style.note]
    for label in dict.fromkeys(labels):
        notes = [_taken(walk, index, how) for index, para in enumerate(walk.paragraphs) if _is_note(para, label)]
        text = " ".join(markdown(atoms) for atoms in notes if any(piece.text.strip() for piece in atoms))
        found.append(Block("", BlockKind.FOOTNOTE, text, 0, label))
    return found


def _is_note(para: WordParagraph, label: str) -> bool:
    return para.kind is BlockKind.FOOTNOTE and para.mark == label


def _merged(walk: Walk, how: TakenAs) -> Iterator[tuple[m.Para, list[WordPiece]]]:
    """The paragraphs that stay, each with its pieces; the one whose mark goes is joined to the next."""
    waiting: list[WordPiece] = []
    kinds: set[tuple[str, int]] = set()
    for index, para in enumerate(walk.sources):
        atoms = _taken(walk, index, how)
        if any(piece.text for piece in atoms):
            kinds.add((para.kind, para.level))
        waiting += atoms
        goes = (para.mark_ins or para.mark_to) if how is TakenAs.REFUSED else (para.mark_del or para.mark_from)
        if not goes or index in walk.ends:
            assert goes or kinds <= {(para.kind, para.level)}, "what is joined is of one kind"
            yield para, waiting
            waiting, kinds = [], set()
    assert not waiting


def _taken(walk: Walk, index: int, how: TakenAs) -> list[WordPiece]:
    kept = []
    for piece, was in walk.styles[index]:
        goes = piece.inserted if how is TakenAs.REFUSED else piece.deleted
        if not goes:
            old = was if was and how is TakenAs.REFUSED else None
            kept.append(replace(piece, bold=old[0], italic=old[1]) if old else piece)
    return kept


def _mark(
    document: m.Document, num: tuple[int, int], counters: dict[int, list[int | None]], restarted: set[int]
) -> str:  # fmt: skip
    number, depth = num
    listing = document.lists[number]
    counts = counters.setdefault(listing.abstract, [None] * 9)
    if listing.restart is not None and number not in restarted:
        counts[0] = None
    restarted.add(number)
    first = listing.restart if listing.restart is not None and depth == 0 else listing.levels[depth].start
    now = counts[depth]
    counts[depth] = first if now is None else now + 1
    for deeper in range(depth + 1, 9):
        counts[deeper] = None
    level = listing.levels[depth]
    if level.fmt == "bullet":
        return "-"
    text = level.text
    for each in range(depth + 1):
        at = counts[each]
        shown = _numeral(at if at is not None else listing.levels[each].start, listing.levels[each].fmt)
        text = text.replace(f"%{each + 1}", shown)
    return text


def _numeral(number: int, fmt: str) -> str:
    if fmt in ("lowerLetter", "upperLetter"):
        letter = chr(ord("a") + number - 1)
        return letter if fmt == "lowerLetter" else letter.upper()
    if fmt == "decimalZero":
        return f"{number:02}"
    if fmt in ("lowerRoman", "upperRoman"):
        roman = ["", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x"][number]
        return roman if fmt == "lowerRoman" else roman.upper()
    return str(number)


def markdown(atoms: Sequence[WordPiece]) -> str:
    """The pieces as inline Markdown; what it is read back as is compared here with what went in."""
    chars: list[_Char] = []
    for piece in atoms:
        if piece.note:
            chars.append(("", False, False, "", piece.note))
        chars += [(char, piece.bold, piece.italic, piece.href, "") for char in piece.text]
    written = _written(_calmed(chars)).strip()
    written = re.sub(r"\s*\n\s*", " ", written)
    read = []
    for p in pieces(written):
        read += (
            [("", False, False, "", p.style.note)]
            if p.style.note
            else [(c, p.style.bold, p.style.italic, p.style.href, "") for c in written[p.start : p.end]]
        )
    meant = [each for each in chars if each[4] or each[0].strip()]
    assert [e for e in read if e[4] or e[0].strip()] == meant, (written, chars)
    return written


_Char = tuple[str, bool, bool, str, str]


def _calmed(chars: Sequence[_Char]) -> list[_Char]:
    """The same, spaces at the edges of emphasis outside it."""
    calm: list[_Char] = list(chars)
    for at, (char, bold, italic, href, note) in enumerate(chars):
        if char and char.isspace():
            before, after = calm[at - 1] if at else None, next((c for c in chars[at:] if not c[0].isspace()), None)
            inside = before and after
            calm[at] = (
                char,
                bool(inside and before[1] and after[1] and bold),
                bool(inside and before[2] and after[2] and italic),
                href if inside and before[3] == after[3] == href else "",
                note,
            )
    return calm


def _written(chars: Sequence[_Char]) -> str:
    out: list[str] = []
    at = 0
    while at < len(chars):
        end = at
        while end < len(chars) and chars[end][3] == chars[at][3]:
            end += 1
        inside = _emphasised(chars[at:end])
        out.append(f"[{inside}]({chars[at][3]})" if chars[at][3] else inside)
        at = end
    return "".join(out)


def _emphasised(chars: Sequence[_Char]) -> str:
    out: list[str] = []
    at = 0
    while at < len(chars):
        end = at
        while end < len(chars) and chars[end][1:3] == chars[at][1:3]:
            end += 1
        marks = {(False, False): "", (True, False): "**", (False, True): "*", (True, True): "***"}[chars[at][1:3]]
        text = "".join(f"[^{note}]" if note else _escaped(char) for char, _, _, _, note in chars[at:end])
        out.append(f"{marks}{text}{marks}")
        at = end
    return "".join(out)


def _escaped(char: str) -> str:
    return f"\\{char}" if char and char in "\\*_[]<!" else char


def truth_of(document: m.Document, writer: str) -> dict[str, Any]:
    """The truth as JSON holds it."""
    walk = Walk(document).run()
    texts = ["".join(piece.text for piece in each.pieces) for each in walk.paragraphs]
    ideal = word_text(document)
    comments = [
        {
            "key": each.key,
            "author": each.author,
            "at": each.at.isoformat() if each.at else "",
            "body": each.body,
            "paragraph": texts[each.paragraph].strip() if each.paragraph >= 0 else None,
            "first": each.words,
            "words": _whole_words(walk, each.key, document.comments[each.key]),
            "answers": each.answers,
        }
        for each in ideal.comments
    ]
    return {
        "writer": writer,
        "language": document.language,
        "kinds": list(document.kinds),
        "accepted": [_row(each) for each in blocks_of(document, TakenAs.ACCEPTED)],
        "refused": [_row(each) for each in blocks_of(document, TakenAs.REFUSED)],
        "whole": [[each.kind.value, text] for each, text in zip(walk.paragraphs, texts, strict=True) if text.strip()],
        "revisions": [{key: value for key, value in each.items() if key != "paragraph"} for each in walk.revisions],
        "raw_revisions": len(walk.revisions),
        "comments": comments,
        "left_out": [
            {
                "kind": each["kind"],
                "words": each["words"],
                "also": each["also"],
                "after": texts[each["paragraph"]].strip() if each["paragraph"] >= 0 else None,
            }
            for each in walk.left_out
        ],
    }


def _row(block: Block) -> list[Any]:
    return [block.kind.value, block.level, block.mark, block.text]
