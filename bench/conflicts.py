"""Pairs of amendments made of real revisions of a paragraph: what is refused, what is accepted, what both make.

python -m bench.conflicts [--corpus FOLDER] [--errors 5]

Each of two amendments makes one of the changes of a paragraph; both quote its sentence, the whole paragraph, words
that overlap, or each its own words alone. What `merge3` makes of the two readings is the truth. Beside the corpus the
descriptions of the installed packages are read, in which words are changed at random: always the same ones.
"""

import argparse
import gzip
import json
import random
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from importlib import metadata
from itertools import combinations, islice
from pathlib import Path

from workflow.text.amendments.application import apply
from workflow.text.amendments.conflicts import conflicts_between
from workflow.text.diff.words import hunks, word_diff
from workflow.text.document.markdown import parse
from workflow.text.merge.merge import merge3
from workflow.text.tokens import sentences
from workflow.text.values.amendment import Amendment, AmendmentKind
from workflow.text.values.block import Block, BlockKind
from workflow.text.values.spans import Span

ROOT = Path(__file__).resolve().parent.parent
PLACES = tuple(place / "shared" / "corpus" for place in (ROOT.parent, ROOT.parent.parent))
QUOTES = ("sentence", "paragraph", "overlapping", "own words")
_LONGEST, _MOST = 6_000, 6  # characters of a paragraph; pairs made of one
Revision = tuple[str, str]


@dataclass
class Figures:
    """What became of the pairs that quote alike; `apart`: neighbouring words that each quoted for itself."""

    pairs: int = 0
    apart: int = 0
    refused: list[str] = field(default_factory=list)  # though the two readings merge without a question
    accepted: list[str] = field(default_factory=list)  # though they do not
    other_text: list[str] = field(default_factory=list)  # than the merge of the two

    @property
    def faults(self) -> int:
        """How many pairs are judged wrongly or make another text."""
        return len(self.refused) + len(self.accepted) + len(self.other_text)


def main() -> None:
    """Print the figures of the corpus, where it is there, and of the packages."""
    wanted = argparse.ArgumentParser(description=__doc__)
    wanted.add_argument("--corpus", type=Path, default=corpus())
    wanted.add_argument("--errors", type=int, default=0)
    args = wanted.parse_args()
    for name, found in (("corpus", args.corpus and revisions(args.corpus)), ("packages", made_up())):
        there = list(found or ())
        print(f"{name}: {len(there)} paragraphs with two changes or more")
        for quote, figures in graded(there).items():
            print(
                f"  {quote:12} {figures.pairs:6} pairs  refused though they merge {len(figures.refused)}  accepted "
                f"though they conflict {len(figures.accepted)}  another text {len(figures.other_text)}  "
                f"neighbours quoted apart {figures.apart}"
            )
            for fault in islice((*figures.refused, *figures.accepted, *figures.other_text), args.errors):
                print(fault)


def corpus() -> Path | None:
    """Where the development corpus stands; None where it is not there."""
    return next((place for place in PLACES if (place / "data").is_dir()), None)


def revisions(folder: Path) -> Iterator[Revision]:
    """The paragraphs of the corpus that somebody changed in two places or more, each once."""
    known: set[Revision] = set()
    for before, after in _texts(folder / "data"):
        old, new = ([block.text for block in parse(text)] for text in (before, after))
        for revision in _paragraphs(old, new):
            if revision not in known and _is_changed_twice(*revision):
                known.add(revision)
                yield revision


def _texts(data: Path) -> Iterator[Revision]:
    for each in rows(data / "revisions" / "pairs.jsonl.gz"):
        yield each["before_p"], each["after_p"]
    for each in rows(data / "merges" / "merges.jsonl.gz"):
        yield from ((each["base"], each[side]) for side in ("ours", "theirs"))


def rows(path: Path) -> Iterator[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _paragraphs(old: Sequence[str], new: Sequence[str]) -> Iterator[Revision]:
    """Those that stand where others stood, as many as before and not wholly rewritten."""
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "replace" and b - a == d - c:
            yield from zip(old[a:b], new[c:d], strict=True)


def _is_changed_twice(before: str, after: str) -> bool:
    if "\n" in before + after or not 20 < len(before) < _LONGEST:
        return False
    ops = word_diff(before, after)
    stays = sum(len(text) for op, text in ops if op == 0)
    return 2 * stays > len(before) and len(list(hunks(ops))) > 1


def made_up(most: int = 400) -> Iterator[Revision]:
    """Paragraphs of what packages say of themselves, with words replaced, added, taken out and moved."""
    chance, left = random.Random(1), most
    for package in sorted(metadata.distributions(), key=lambda each: str(each.metadata["Name"])):
        told = package.metadata.get_payload()
        for text in str(told).split("\n\n") if left else ():
            before = " ".join(text.split())
            if left and len(before.split()) > 20 and len(before) < _LONGEST:
                after = _revised(before, chance)
                if _is_changed_twice(before, after):
                    left -= 1
                    yield before, after


def _revised(text: str, chance: random.Random) -> str:
    found = text.split()
    for at in sorted(chance.sample(range(len(found) - 1), min(4, len(found) // 6)), reverse=True):
        kind = chance.choice(("replace", "add", "take out", "swap"))
        if kind == "replace":
            found[at] = chance.choice(found)
        elif kind == "add":
            found.insert(at, chance.choice(found))
        elif kind == "take out":
            del found[at]
        else:
            found[at : at + 2] = found[at : at + 2][::-1]
    return " ".join(found)


def graded(found: Iterable[Revision]) -> dict[str, Figures]:
    """Which words are quoted -> what becomes of all pairs that quote so."""
    figures: dict[str, Figures] = defaultdict(Figures)
    for before, after in found:
        changes = [(a, b, after[c:d]) for a, b, c, d in hunks(word_diff(before, after))]
        for one, other in islice(combinations(changes, 2), _MOST):
            for quote in QUOTES:
                _grade(before, _pair(before, one, other, quote), figures[quote])
    return figures


Change = tuple[int, int, str]


def _pair(text: str, one: Change, other: Change, quote: str) -> list[Amendment]:
    spans = {
        "sentence": [_sentences(text, one[0], other[1])] * 2,
        "paragraph": [(0, len(text))] * 2,
        "overlapping": [(one[0], other[1]), (one[1], len(text))],
        "own words": [(one[0], one[1]), (other[0], other[1])],
    }[quote]
    return [
        _amendment(text, f"A{n}", change, span)
        for n, (change, span) in enumerate(zip((one, other), spans, strict=True), 1)
    ]


def _sentences(text: str, start: int, end: int) -> Span:
    """The sentences in which the words stand, from the first to the last."""
    touched = [span for span in sentences(text) if span[0] < max(end, start + 1) and start < span[1]]
    return min([start, *(low for low, _ in touched)]), max([end, *(high for _, high in touched)])


def _amendment(text: str, ref: str, change: Change, span: Span) -> Amendment:
    start, end = min(span[0], change[0]), max(span[1], change[1])
    words = text[start : change[0]] + change[2] + text[change[1] : end]
    return Amendment(ref, AmendmentKind.REPLACE, "p", start, end, words)


def _grade(text: str, pair: Sequence[Amendment], figures: Figures) -> None:
    blocks = [Block("p", BlockKind.PARAGRAPH, text)]
    alone = [apply(blocks, [each], str).blocks for each in pair]
    if any(made in ((), tuple(blocks)) for made in alone):
        return  # the words fit in as they stood, or nothing is left
    readings = [made[0].text for made in alone]
    merged, asked = merge3(text, *readings)
    figures.pairs += 1
    told = "\n".join(("", text, *readings))
    if any(each.exclusive for each in conflicts_between(blocks, pair)):
        figures.refused += [told] * (not asked)
        return
    first, second = sorted(pair, key=lambda each: (each.start, each.end))
    if asked and first.end <= second.start:
        figures.apart += 1
    elif asked:
        figures.accepted.append(told)
    elif (made := apply(blocks, pair, str)).unapplied or made.blocks[0].text != merged:
        figures.other_text.append(f"{told}\n{made.blocks[0].text}\n{merged}")


if __name__ == "__main__":
    main()
