"""Documents by chance: changes in changes, joined and parted paragraphs, comments across all of it, from a seed.

No hand chose what stands beside what, so that nobody has thought of it before.
"""

import random
from collections.abc import Sequence

from tests.formats.word.making import model as m
from tests.formats.word.making.scenes import _DOTTED, STOCKS


class Chance:
    """One document; the same for the same seed."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)
        self.language = self.dice.choice(list(STOCKS))
        self.stock = STOCKS[self.language]
        self.words = " ".join(self.stock["plain"]).split()
        self.comments: dict[str, m.Said] = {}
        self.is_plain = True
        self.open: list[str] = []  # comments that have begun and not ended

    def document(self) -> m.Document:
        """The document; every comment ends, the last paragraph has its mark."""
        parts: list[m.Part] = []
        for _ in range(self.dice.randint(4, 14)):
            parts += self.stretch()
        parts.append(m.Para([m.Words(self.some(3)), *(m.ComEnd(key) for key in self.open)]))
        lists = {1: m.Listing(1, _DOTTED), 2: m.Listing(2, [m.Level("bullet", "•")] * 3)}
        return m.Document(self.language, parts, comments=self.comments, lists=lists)

    def stretch(self) -> list[m.Part]:
        """Paragraphs of one kind, of which none but the last may lose its mark; or a table."""
        roll = self.dice.random()
        if roll < 0.08 and not self.open:  # nor whether a comment stands on a table's words
            return [m.Table([[[m.Words(self.some(2))] for _ in range(2)] for _ in range(self.dice.randint(1, 2))])]
        shape: dict[str, object] = {}
        if roll < 0.2:
            shape = {"kind": "heading", "level": self.dice.randint(1, 4)}
        elif roll < 0.35:
            shape = {"kind": "item", "num": (self.dice.choice([1, 2]), self.dice.randint(0, 2))}
        elif roll < 0.42:
            shape = {"kind": "quotation"}
        count = self.dice.randint(1, 4)
        return [self.paragraph(shape, may_join=at < count - 1) for at in range(count)]

    def paragraph(self, shape: dict[str, object], *, may_join: bool) -> m.Para:
        marks: dict[str, str] = {}
        if may_join and self.dice.random() < 0.5:
            name = self.dice.choice(["mark_ins", "mark_del", "mark_from", "mark_to"])
            marks[name] = self.by()
            if name == "mark_ins" and self.dice.random() < 0.3:
                marks["mark_del"] = self.by()
        self.is_plain = shape.get("kind") in (None, "item")
        # A word that stays: a paragraph without any is none, and a list would count it.
        stays = [m.Words(self.some(1) + " ")]
        return m.Para([*self.inlines(3, 5), *stays, *self.inlines(3, 3)], **shape, **marks)  # type: ignore[arg-type]

    def inlines(self, depth: int, most: int, inside: Sequence[str] = ()) -> list[m.Inline]:
        found: list[m.Inline] = []
        for _ in range(self.dice.randint(0, most)):
            found.append(self.inline(depth, inside))
            found.append(m.Words(" "))  # Markdown has no emphasis that begins inside a word
        return found

    def inline(self, depth: int, inside: Sequence[str]) -> m.Inline:
        kinds = ["words"] * 5 + ["comment", "open", "close", "note", "field"]
        # Whether hidden words are among those of a change or of a comment is nobody's question.
        kinds += [] if {"ins", "del", "from", "to"} & set(inside) or self.open else ["hidden"]
        if depth:
            kinds += ["ins", "del", "wrap", "link"] * 2
            kinds += [] if "moved" in inside else ["from", "to"]
        kind = self.dice.choice([each for each in kinds if each not in inside])
        return self.made(kind, depth - 1, [*inside, kind])

    def made(self, kind: str, depth: int, inside: list[str]) -> m.Inline:
        match kind:
            case "ins":
                return m.Ins(self.by(), self.filled(depth, [*inside, "from", "to"]))
            case "del":
                return m.Del(self.by(), self.filled(depth, [*inside, "from", "to", "ins"]))
            case "from":
                return m.MoveFrom(self.by(), self.some(1), self.filled(depth, [*inside, "ins", "del", "to"]))
            case "to":
                return m.MoveTo(self.by(), self.some(1), self.filled(depth, [*inside, "ins", "from"]))
            case "wrap":
                return m.Wrap(
                    self.dice.choice(["sdt", "smartTag", "customXml", "bdo", "dir"]), self.filled(depth, inside)
                )
            case "link":
                how = self.dice.choice(["relation", "complex", "anchor"])
                # A link of the package can't stand inside a change; a field can.
                how = "complex" if {"ins", "del", "from", "to"} & set(inside) and how == "relation" else how
                href = "_Toc1" if how == "anchor" else self.stock["href"]
                return m.Link(href, self.filled(depth, [*inside, "field", "note", "open", "close"]), how)
            case "field":
                return m.Field("REF _Ref1 \\h", [m.Words(self.some(1))])
            case "comment":
                return m.Com(self.said(), [m.Words(self.some(2))])
            case "open" if len(self.open) < 3:
                key = self.said()
                self.open.append(key)
                return m.ComStart(key)
            case "close" if self.open:
                return m.ComEnd(self.open.pop(0))
            case "note" if "hidden" not in inside:
                text = [m.Words(self.some(3)), m.Ins(self.by(), [m.Words(" " + self.some(1))])]
                return m.Note([m.Para(text)], end=self.dice.random() < 0.2)
            case "hidden":
                return m.Hidden(self.some(2))
        # Headings and quotations have a style that is set so already.
        bold, italic = (self.is_plain and self.dice.random() < 0.2 for _ in range(2))
        return m.Words(self.some(self.dice.randint(1, 4)), bold, italic)

    def filled(self, depth: int, inside: list[str]) -> list[m.Inline]:
        return [m.Words(self.some(1) + " "), *self.inlines(depth, 2, inside), m.Words(" " + self.some(1) + " ")]

    def some(self, count: int) -> str:
        return " ".join(self.dice.choice(self.words) for _ in range(count))

    def by(self) -> str:
        return str(self.dice.choice(self.stock["authors"]))

    def said(self) -> str:
        key = f"k{len(self.comments)}"
        replies = list(self.comments)
        # An answer stands where what it answers stands; it needs no place of its own.
        assert key not in replies
        self.comments[key] = m.Said(self.by(), [f"{len(self.comments)} {self.some(4)}"])
        return key


def by_chance(seed: int) -> m.Document:
    """The document of this seed."""
    return Chance(seed).document()
