"""A text whose letters know themselves: what an edit leaves of a passage is counted there, never compared."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import count
from random import Random

from workflow.text.values import Block

_SENTENCE = re.compile(r"[^.!?؟]+[.!?؟]+[”\"»)]*\s*|[^.!?؟]+$")
_WORD = re.compile("[\\w\u064b-\u0652]+(?:[’'-]\\w+)*")  # with the vowel signs of Arabic
_POOLS = {
    "en": "orchard lanterns whisper copper velvet harvest quietly bridges thunder saffron window marble drifting cedar"
    " kettle harbour pilgrim sparrow amber meadow granite fiddle blanket autumn ladder pepper thimble wagon",
    "ar": "بستان فوانيس همس نحاس مخمل حصاد بهدوء جسور رعد زعفران نافذة رخام أرز غلاية مرفأ حاج عصفور كهرمان مرج صوان"
    " كمان بطانية خريف سلم فلفل كشتبان عربة قنديل",
}
_numbers = count()


@dataclass(frozen=True)
class Known:
    """A block and a number for each of its letters that no other letter has ever had."""

    block: Block
    marks: tuple[int, ...]

    @property
    def text(self) -> str:
        """The words."""
        return self.block.text

    def with_words(self, start: int, end: int, words: str) -> "Known":
        """Other words in the place of some; they are new even where they read the same."""
        text = self.text[:start] + words + self.text[end:]
        marks = (*self.marks[:start], *_fresh(words), *self.marks[end:])
        return _tidied(self.block, text, marks)

    def part(self, start: int, end: int) -> "Known":
        """A stretch of it as a block of its own, without an id."""
        return _tidied(replace(self.block, id=""), self.text[start:end], self.marks[start:end])

    def and_then(self, other: "Known") -> "Known":
        """The two as one, under the first one's id."""
        return _tidied(self.block, f"{self.text} {other.text}", (*self.marks, *_fresh(" "), *other.marks))


def known(blocks: Sequence[Block]) -> list[Known]:
    """The blocks with fresh letters."""
    return [Known(block, tuple(_fresh(block.text))) for block in blocks]


def new(block: Block, text: str) -> Known:
    """A block like `block` that nobody has seen before."""
    return Known(replace(block, id="", text=text), tuple(_fresh(text)))


def _fresh(text: str) -> list[int]:
    return [next(_numbers) for _ in text]


def _tidied(block: Block, text: str, marks: Sequence[int]) -> Known:
    """Without the gaps that words leave when they go."""
    keep = [
        at
        for at, sign in enumerate(text)
        if not (sign == " " and (text[at + 1 : at + 2] in ("", " ", ".", ",", "،") or not text[:at].strip()))
    ]
    return Known(replace(block, text="".join(text[at] for at in keep)), tuple(marks[at] for at in keep))


def sentences(text: str) -> list[tuple[int, int]]:
    """Where each sentence stands, with the space behind it."""
    return [match.span() for match in _SENTENCE.finditer(text)]


def words(text: str) -> list[tuple[int, int]]:
    """Where each word stands."""
    return [match.span() for match in _WORD.finditer(text)]


def phrase(chance: Random, language: str, length: int) -> str:
    """So many words that stand in no statement."""
    return " ".join(chance.choice(_POOLS[language].split()) for _ in range(length))


def edited(text: list[Known], chance: Random, language: str, times: int) -> list[Known]:
    """The text after heavy work by hand: each of `times` steps does something else to a paragraph that can bear it."""
    steps = [_rewritten, _split, _joined, _moved, _worded, _shortened, _sentence_moved, _worded]
    for step in (steps * times)[:times]:
        long = [at for at, each in enumerate(text) if len(sentences(each.text)) > 1 and each.block.kind == "paragraph"]
        text = step(list(text), chance.choice(long), chance, language) if long else text
    return text


def _rewritten(text: list[Known], at: int, chance: Random, language: str) -> list[Known]:
    said = phrase(chance, language, 25)
    text[at] = Known(replace(text[at].block, text=f"{said}."), tuple(_fresh(f"{said}.")))
    return text


def _split(text: list[Known], at: int, chance: Random, _: str) -> list[Known]:
    border = chance.choice(sentences(text[at].text)[1:])[0]
    one, other = text[at].part(0, border), text[at].part(border, len(text[at].text))
    return [*text[:at], replace(one, block=replace(one.block, id=text[at].block.id)), other, *text[at + 1 :]]


def _joined(text: list[Known], at: int, _: Random, __: str) -> list[Known]:
    if at + 1 == len(text) or text[at + 1].block.kind != "paragraph":
        return text
    return [*text[:at], text[at].and_then(text[at + 1]), *text[at + 2 :]]


def _moved(text: list[Known], at: int, chance: Random, _: str) -> list[Known]:
    each = text.pop(at)
    text.insert(chance.randrange(1, len(text)), each)
    return text


def _worded(text: list[Known], at: int, chance: Random, language: str) -> list[Known]:
    for start, end in reversed(words(text[at].text)):
        if chance.random() < 0.12:
            text[at] = text[at].with_words(start, end, phrase(chance, language, chance.randrange(1, 4)))
    return text


def _shortened(text: list[Known], at: int, chance: Random, _: str) -> list[Known]:
    text[at] = text[at].with_words(*chance.choice(sentences(text[at].text)), "")
    return text


def _sentence_moved(text: list[Known], at: int, chance: Random, _: str) -> list[Known]:
    start, end = chance.choice(sentences(text[at].text))
    taken, left = text[at].part(start, end), text[at].with_words(start, end, "")
    others = [i for i, each in enumerate(text) if i != at and each.block.kind == "paragraph"]
    if not others:
        return text
    to = chance.choice(others)
    text[at], text[to] = left, text[to].and_then(taken)
    return text
