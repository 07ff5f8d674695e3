"""The law of the consolidation page: what it offers is never refused, and for every text a true answer exists.

Amendments are made of paragraphs of real texts, and a penholder types them, some of them, half of one, or something
beside them; so what is true of the text that was typed is known. `python -m bench.offers [--corpus FOLDER] [--rounds N]
[--seed N] [--errors N] [--group NAME]` prints what is answered wrongly, by group.
"""

import argparse
import random
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cache
from itertools import count
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from bench.conflicts import corpus, made_up, rows
from workflow.queries.consolidation.by_hand import proposals
from workflow.queries.consolidation.conflicts import exclusion_among
from workflow.rules.consolidation.dispositions import OFFERED, DispositionKind, amendment, lacking_in_part
from workflow.rules.items.kinds import ItemKind
from workflow.text.alignment.trust import weight
from workflow.text.amendments import Accepted, carried
from workflow.text.consolidation import Consolidated, consolidate, judged
from workflow.text.document import titled
from workflow.text.document.markdown import parse
from workflow.text.edits.levels import SAYS
from workflow.text.edits.shared import whole_words
from workflow.text.tokens import sentences, tokens
from workflow.text.values import Block, BlockKind, Extent

ACCEPTED, PART, NOT_ACCEPTED, BRACKETED = (
    DispositionKind.ACCEPTED,
    DispositionKind.PART,
    DispositionKind.NOT_ACCEPTED,
    DispositionKind.BRACKETED,
)
ADD, MOVE, REMOVE, REPLACE, TITLE = (
    ItemKind.ADD,
    ItemKind.MOVE,
    ItemKind.REMOVE,
    ItemKind.REPLACE,
    ItemKind.TITLE,
)
SEED = Path(__file__).resolve().parents[2] / "shared" / "seed" / "closing-statement.md"
_MARKS = set("*_[]<>`&\\|")
_CURLY = re.compile(r'"([^"]*)"'), re.compile("'")


POOR, ONLY_SHOWN = "offer poor", "only where its words are shown"


class Truth(StrEnum):
    """What is so of an amendment in the text that was typed."""

    MADE = "made"
    PART = "part"
    NOT = "not"
    OPEN = "open"


_ANSWER = {Truth.MADE: ACCEPTED, Truth.PART: PART, Truth.NOT: NOT_ACCEPTED, Truth.OPEN: BRACKETED}


@dataclass(frozen=True)
class Asked:
    """An amendment, the text that it was made to, what is true of it, and the words that true answers in part take."""

    item: Any
    made_to: tuple[Block, ...]
    truth: Truth
    taken: tuple[str, ...] = ()

    def accepted(self, kind: DispositionKind, taken: str) -> Accepted:
        """It as it enters the text with that answer."""
        asked = amendment(self.item.reference, self.item, taken if kind is PART else None)
        return Accepted(asked, self.made_to, in_full=kind is ACCEPTED, bracketed=kind is BRACKETED)

    def shown(self, scene: "Scene") -> tuple[str, str] | None:
        """The paragraph as it was typed, of which a person may say that it says the amendment."""
        return next(((b.id, b.text) for b in scene.draft if b.id == self.item.block), None)


@dataclass(frozen=True)
class Scene:
    """A text as it was issued and as the penholder wrote it, with the amendments that wait for an answer."""

    group: str
    mode: str
    language: str
    issued: tuple[Block, ...]
    draft: tuple[Block, ...]
    asked: tuple[Asked, ...]
    reads: tuple[Block, ...] = ()  # as it will, where answers put something in; else as it was typed


@dataclass(frozen=True)
class Document:
    """Paragraphs of one text that can be written about, and its language."""

    language: str
    blocks: tuple[Block, ...]


# What the grader asks


def grade(scene: Scene) -> list[str]:
    """What is answered wrongly."""
    places = carried([each.accepted(ACCEPTED, "") for each in scene.asked], scene.issued)
    for each, place in zip(scene.asked, places, strict=True):
        each.item.place = place
    items = [each.item for each in scene.asked]
    there: Any = SimpleNamespace(issued=scene.issued, draft=scene.draft, items=items)
    return [*([] if scene.reads else _wrong_offers(scene, there)), *_lacking_answers(scene, there)]


def _wrong_offers(scene: Scene, there: Any) -> Iterator[str]:
    offered = proposals(there, there.items, scene.language)
    given = {}
    for each in scene.asked:
        if (offer := offered.get(each.item.reference)) is None:
            continue
        given[each.item.reference] = offer.kind, offer.taken
        if why := _refusal(scene, each, offer.kind, offer.taken):
            yield f"offer refused: {offer.kind}, {why}"
        said = offer.kind
        if said is not _ANSWER[each.truth] and (said is ACCEPTED or (said is NOT_ACCEPTED and each.truth != "part")):
            yield f"offer untrue: {said} though {each.truth}"
        elif (said is NOT_ACCEPTED and each.truth is Truth.PART) or (said is PART and each.truth is Truth.MADE):
            yield f"{POOR}: {said} though {each.truth}"
    yield from (f"offers together: {wrong}" for wrong in _wrong_text(scene, there, given))


def _lacking_answers(scene: Scene, there: Any) -> Iterator[str]:
    true = {}
    for each in scene.asked:
        kind, ref = _ANSWER[each.truth], each.item.reference
        if scene.reads:
            true[ref] = kind, ""
            continue
        wrong: list[str] = []
        for taken in each.taken or ("",):
            true[ref] = kind, taken
            refused = _refusal(scene, each, kind, taken)
            wrong = [f", {refused}"] if refused else [f" {w}" for w in _wrong_text(scene, there, {ref: true[ref]})]
            if not wrong:
                break
        if (
            wrong
            and kind is ACCEPTED
            and each.item.kind is REPLACE
            and not _wrong_text(scene, there, {ref: true[ref]}, shown=each.shown(scene))
        ):
            yield ONLY_SHOWN
            return
        yield from (f"no true answer: {kind}{each}" for each in wrong)
    if len(true) > 1:
        yield from (f"no true answers together: {wrong}" for wrong in _wrong_text(scene, there, true))


def _refusal(scene: Scene, each: Asked, kind: DispositionKind, taken: str) -> str:
    """Why the answer alone is refused; "" where it is not."""
    item = each.item
    if kind not in OFFERED[item.kind]:
        return "is no answer to it"
    if kind is not PART:
        return ""
    made = judged(scene.issued, scene.draft, item.place, scene.language) if item.place else None
    in_part = made is not None and made.extent is Extent.IN_PART
    lack = lacking_in_part(item.kind, item.quote, item.proposal, taken, is_said_in_part=in_part)
    return lack or ("" if taken else "has no words")


def _wrong_text(
    scene: Scene, there: Any, given: Mapping[str, tuple[DispositionKind, str]], shown: tuple[str, str] | None = None
) -> list[str]:
    """What is wrong with the version that is issued with these answers: its text is to be the one that was typed.

    shown: the paragraph and its words of which the penholder says that they say it.
    """
    wrong = []
    if exclusion_among(there, {ref: kind for ref, (kind, _) in given.items()}, scene.language):
        wrong.append("cannot stand together")
    said = [(each, *given[each.item.reference]) for each in scene.asked if each.item.reference in given]
    accepted = [
        replace(each.accepted(kind, taken), shown=shown) for each, kind, taken in said if kind is not NOT_ACCEPTED
    ]
    refused = [each.accepted(kind, taken) for each, kind, taken in said if kind is NOT_ACCEPTED]
    made = _made(scene, accepted, refused)
    if made.unapplied:
        wrong.append(f"not in the text ({', '.join(sorted({given[ref][0] for ref in made.unapplied}))})")
    if made.refused:
        wrong.append("still open")
    if _words(_text(made)) != _words(scene.reads or scene.draft):
        wrong.append("another text")
    return wrong


def _made(scene: Scene, accepted: Sequence[Accepted], refused: Sequence[Accepted]) -> Consolidated:
    ids = count(1)
    return consolidate(scene.issued, scene.draft, accepted, lambda: f"new{next(ids)}", scene.language, refused)


def _text(made: Consolidated) -> Sequence[Block]:
    return titled(made.title, made.blocks) if made.title else made.blocks


def _words(blocks: Iterable[Block]) -> list[str]:
    return [block.text for block in blocks]


# Texts


def documents(folder: Path | None) -> list[Document]:
    """Real texts in several languages: the corpus and the closing statement where they are there, and what packages say
    of themselves.
    """
    told = [("en", "\n\n".join(before for before, _ in made_up(most=60)))]
    if folder is not None:
        told += [(row["lang"], row["before_p"]) for row in rows(folder / "data" / "revisions" / "pairs.jsonl.gz")]
    if SEED.exists():
        told += [("en", SEED.read_text("utf-8"))]
    found = [Document(language, _fit(parse(text))) for language, text in told]
    return [each for each in found if len(each.blocks) > 5]


def _fit(blocks: Iterable[Block]) -> tuple[Block, ...]:
    fit = [b for b in blocks if b.kind in (BlockKind.PARAGRAPH, BlockKind.ITEM) and _MARKS.isdisjoint(b.text)]
    fit = [b for b in fit if 40 <= len(b.text) <= 900 and "://" not in b.text and len(_word_spans(b.text)) > 7]
    once = list({b.text: b for b in fit}.values())
    return tuple(replace(b, id=f"p{n}", level=0) for n, b in enumerate(once, 1))


@cache
def _word_spans(text: str) -> tuple[tuple[int, int], ...]:
    found, at = [], 0
    for token in tokens(text):
        if any(map(str.isalnum, token)):
            found.append((at, at + len(token)))
        at += len(token)
    return tuple(found)


def _is_apart(text: str, span: tuple[int, int]) -> bool:
    """Whether the word stands between spaces and stops, and is no part of a compound; in Chinese any does."""
    before, after = text[: span[0]][-1:], text[span[1] :][:1]
    if ideographs(text[span[0] : span[1]]):
        return True
    return (not before or before.isspace()) and (not after or after.isspace() or after in ",.;:!?،؛؟")


def ideographs(text: str) -> bool:
    """Whether it is written without spaces between words."""
    return any("\u3040" <= letter <= "\u9fff" for letter in text)


_UNHEARD = (f"quorvan{number}" for number in count(1))
_UNSEEN = (chr(0x9D00 + number) + chr(0x9E00 + number) for number in count())  # no text has these


# What is asked, and what is typed


Change = tuple[int, int, str]
"""Words in the place of others, to be made to the letter."""


def edited(text: str, changes: Iterable[Change]) -> str:
    """The text with the changes, of which none overlaps another."""
    for start, end, words in sorted(changes, reverse=True):
        text = text[:start] + words + text[end:]
    return text


class Maker:
    """Makes scenes of one document."""

    def __init__(self, document: Document, chance: random.Random) -> None:
        self.document, self.chance = document, chance
        start = chance.randrange(max(1, len(document.blocks) - 6))
        self.blocks = document.blocks[start : start + 7]
        self.used = {word for block in self.blocks for word in whole_words(block.text)}
        self.names = (f"A{number}" for number in count(1))
        self.new_ids = (f"w{number}" for number in count(1))

    def donor(self, most: int, least: int = 1) -> str:
        """A run of words of another place of the document, of which one at least says something that these paragraphs
        don't say: of others nobody could tell whether they were typed.
        """
        for _ in range(60):
            text = self.chance.choice(self.document.blocks).text
            spans = [span for span in _word_spans(text) if _is_apart(text, span)]
            size = min(self.chance.randint(least, most), len(spans) - 1)
            first = self.chance.randrange(len(spans) - size)
            words = text[spans[first][0] : spans[first + size - 1][1]]
            if self.is_new(words):
                self.used |= set(whole_words(words))
                return words
        word = next(_UNSEEN if ideographs(self.blocks[0].text) else _UNHEARD)
        self.used.add(word)
        return word

    def is_new(self, words: str) -> bool:
        """Whether the first word at least is long enough to say something, and no long one is used here."""
        long = [word for word in whole_words(words) if weight(word) > SAYS]
        return bool(long) and long[0] == whole_words(words)[0] and self.used.isdisjoint(long)

    def sentence(self) -> str:
        """A sentence of another place."""
        here = " ".join(block.text for block in self.blocks)
        for _ in range(60):
            text = self.chance.choice(self.document.blocks).text
            low, high = self.chance.choice(sentences(text))
            if len(text[low:high].split()) > 3 and text[low:high].strip() not in here:
                return text[low:high].strip()
        return f"{next(_UNHEARD)} {next(_UNHEARD)} {next(_UNHEARD)}."

    def changes(self, text: str, most: int = 3) -> list[Change]:
        """Up to so many changes of a paragraph, each of some words, in reading order; words stand between them."""
        spans, found, at = [span for span in _word_spans(text) if _is_apart(text, span)], list[Change](), 0
        wanted = self.chance.randint(1, most)
        room = max(3, len(spans) // wanted)
        for _ in range(wanted):
            first = at + self.chance.randrange(max(1, room - 4)) + (at > 0)
            size = self.chance.randint(1, 4)
            if first + size + 1 >= len(spans):
                break
            found.append(self.change(text, spans, first, size))
            at = max(first + size, at + room)
        return found

    def change(self, text: str, spans: Sequence[tuple[int, int]], first: int, size: int) -> Change:
        """Some words replaced, taken out, or others put in before them."""
        kind = self.chance.choice(("replace", "replace", "insert", "delete"))
        start, end = spans[first][0], spans[first + size - 1][1]
        gap = text[end : spans[first + size][0]]
        if kind == "delete" and gap == " ":
            return start, end + 1, ""
        if kind == "insert":
            return start, start, self.donor(4) + " " * (not ideographs(text))
        new = self.donor(5)
        return start, end, new if new != text[start:end] else f"{new} {self.donor(2)}"

    def replacement(self, block: Block, change: Change, made_to: Sequence[Block], truth: Truth) -> Asked:
        """An amendment for the change, that quotes its own words, some beside them, the sentence or all."""
        start, end = self.quote(block.text, change)
        words = edited(block.text[start:end], [(change[0] - start, change[1] - start, change[2])])
        if (start, end) == change[:2]:  # what a form keeps has no space at its ends
            old = block.text[start:end]
            start, end = start + len(old) - len(old.lstrip()), end - (len(old) - len(old.rstrip()))
            end = max(start, end)
        facts = {"block": block.id, "start": start, "end": end, "quote": block.text[start:end]}
        return Asked(self.item(REPLACE, proposal=words.strip(), **facts), tuple(made_to), truth)

    def quote(self, text: str, change: Change) -> tuple[int, int]:
        how = self.chance.choice(("own", "own", "wider", "sentence", "paragraph"))
        if how == "paragraph":
            return 0, len(text)
        if how == "sentence":
            touched = [each for each in sentences(text) if each[0] <= change[1] and change[0] <= each[1]]
            return min(change[0], touched[0][0]), max(change[1], touched[-1][1])
        if how == "wider":
            before = [low for low, _ in _word_spans(text) if low < change[0]][-self.chance.randint(1, 3) :]
            behind = [high for _, high in _word_spans(text) if high > change[1]][: self.chance.randint(1, 3)]
            return min([change[0], *before]), max([change[1], *behind])
        return change[0], change[1]

    def item(self, kind: ItemKind, **facts: Any) -> Any:
        """An amendment as it lies on the page."""
        known = {"block": None, "start": 0, "end": 0, "quote": "", "proposal": "", "after": None, "disposition": None}
        return SimpleNamespace(reference=next(self.names), kind=kind, place=None, **known | facts)


def _with(blocks: Sequence[Block], texts: Mapping[str, str]) -> tuple[Block, ...]:
    return tuple(replace(block, text=texts.get(block.id, block.text)) for block in blocks)


@dataclass
class Typed:
    """What became of one paragraph: as it was issued, as it was typed, and what was asked."""

    issued: Block
    hand: str
    asked: list[Asked] = field(default_factory=list)
    mode: str = ""


def _in_part(asked: Asked, text: str, typed: Iterable[Change], words: str) -> Asked:
    """The amendment of which a part was typed. A true answer takes those words, or all that stands now in its place."""
    start, end = asked.item.start, asked.item.end
    there = [each for each in typed if start <= each[0] and each[1] <= end]
    stands = edited(text[start:end], [(low - start, high - start, new) for low, high, new in there])
    return replace(asked, truth=Truth.PART, taken=(words, stands.strip()))


def _replacements(make: Maker, block: Block, blocks: Sequence[Block], mode: str) -> Typed | None:
    text = block.text
    if mode == "curly":
        at = make.chance.choice([span for span in _word_spans(text)[1:-1] if _is_apart(text, span)] or [(0, 0)])
        change = (*at, f'the people\'s "{make.donor(2)}"')
        made = make.replacement(block, change, blocks, Truth.MADE)
        return Typed(block, _curly(edited(text, [change])), [made]) if at[1] else None
    changes = make.changes(text)
    if not changes:
        return None
    first, others = changes[0], changes[1:]
    asked = make.replacement(block, first, blocks, Truth.MADE)
    typed = [make.replacement(block, each, blocks, Truth.MADE) for each in others]
    spans = _word_spans(first[2])
    gap = first[2][len(first[2].rstrip()) :]
    match mode:
        case "typed":
            own, hand = asked, edited(text, changes)
        case "one of them" if others:
            own, hand = replace(asked, truth=Truth.NOT), edited(text, others)
        case "a sentence beside":
            own, hand = asked, edited(text, changes)
            end = make.chance.choice([0, *(high for _, high in sentences(hand))])
            hand = " ".join(filter(None, (hand[:end].strip(), make.sentence(), hand[end:].strip())))
        case "another word":
            free = [
                c for c in make.changes(text, 4) if all(c[1] + 1 < low or high + 1 < c[0] for low, high, _ in changes)
            ]
            own, hand = asked, edited(text, [*changes, *free])
        case "half" if len(spans) > 1 and first[2][: spans[len(spans) // 2 - 1][1]] != text[first[0] : first[1]]:
            half = first[2][: spans[len(spans) // 2 - 1][1]]
            now = [(first[0], first[1], half + gap), *others]
            own, hand = _in_part(asked, text, now, half), edited(text, now)
        case "beside the old words" if spans and first[0] < first[1]:
            now = [(first[0], first[1], f"{text[first[0] : first[1]]} {first[2]}"), *others]
            own, hand = _in_part(asked, text, now, first[2]), edited(text, now)
        case "other words" if spans and first[0] < first[1]:
            own, hand = replace(asked, truth=Truth.NOT), edited(text, [(*first[:2], make.donor(4)), *others])
        case _:
            return None
    return Typed(block, hand, [own, *typed])


def _removal_of_words(make: Maker, block: Block, blocks: Sequence[Block], mode: str) -> Typed | None:
    """Some words are to go; half of them went."""
    text = block.text
    spans = [span for span in _word_spans(text) if _is_apart(text, span)]
    if len(spans) < 8:
        return None
    first = make.chance.randrange(1, len(spans) - 6)
    start, middle, end = spans[first][0], spans[first + 2][0], spans[first + 4][0]
    if min(weight(word) for word in text[start:end].split()) <= SAYS:  # of small words nobody could tell
        return None
    if text[end - 1] != " " or text[middle - 1] != " ":
        return None
    asked = make.replacement(block, (start, end, ""), blocks, Truth.PART)
    now = (start, middle, "")
    return Typed(block, edited(text, [now]), [_in_part(asked, text, [now], text[middle:end].strip())])


def _curly(text: str) -> str:
    return _CURLY[1].sub("’", _CURLY[0].sub(r"“\1”", text))


_WORDS = (
    "typed",
    "one of them",
    "a sentence beside",
    "another word",
    "half",
    "beside the old words",
    "other words",
    "curly",
)


def _words_scenes(make: Maker, group: str, kind: BlockKind | None = None) -> Iterator[Scene]:
    there = [block for block in make.blocks if kind is None or block.kind is kind]
    for mode in (*_WORDS, "half gone") if there else ():
        block = make.chance.choice(there)
        write = _removal_of_words if mode == "half gone" else _replacements
        if made := write(make, block, make.blocks, mode):
            draft = _with(make.blocks, {block.id: made.hand})
            yield Scene(group, mode, make.document.language, make.blocks, draft, tuple(made.asked))


def replacements(make: Maker) -> Iterator[Scene]:
    """Words of one paragraph."""
    yield from _words_scenes(make, "words")


def items(make: Maker) -> Iterator[Scene]:
    """Words of one item of a list, and whole items."""
    yield from _words_scenes(make, "list items", BlockKind.ITEM)
    if all(block.kind is BlockKind.ITEM for block in make.blocks):
        yield from (replace(scene, group="list items") for scene in (*additions(make), *removals(make)))


def neighbours(make: Maker) -> Iterator[Scene]:
    """Words beside one another, of each of which one amendment quotes its own; both are typed."""
    block = make.chance.choice(make.blocks)
    spans = [span for span in _word_spans(block.text) if _is_apart(block.text, span)]
    if len(spans) < 5 or make.document.language in ("ja", "zh"):  # two words without a space may be one
        return
    first = make.chance.randrange(1, len(spans) - 3)
    one, other = (*spans[first], make.donor(2)), (*spans[first + 1], make.donor(2))
    asked = []
    for change in (one, other):
        facts = {"block": block.id, "start": change[0], "end": change[1], "quote": block.text[change[0] : change[1]]}
        asked.append(Asked(make.item(REPLACE, proposal=change[2], **facts), make.blocks, Truth.MADE))
    for mode, hand, truths in (
        ("typed", [one, other], (Truth.MADE, Truth.MADE)),
        ("one of them", [other], (Truth.NOT, Truth.MADE)),
    ):
        draft = _with(make.blocks, {block.id: edited(block.text, hand)})
        told = tuple(replace(each, truth=truth) for each, truth in zip(asked, truths, strict=True))
        yield Scene("neighbours", mode, make.document.language, make.blocks, draft, told)
        if mode == "typed":
            facts = (make.document.language, make.blocks, make.blocks, told)
            yield Scene("neighbours", "put in", *facts, reads=draft)


def additions(make: Maker) -> Iterator[Scene]:
    """New paragraphs, at one place or several."""
    new = list(make.blocks[2:4])
    issued = tuple(block for block in make.blocks if block not in new)
    after = make.blocks[1].id if make.chance.random() < 0.8 else ""
    place = 0 if not after else 2
    kind = new[0].kind
    if any(b.kind is not kind for b in make.blocks):  # what a form takes for a paragraph
        new = [replace(block, kind=BlockKind.PARAGRAPH, mark="") for block in new]
        issued = tuple(replace(block, kind=BlockKind.PARAGRAPH, mark="") for block in issued)
    made = [replace(block, id=next(make.new_ids)) for block in new]
    half = [replace(made[0], text=_half(made[0].text)), made[1]]
    other = replace(made[0], text=edited(made[0].text, make.changes(made[0].text, 1)))
    own = Block(next(make.new_ids), BlockKind.PARAGRAPH, make.sentence())
    own = own if own.text not in (new[0].text, new[1].text) else replace(own, text="Zubarin meldeth quorvan.")
    quoted = [replace(made[0], text=_curly(f'"{made[0].text}"')), made[1]]
    M, P, N, O = Truth  # noqa: E741
    for mode, typed, truths, taken in (
        ("typed", made, (M, M), ""),
        ("the other way round", made[::-1], (M, M), ""),
        ("one of them", made[1:], (N, M), ""),
        ("half", half, (P, M), half[0].text),
        ("a word changed", [other, made[1]], (P, M), other.text),
        ("a paragraph beside", [own, *made], (M, M), ""),
        ("a paragraph between", [made[0], own, made[1]], (M, M), ""),
        ("other words", [own], (N, N), ""),
        ("curly", quoted, (M, M), ""),
        ("in brackets", [replace(each, text=f"[{each.text}]") for each in made], (O, O), ""),
    ):
        said = [f'"{new[0].text}"' if mode == "curly" else new[0].text, new[1].text]
        marks = ["- " if each.kind is BlockKind.ITEM else "" for each in new]
        asked = tuple(
            Asked(
                make.item(ADD, proposal=mark + words, after=after), issued, truth, (taken,) if taken and n == 0 else ()
            )
            for n, (words, truth, mark) in enumerate(zip(said, truths, marks, strict=True))
        )
        draft = (*issued[:place], *typed, *issued[place:])
        if typed[0].text != made[0].text or mode != "a word changed":
            yield Scene("additions", mode, make.document.language, issued, draft, asked)
    one = (Asked(make.item(ADD, proposal=new[0].text, after=after), issued, Truth.PART, (new[0].text,)),)
    if kind is BlockKind.PARAGRAPH:
        yield Scene("additions", "elsewhere", make.document.language, issued, (*issued, made[0]), one)
        joined = replace(issued[place - 1], text=f"{issued[place - 1].text} {new[0].text}")
        draft = (*issued[: place - 1], joined, *issued[place:]) if place else ()
        if draft:
            yield Scene("additions", "joined", make.document.language, issued, draft, one)
        both = f"{new[0].text}\n\n{new[1].text}"
        for mode, typed, truth, taken in (
            ("two of one", made, M, ""),
            ("one of two of one", made[:1], P, new[0].text),
        ):
            asked = (Asked(make.item(ADD, proposal=both, after=after), issued, truth, (taken,) if taken else ()),)
            draft = (*issued[:place], *typed, *issued[place:])
            yield Scene("additions", mode, make.document.language, issued, draft, asked)


def _half(text: str) -> str:
    spans = _word_spans(text)
    return text[: spans[len(spans) // 2][1]]


def removals(make: Maker) -> Iterator[Scene]:
    """Paragraphs that are to go."""
    blocks = make.blocks
    gone = blocks[2:4]

    def asked(block: Block, truth: Truth, taken: str = "") -> Asked:
        return Asked(make.item(REMOVE, block=block.id, quote=block.text), blocks, truth, (taken,) if taken else ())

    left = [block for block in blocks if block not in gone]
    rest = gone[0].text[len(_half(gone[0].text)) :].strip(" .,;:،؛")
    other = edited(gone[0].text, make.changes(gone[0].text, 1))
    new = Block(next(make.new_ids), BlockKind.PARAGRAPH, make.sentence())
    joined = replace(blocks[1], text=f"{blocks[1].text} {gone[0].text}")
    for mode, draft, truths, taken in (
        ("typed", left, (Truth.MADE, Truth.MADE), ""),
        ("one of them", [b for b in blocks if b is not gone[1]], (Truth.NOT, Truth.MADE), ""),
        ("half", _with([b for b in blocks if b is not gone[1]], {gone[0].id: rest}), (Truth.PART, Truth.MADE), rest),
        ("another word", _with(blocks, {gone[0].id: other}), (Truth.NOT, Truth.NOT), ""),
        ("another there", [*left[:2], new, *left[2:]], (Truth.MADE, Truth.MADE), ""),
        ("joined", [*blocks[:1], joined, *blocks[3:]], (Truth.NOT, Truth.NOT), ""),
    ):
        told = (asked(gone[0], truths[0], taken), asked(gone[1], truths[1]))
        yield Scene("removals", mode, make.document.language, blocks, tuple(draft), told)
    changes = [each for each in make.changes(gone[0].text, 1) if each[2]]
    if changes:
        told = (asked(gone[0], Truth.MADE), make.replacement(gone[0], changes[0], blocks, Truth.NOT))
        draft = tuple(b for b in blocks if b is not gone[0])
        yield Scene("removals", "beside words", make.document.language, blocks, draft, told)
        told = (asked(gone[0], Truth.NOT), make.replacement(gone[0], changes[0], blocks, Truth.MADE))
        draft = _with(blocks, {gone[0].id: edited(gone[0].text, changes)})
        yield Scene("removals", "words instead", make.document.language, blocks, draft, told)


def moves(make: Maker) -> Iterator[Scene]:
    """Paragraphs that are to stand elsewhere."""
    one, two, three, four, five, *rest = make.blocks

    def asked(block: Block, after: str, truth: Truth) -> Asked:
        return Asked(make.item(MOVE, block=block.id, after=after, quote=block.text), make.blocks, truth)

    there = asked(two, four.id, Truth.MADE)
    not_there = replace(there, truth=Truth.NOT)
    change = make.changes(two.text, 1)
    word, worded = edited(two.text, change), [make.replacement(two, c, make.blocks, Truth.MADE) for c in change]
    made = (one, three, four, two, five, *rest)
    for mode, draft, told in (
        ("typed", made, (there,)),
        ("elsewhere", (two, one, three, four, five, *rest), (not_there,)),
        ("another word", _with(made, {two.id: word}), (there,)),
        ("not", _with(make.blocks, {three.id: edited(three.text, make.changes(three.text, 1))}), (not_there,)),
        ("two places", made, (there, asked(two, five.id, Truth.NOT))),
        ("one place", (one, four, two, three, five, *rest), (there, asked(three, four.id, Truth.MADE))),
        ("the other way round", (one, four, three, two, five, *rest), (there, asked(three, four.id, Truth.MADE))),
        ("with words", _with(made, {two.id: word}), (there, *worded)),
        ("removed", (one, three, four, five, *rest), (not_there, replace_item(make, two))),
    ):
        yield Scene("moves", mode, make.document.language, make.blocks, tuple(draft), told)


def replace_item(make: Maker, block: Block) -> Asked:
    """Its removal, which was typed."""
    return Asked(make.item(REMOVE, block=block.id, quote=block.text), make.blocks, Truth.MADE)


def titles(make: Maker) -> Iterator[Scene]:
    """The title, of which each amendment proposes a whole one."""
    before = make.donor(7, 4)
    first = edited(before, make.changes(before, 1) or [(0, 0, f"{make.donor(2)} ")]).strip()
    added = f" {make.donor(3, 2)} {make.donor(1)}"
    quoted, second, both = f'{before} of the people\'s "{make.donor(2)}"', before + added, first + added

    def asked(words: str, truth: Truth, *taken: str) -> Asked:
        return Asked(make.item(TITLE, quote=before, proposal=words), titled(before, make.blocks), truth, taken)

    half = second[: len(before) + 1 + _word_spans(second[len(before) + 1 :])[0][1]]
    for mode, was, title, told in (
        ("typed", before, first, (asked(first, Truth.MADE),)),
        ("one of them", before, first, (asked(first, Truth.MADE), asked(second, Truth.NOT))),
        ("twice", before, first, (asked(first, Truth.MADE), asked(first, Truth.MADE))),
        ("other words", before, make.donor(5), (asked(second, Truth.NOT),)),  # that words only go may be so
        ("not", before, before, (asked(first, Truth.NOT),)),
        ("half", before, half, (asked(second, Truth.PART, half),)),
        ("words beside", before, f"{first} {make.donor(2, 2)}", (asked(first, Truth.MADE),)),
        ("both", before, both, (asked(first, Truth.MADE), asked(second, Truth.MADE))),
        ("made to an earlier title", second, both, (asked(first, Truth.MADE),)),
        ("curly", before, _curly(quoted), (asked(quoted, Truth.MADE),)),
    ):
        if all(each.item.proposal not in ("", before) for each in told):
            issued, draft = (titled(each, make.blocks) for each in (was, title))
            yield Scene("titles", mode, make.document.language, issued, draft, told)
    put_in = (asked(first, Truth.MADE), asked(second, Truth.MADE))
    issued, reads = (titled(each, make.blocks) for each in (before, both))
    yield Scene("titles", "put in", make.document.language, issued, issued, put_in, reads)


def several(make: Maker) -> Iterator[Scene]:
    """Words of several paragraphs, a new one, one that is to go and one that is to move, all at once."""
    one, two, three, four, five, *rest = make.blocks
    texts: dict[str, str] = {}
    asked: list[Asked] = []
    modes = [make.chance.choice(_WORDS) for _ in (one, two)]
    for block, mode in zip((one, two), modes, strict=True):
        if made := _replacements(make, block, make.blocks, mode):
            texts[block.id] = made.hand
            asked += made.asked
    new = Block(next(make.new_ids), BlockKind.PARAGRAPH, make.sentence())
    is_added, is_gone, is_moved = (make.chance.random() < 0.6 for _ in range(3))
    truth = {True: Truth.MADE, False: Truth.NOT}
    asked.append(Asked(make.item(ADD, proposal=new.text, after=two.id), make.blocks, truth[is_added]))
    asked.append(Asked(make.item(REMOVE, block=three.id, quote=three.text), make.blocks, truth[is_gone]))
    asked.append(Asked(make.item(MOVE, block=four.id, after=five.id, quote=four.text), make.blocks, truth[is_moved]))
    middle = [*[new] * is_added, *[three] * (not is_gone)]
    draft = _with([one, two, *middle, *([five, four] if is_moved else [four, five]), *rest], texts)
    yield Scene("several", " + ".join(modes), make.document.language, make.blocks, draft, tuple(asked))


def earlier(make: Maker) -> Iterator[Scene]:
    """Amendments of a version before the newest, in which other words were changed and a paragraph came."""
    for mode in ("typed", "one of them", "half", "other words"):
        block = make.chance.choice(make.blocks)
        changes = make.changes(block.text, 4)
        if len(changes) < 2:
            continue
        at = make.chance.randrange(1, len(changes))
        since, asked = changes[at], [c for n, c in enumerate(changes) if n != at]
        came = Block(next(make.new_ids), BlockKind.PARAGRAPH, make.sentence())
        issued = (came, *_with(make.blocks, {block.id: edited(block.text, [since])}))
        truths = [Truth.MADE] * len(asked)
        typed, taken = [*asked], ""
        if mode == "one of them":
            typed, truths[0] = asked[1:], Truth.NOT
        elif mode != "typed":
            spans = _word_spans(asked[0][2])
            if len(spans) < 2 or asked[0][0] == asked[0][1]:
                continue
            taken = asked[0][2][: spans[len(spans) // 2 - 1][1]] if mode == "half" else ""
            truths[0] = Truth.PART if mode == "half" else Truth.NOT
            typed[0] = (*asked[0][:2], taken or make.donor(3))
        draft = (came, *_with(make.blocks, {block.id: edited(block.text, [since, *typed])}))
        told = [make.replacement(block, c, make.blocks, t) for c, t in zip(asked, truths, strict=True)]
        if mode == "half":
            told[0] = _in_part(told[0], block.text, typed, taken)
        yield Scene("earlier versions", mode, make.document.language, issued, draft, tuple(told))


def open_passages(make: Maker) -> Iterator[Scene]:
    """Words that stand, or stood, open in square brackets."""
    block = make.chance.choice(make.blocks)
    found = [c for c in make.changes(block.text, 2) if c[2] and c[0] < c[1]]
    if not found:
        return
    old, change = block.text[found[0][0] : found[0][1]], found[0]
    asked = make.replacement(block, change, make.blocks, Truth.OPEN)
    passage = edited(block.text, [(*change[:2], f"[{old}] [{change[2]}]")])
    left = _with(make.blocks, {block.id: passage})
    others = [c for c in make.changes(block.text, 3) if c[1] + 1 < change[0] or change[1] + 1 < c[0]]
    more = edited(block.text, [(*change[:2], f"[{old}] [{change[2]}]"), *others])
    third = make.donor(3)
    for mode, issued, hand, truth in (
        ("brackets typed", make.blocks, passage, Truth.OPEN),
        ("brackets typed, another word", make.blocks, more, Truth.OPEN),
        ("brackets left", left, more, Truth.OPEN),
        ("settled for it", left, edited(block.text, [change]), Truth.MADE),
        ("settled for it, another word", left, edited(block.text, [change, *others]), Truth.MADE),
        ("settled for the old words", left, block.text, Truth.NOT),
        ("settled for others", left, edited(block.text, [(*change[:2], third)]), Truth.NOT),
        ("settled for all", left, edited(block.text, [(*change[:2], f"{old} {change[2]}")]), Truth.PART),
    ):
        told = replace(asked, truth=truth, item=SimpleNamespace(**vars(asked.item)))
        if mode == "brackets left":  # the answer that the version told stands
            told.item.disposition = BRACKETED
        if truth is Truth.PART:
            told = _in_part(told, block.text, [(*change[:2], f"{old} {change[2]}")], change[2])
        draft = _with(issued, {block.id: hand})
        yield Scene("open passages", mode, make.document.language, issued, draft, (told,))


def arabic(make: Maker) -> Iterator[Scene]:
    """All of it in Arabic."""
    if make.document.language == "ar":
        for group in (replacements, neighbours, additions, removals, moves, titles, several, earlier, open_passages):
            yield from (replace(scene, group="Arabic") for scene in group(make))


GROUPS = (
    replacements,
    neighbours,
    additions,
    removals,
    moves,
    titles,
    several,
    earlier,
    open_passages,
    items,
    arabic,
)


def scenes(found: Sequence[Document], rounds: int, seed: int) -> Iterator[Scene]:
    """So many rounds through all groups, each of another document."""
    chance = random.Random(seed)
    of = {group: list(found) for group in GROUPS}
    of[arabic] = [each for each in found if each.language == "ar"] or list(found)
    of[items] = [each for each in found if any(b.kind is BlockKind.ITEM for b in each.blocks)] or list(found)
    for _ in range(rounds):
        for group in GROUPS:
            yield from group(Maker(chance.choice(of[group]), chance))


# What comes out


@dataclass
class Score:
    """Scenes of a group, those with a fault, and how often each fault was found."""

    scenes: int = 0
    wrong: int = 0
    faults: Counter[tuple[str, str]] = field(default_factory=Counter)

    @property
    def breaches(self) -> dict[tuple[str, str], int]:
        """The faults without those in which less is offered, or a person is asked for more, than need be."""
        return {fault: n for fault, n in self.faults.items() if not fault[1].startswith((POOR, ONLY_SHOWN))}


def graded(found: Iterable[Scene], errors: int = 0) -> dict[str, Score]:
    """Group -> its score; the first scenes of each fault are printed."""
    scores: dict[str, Score] = defaultdict(Score)
    for scene in found:
        score, wrong = scores[scene.group], grade(scene)
        score.scenes += 1
        score.wrong += bool(wrong)
        for fault in set(wrong):
            score.faults[scene.mode if scene.group != "several" else "", fault] += 1
            if score.faults[scene.mode if scene.group != "several" else "", fault] <= errors:
                print(told(scene, fault))
    return scores


def told(scene: Scene, fault: str) -> str:
    """The scene as a person reads it."""
    old, new = ({b.id: b.text for b in blocks} for blocks in (scene.issued, scene.draft))
    lines = [f"--- {scene.group}, {scene.mode}: {fault}"]
    for id_ in dict.fromkeys([*old, *new]):
        if old.get(id_) != new.get(id_):
            lines += [f"was:  {old.get(id_)}", f"hand: {new.get(id_)}"]
    for each in scene.asked:
        item = each.item
        lines.append(
            f"{item.reference} {item.kind} {each.truth} [{item.quote}] -> [{item.proposal}] taken [{each.taken}] "
            f"place {item.place and (item.place.start, item.place.end)} after {item.after}"
        )
    return "\n".join(lines)


def main() -> None:
    """Print what is answered wrongly, by group."""
    wanted = argparse.ArgumentParser(description=__doc__)
    wanted.add_argument("--corpus", type=Path, default=corpus())
    wanted.add_argument("--rounds", type=int, default=100)
    wanted.add_argument("--seed", type=int, default=1)
    wanted.add_argument("--errors", type=int, default=0)
    wanted.add_argument("--group", default="")
    given = wanted.parse_args()
    there = scenes(documents(given.corpus), given.rounds, given.seed)
    for group, score in graded((s for s in there if given.group in s.group), given.errors).items():
        print(f"{group:20} {score.wrong:5} of {score.scenes:5} scenes with a fault")
        for (mode, fault), number in sorted(score.faults.items()):
            print(f"    {number:5}  {mode}: {fault}")


if __name__ == "__main__":
    main()
