"""Damaged quotations: how often the words that somebody meant are offered. Prints one table.

python -m bench.quotations [--corpus FOLDER] [--quick]

Read while the offer was made: the development corpus. Not read: licences, manuals and messages in some thirty
languages of the packages in .venv. From each paragraph stretches of words are copied and damaged; what `find` finds all
the same is left out. near: half of what both cover is common to them.
"""

import argparse
import gettext
import gzip
import json
import random
import re
import statistics
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from html import unescape
from itertools import accumulate
from pathlib import Path

from workflow.text.anchors import suggestions
from workflow.text.anchors.quotations import find
from workflow.text.anchors.shown_words import folded, shown
from workflow.text.anchors.suggestions import suggest
from workflow.text.document.inline import html, line
from workflow.text.document.markdown import parse
from workflow.text.document.widening import with_whole_words
from workflow.text.tokens.tokenizer import tokens
from workflow.text.unicode.normal import normalise

ROOT = Path(__file__).resolve().parent.parent
Span = tuple[int, int]
Damage = Callable[[random.Random, list[str]], str]
OTHERS = "others’ words"
_MANY = 400  # paragraphs of each set
_PROSE = re.compile("license|notice|readme|authors", re.IGNORECASE)
_LOOKALIKES = {"rn": "m", "m": "rn", "l": "1", "o": "0", "e": "c", "h": "b", "é": "e", "ü": "u", "ا": "أ", "ي": "ى"}


def main() -> None:
    """Measure both sets."""
    wanted = argparse.ArgumentParser(description=__doc__)
    wanted.add_argument("--corpus", type=Path, default=ROOT.parent / "shared" / "corpus")
    wanted.add_argument("--quick", action="store_true", help="a tenth of the paragraphs")
    args = wanted.parse_args()
    many = _MANY // 10 if args.quick else _MANY
    for name, found in (("read", _corpus(args.corpus)), ("not read", _packages())):
        if texts := list(dict.fromkeys(found)):
            count_missed(name, texts[:: 10 if args.quick else 1])
            measure(name, _some(texts, many))


def count_missed(name: str, texts: Sequence[str]) -> None:
    """Print how many stretches of words, copied as a page shows them, are not found."""
    asked = missed = 0
    for text in texts:
        copied = unescape(re.sub(r"<[^>]*>", "", html(text)))
        borders = [0, *accumulate(map(len, tokens(copied)))]
        for k in range(0, len(borders) - 1, max(1, len(borders) // 20)):
            words = copied[borders[k] : borders[min(len(borders) - 1, k + 1 + k % 12)]]
            asked += bool(words.strip())
            missed += bool(words.strip()) and not find(text, words)
    print(f"\n{name}: {missed} of {asked} stretches of words shown in {len(texts)} paragraphs are not found")


def measure(name: str, texts: Sequence[str]) -> None:
    """Print what each way offers for the damaged quotations of these paragraphs, and for words of other paragraphs."""
    ways = {"by words": _by(suggestions.by_words), "by letters": _by(suggestions.by_letters), "both": suggest}
    results = {way: Counter[tuple[str, str]]() for way in ways}
    asked = Counter[str]()
    times = []
    for text, others in zip(texts, [*texts[1:], texts[0]], strict=True):
        for damage, words, meant in _damaged(text, others):
            if find(text, words):
                continue
            asked[damage] += 1
            for way, offer in ways.items():
                began = time.process_time()
                results[way][damage, _verdict(offer(text, words), meant)] += 1
                times += [time.process_time() - began] if way == "both" else []
    usual, rare, longest = statistics.median(times), statistics.quantiles(times, n=20)[-1], max(times)
    took = f"{1000 * usual:.1f} ms, 95 of 100 within {1000 * rare:.1f} ms, the longest {1000 * longest:.0f} ms"
    print(f"\n{name}: {len(texts)} paragraphs; a suggestion takes {took}")
    print("| damage | asked | " + " | ".join(f"{way}: exact, near, wrong, none" for way in ways) + " |")
    for said, damages in [*((each, [each]) for each in DAMAGES), ("all", list(DAMAGES)), (OTHERS, [OTHERS])]:
        cells = [str(sum(asked[each] for each in damages)), *(_row(results[way], damages) for way in ways)]
        print(f"| {said} | {' | '.join(cells)} |")


def _row(found: Counter[tuple[str, str]], damages: Iterable[str]) -> str:
    counts = [sum(found[damage, verdict] for damage in damages) for verdict in ("exact", "near", "wrong", "none")]
    return ", ".join(f"{100 * count / max(1, sum(counts)):.1f}" for count in counts)


def _verdict(span: Span | None, meant: Span | None) -> str:
    if span is None or meant is None:
        return "none" if span is None else "wrong"
    if span == meant:
        return "exact"
    common = min(span[1], meant[1]) - max(span[0], meant[0])
    return "near" if 2 * common >= max(span[1], meant[1]) - min(span[0], meant[0]) else "wrong"


def _by(way: Callable[[str, str], Iterable[Span]]) -> Callable[[str, str], Span | None]:
    """An offer that is made in this way alone."""

    def offer(text: str, words: str) -> Span | None:
        read, wanted = shown(text), folded(words)
        best = suggestions.most_like(read.text, wanted, way(read.text, wanted))
        span = read.written(*best) if best else None
        return span and with_whole_words(text, *span)

    return offer


def _damaged(text: str, others: str) -> Iterator[tuple[str, str, Span | None]]:
    """Damaged words, and where those stand that were meant; words of another paragraph stand nowhere."""
    rng = random.Random(text)
    for damage, act in DAMAGES.items():
        if (window := _window(rng, text)) is not None:
            span, cut = window
            yield damage, act(rng, cut), span
    if (window := _window(rng, others)) is not None:
        yield OTHERS, "".join(window[1]), None


def _window(rng: random.Random, text: str) -> tuple[Span, list[str]] | None:
    """From four to thirty words of the text as it is shown, with where they stand."""
    seen = line(text)
    cut = tokens(seen.text)
    starts = [0, *accumulate(map(len, cut))]
    words = [k for k, token in enumerate(cut) if token[0].isalpha()]
    if len(words) < 8:
        return None
    first = rng.randrange(len(words) - 4)
    last = min(len(words) - 1, first + rng.choice([4, 5, 6, 8, 10, 14, 20, 30]) - 1)
    low, high = words[first], words[last] + 1
    return (seen.places[starts[low]], seen.places[starts[high] - 1] + 1), cut[low:high]


def _words_in(cut: Sequence[str], least: int = 1) -> list[int]:
    """Words that are neither the first nor the last."""
    inside = [k for k, token in enumerate(cut) if token[0].isalpha() and 0 < k < len(cut) - 1]
    return [k for k in inside if len(cut[k]) >= least] or inside


def _letter(rng: random.Random, cut: list[str]) -> str:
    words = "".join(cut)
    at = rng.choice([k for k, letter in enumerate(words) if letter.isalpha()])
    others = sorted({each for each in words if each.isalpha()} - {words[at]}) or ["x"]
    return words[:at] + rng.choice(others) + words[at + 1 :]


def _left_out(rng: random.Random, cut: list[str]) -> str:
    k = rng.choice(_words_in(cut))
    return "".join(cut[:k] + cut[k + 1 + cut[k + 1].isspace() :])


def _more(rng: random.Random, cut: list[str]) -> str:
    k = rng.choice(_words_in(cut))
    return "".join([*cut[:k], rng.choice([cut[j] for j in _words_in(cut)]), " ", *cut[k:]])


def _doubled(rng: random.Random, cut: list[str]) -> str:
    k = rng.choice(_words_in(cut))
    return "".join([*cut[:k], cut[k], " ", *cut[k:]])


def _other(rng: random.Random, cut: list[str]) -> str:
    k = rng.choice(_words_in(cut))
    return "".join([*cut[:k], cut[k][::-1], *cut[k + 1 :]])


def _hyphened(rng: random.Random, cut: list[str]) -> str:
    k = rng.choice(_words_in(cut, least=5))
    at = len(cut[k]) // 2
    return "".join([*cut[:k], f"{cut[k][:at]}-\n{cut[k][at:]}", *cut[k + 1 :]])


def _quotes(rng: random.Random, cut: list[str]) -> str:
    k = rng.choice(_words_in(cut))
    return "".join([*cut[:k], f"“{cut[k]}”", *cut[k + 1 :]])


def _scanned(rng: random.Random, cut: list[str]) -> str:
    words = "".join(cut)
    kinds = re.compile("|".join(sorted(_LOOKALIKES, key=len, reverse=True)))
    read = kinds.sub(lambda found: _LOOKALIKES[found[0]] if rng.random() < 0.1 else found[0], words)
    return re.sub(" ", lambda _: "" if rng.random() < 0.05 else " ", read) if read != words else _letter(rng, cut)


def _cut_before(rng: random.Random, cut: list[str]) -> str:
    words = _letter(rng, cut)
    return words[max(1, len(cut[0]) // 2) :]


def _cut_behind(rng: random.Random, cut: list[str]) -> str:
    words = _letter(rng, cut)
    return words[: -max(1, len(cut[-1]) // 2)]


def _retyped(rng: random.Random, cut: list[str]) -> str:
    """A letter wrong in each eighth word, on the average, and no accents at all."""
    return "".join(_letter(rng, [each]) if each[0].isalpha() and rng.random() < 0.15 else each for each in cut)


DAMAGES: dict[str, Damage] = {
    "a letter wrong": _letter,
    "a word left out": _left_out,
    "a word more": _more,
    "a word doubled": _doubled,
    "another word": _other,
    "quotation marks more": _quotes,
    "hyphenated at a line’s end": _hyphened,
    "scanned": _scanned,
    "retyped": _retyped,
    "beginning cut, a letter wrong": _cut_before,
    "end cut, a letter wrong": _cut_behind,
}


def _some(texts: Iterable[str], many: int) -> list[str]:
    found = [text for text in dict.fromkeys(texts) if 80 <= len(text) <= 6000]
    return random.Random(1).sample(found, min(many, len(found)))


def _corpus(folder: Path) -> Iterator[str]:
    pairs = folder / "data" / "revisions" / "pairs.jsonl.gz"
    if not pairs.exists():
        return
    with gzip.open(pairs, "rt", encoding="utf-8") as lines:
        for each in lines:
            yield from (block.text for block in parse(json.loads(each)["before"]))
    seed = folder.parent / "seed" / "closing-statement.md"
    yield from (block.text for block in parse(seed.read_text("utf-8")))


def _packages() -> Iterator[str]:
    for path in sorted((ROOT / ".venv").rglob("*")):
        if path.suffix == ".mo":
            with path.open("rb") as file:
                said = [normalise(each) for each in gettext.GNUTranslations(file)._catalog.values() if each]
            yield from (" ".join(said[k : k + 10]) for k in range(1, len(said), 10))
        elif _PROSE.search(path.stem) and path.suffix in {"", ".md", ".txt", ".rst"} and path.is_file():
            yield from (block.text for block in parse(path.read_text("utf-8", errors="replace")))


if __name__ == "__main__":
    main()
