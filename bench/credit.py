"""Grade the credit: does each word of a redline bear the reference of the amendment that asked for it, and no other?

Paragraphs of the corpus are changed by hand-made edits of known owners: amendments, and the penholder. The amendments
are put in by the machine, or typed by the penholder, or half of them each; the redline is read as a page shows it.
`python -m bench.credit [--corpus FOLDER] [--texts FOLDER] [--most N] [--errors N] [--seed N]`.
"""

import argparse
import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html import unescape
from itertools import count
from pathlib import Path

from bench.uptake import CORPUS, corpus_pairs, text_pairs
from workflow.text.amendments import sources_of
from workflow.text.amendments.carried import Accepted
from workflow.text.consolidation.consolidation import consolidate
from workflow.text.diff import tidy, word_diff
from workflow.text.document.markdown import parse
from workflow.text.redline import redline_html
from workflow.text.tokens import sentences
from workflow.text.tokens.tokenizer import tokens
from workflow.text.values.amendment import Amendment, AmendmentKind
from workflow.text.values.block import Block, BlockKind

HAND = "hand"
NOBODY: frozenset[str] = frozenset()
WAYS = ("put in", "typed", "half typed")


@dataclass(frozen=True)
class Change:
    """One edit of a paragraph and whose it is."""

    start: int
    end: int
    words: str
    owner: str


@dataclass
class Score:
    """Letters: of words that were put in or taken out, by what their mark said."""

    right: int = 0
    false: int = 0  # the penholder's words that bear a reference
    shared: int = 0  # an amendment's words that bear another's reference, beside its own or alone
    missing: int = 0  # an amendment's words that bear none
    refused: int = 0  # amendments that were not put in or not known
    errors: list[str] = field(default_factory=list)


def paragraphs(pairs: Iterator[tuple[str, str]]) -> Iterator[str]:
    """The paragraphs of prose of the older versions, each once."""
    seen: set[str] = set()
    for before, _ in pairs:
        for block in parse(before):
            plain = not set("*_[]()<>`&\\|#").intersection(block.text) and "://" not in block.text
            if (
                plain
                and block.kind is BlockKind.PARAGRAPH
                and 150 <= len(block.text) <= 1500
                and block.text not in seen
            ):
                seen.add(block.text)
                yield block.text


def changes(text: str, other: str, chance: random.Random) -> list[Change]:
    """Three to six edits, some side by side, of three amendments and the penholder, with words of another paragraph."""
    words = _words(text)
    foreign = [other[a:b] for a, b in _words(other)]
    owners = ["A1", "A2", "A3", HAND, HAND, "A1"][: chance.randint(3, 6)]
    chance.shuffle(owners)
    places = sorted(chance.sample(range(1, len(words) - 4), len(owners)))
    if chance.random() < 0.5:  # neighbours, with a word between them or none
        for at in range(1, len(places)):
            if chance.random() < 0.5:
                places[at] = places[at - 1] + chance.choice((3, 4))
    made: list[Change] = []
    for place, owner in zip(places, owners, strict=True):
        if place + 3 >= len(words) or (made and words[place][0] < made[-1].end + 1):
            continue
        size = chance.choice((0, 1, 1, 2))
        first = chance.randrange(max(1, len(foreign) - 5))
        put = " ".join(foreign[first : first + chance.choice((1, 2, 3, 5))])
        if size == 0:
            made.append(Change(words[place][0], words[place][0], put + " ", owner))
        else:
            gone = chance.random() < 0.15
            end = words[place + size][0] if gone else words[place + size - 1][1]
            # Nobody types a word into the next one: other words than `l'`.
            apart = " " if text[end : end + 1].isalnum() and not text[end - 1].isalnum() else ""
            made.append(Change(words[place][0], end, "" if gone else put + apart, owner))
    return made


def _words(text: str) -> list[tuple[int, int]]:
    spans, at = [], 0
    for token in tokens(text):
        if any(map(str.isalnum, token)):
            spans.append((at, at + len(token)))
        at += len(token)
    return spans


def composed(text: str, made: Sequence[Change]) -> tuple[str, list[str | None], list[str | None]]:
    """The text with the changes; for each letter of it, and of the old one, who put it there or took it out."""
    pieces: list[str] = []
    owners: list[str | None] = []
    gone: list[str | None] = [None] * len(text)
    at = 0
    for each in made:
        pieces += [text[at : each.start], each.words]
        owners += [None] * (each.start - at) + [each.owner] * len(each.words)
        gone[each.start : each.end] = [each.owner] * (each.end - each.start)
        at = each.end
    return "".join([*pieces, text[at:]]), owners + [None] * (len(text) - at), gone


def asked_of(block: Block, made: Sequence[Change], owner: str, quoted: str) -> Amendment:
    """All changes of one owner as one amendment that quotes from the first to the last, or their sentences."""
    mine = [each for each in made if each.owner == owner]
    start, end = mine[0].start, mine[-1].end
    if quoted == "sentence":
        spans = [each for each in sentences(block.text) if each[0] < max(end, start + 1) and start < each[1]]
        start, end = min(start, spans[0][0]), max(end, spans[-1][1])
    elif start == end:
        start = max(a for a, _ in _words(block.text) if a < start)
    words, _, _ = composed(block.text, mine)
    tail = len(block.text) - end
    return Amendment(owner, AmendmentKind.REPLACE, block.id, start, end, words[start : len(words) - tail])


_PART = re.compile(
    r'<(?P<tag>del|ins)>(?:<span class="vh">[^<]*</span>)?(?P<words>.*?)</(?P=tag)>'
    r'|<sup class="ref">(?P<refs>.*?)</sup>',
    re.S,
)


def shown(html: str) -> list[tuple[str, str, frozenset[str]]]:
    """The redline in order: `=`, `-` or `+`, the words, and the references behind them."""
    found: list[tuple[str, str, frozenset[str]]] = []
    at = waiting = 0
    for part in _PART.finditer(html):
        if part["refs"] is not None:
            refs = frozenset(re.findall(r"<bdi>(.*?)</bdi>", part["refs"]))
            found[waiting:] = [(sign, words, refs if sign != "=" else NOBODY) for sign, words, _ in found[waiting:]]
            waiting = len(found)
        else:
            found.append(("=", _plain(html[at : part.start()]), NOBODY))
            found.append(("-" if part["tag"] == "del" else "+", _plain(part["words"]), NOBODY))
        if part["refs"] is not None and html[at : part.start()]:
            found.append(("=", _plain(html[at : part.start()]), NOBODY))
        at = part.end()
    return [*found, ("=", _plain(html[at:]), NOBODY)]


def _plain(html: str) -> str:
    return unescape(re.sub(r"<[^>]*>", "", html))


def grade(texts: Sequence[str], seed: int = 1, errors: int = 0) -> dict[str, Score]:
    """Way and quotation -> what the marks said."""
    chance = random.Random(seed)
    scores = {f"{way} ({quoted})": Score() for way in WAYS for quoted in ("words", "sentence")}
    for number, text in enumerate(texts):
        other = texts[(number * 7 + 3) % len(texts)]
        made = changes(text, other, chance)
        if len(_words(text)) < 20 or not made:
            continue
        for name, score in scores.items():
            way, quoted = name.rstrip(")").split(" (")
            _grade_one(text, made, way, quoted, score, errors)
    return scores


def _grade_one(text: str, made: Sequence[Change], way: str, quoted: str, score: Score, errors: int) -> None:
    block = Block("b1", BlockKind.PARAGRAPH, text)
    owners = sorted({each.owner for each in made} - {HAND})
    typed = {"put in": [], "typed": owners, "half typed": owners[::2]}[way]
    draft, _, _ = composed(text, [each for each in made if each.owner in (HAND, *typed)])
    asked = [Accepted(asked_of(block, made, owner, quoted), (block,)) for owner in owners]
    result, put, gone = composed(text, made)
    numbers = count(1)
    done = consolidate((block,), (Block("b1", BlockKind.PARAGRAPH, draft),), asked, lambda: f"n{next(numbers)}", "en")
    if len(done.blocks) != 1 or done.blocks[0].text.split() != result.split():
        score.refused += 1
        return
    now = done.blocks[0].text
    behind = sources_of((block,), done.blocks, done.sources).get("b1", ())
    html = redline_html(tidy(word_diff(text, now)), added="", removed="", sources=behind, penholder=HAND)
    wrong = _count(html, result, put, text, gone, score)
    if wrong and len(score.errors) < errors:
        score.errors.append(f"{made}\n{text}\n{draft}\n{html}\n{wrong}")


def _count(
    html: str, result: str, put: Sequence[str | None], text: str, gone: Sequence[str | None], score: Score
) -> list[tuple[str, str, str]]:
    """Letters are met in order on either side, white space apart, so small differences of it do not matter."""
    sides = {"+": _letters(result, put), "-": _letters(text, gone)}
    wrong: list[tuple[str, str, str]] = []
    for sign, words, refs in shown(html):
        for side in "+-":
            if sign not in ("=", side):
                continue
            for letter in "".join(words.split()):
                there, owner = next(sides[side])
                assert there == letter, (there, letter, words)
                if sign == "=" or owner is None or not letter.isalnum():
                    continue
                named = refs - {HAND}
                if named == {owner} - {HAND}:
                    score.right += 1
                    continue
                score.false += owner == HAND
                score.shared += owner != HAND and bool(named)
                score.missing += not named
                if not wrong or wrong[-1][0] != words:
                    wrong.append((words, owner, ",".join(sorted(refs))))
    return wrong


def _letters(text: str, owners: Sequence[str | None]) -> Iterator[tuple[str, str | None]]:
    return ((letter, owner) for letter, owner in zip(text, owners, strict=True) if not letter.isspace())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpus", type=Path, default=CORPUS)
    parser.add_argument("--texts", type=Path)
    parser.add_argument("--most", type=int, default=10_000)
    parser.add_argument("--errors", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    found = list(paragraphs(text_pairs(asked.texts) if asked.texts else corpus_pairs(asked.corpus)))
    random.Random(0).shuffle(found)
    total: Counter[str] = Counter()
    for name, score in grade(found[: asked.most], asked.seed, asked.errors).items():
        figures = Counter(right=score.right, false=score.false, shared=score.shared, missing=score.missing)
        print(f"{name}: {dict(figures)}, refused {score.refused}")
        total += figures
        for error in score.errors:
            print("   ", error, "\n")
    letters = sum(total.values())
    print(", ".join(f"{what} {100 * total[what] / letters:.2f} %" for what in ("false", "shared", "missing")), letters)


if __name__ == "__main__":
    main()
