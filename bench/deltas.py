"""Drafts over the line: edits of real texts, made deltas by the twin in Chromium and rebuilt as the server does.

python -m bench.deltas [--corpus FOLDER] [--many N]

Each edit is sent as the page sends it, beside the whole text in the same run. A text that is rebuilt otherwise than it
was typed ends the run; what cannot be sent as a delta is sent whole, and counted.
"""

import argparse
import gzip
import json
import random
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from tests.provide.chromium import browser
from workflow.text.diff.deltas import line_ends, rebuilt, text_digest

ROOT = Path(__file__).resolve().parent.parent
STATIC = ROOT / "workflow" / "static"
_LONG = 100_000
_BITS = (
    "word", " ", "\n\n", "é", "e\u0301", "ä", "\u0308", "😀", "😁", "👩‍👩‍👧‍👦", "🏳️‍🌈", "🇸🇾🇸🇩", "𝒳", "𐍈",
    "النهر", "، ", "ـَ", "\u200f", "汉字", "水", "%", "%25", "+", "\t", "=3", "-", "\\", "\u2028", "\u00a0", "a\nb",
)  # fmt: skip
_SMILES = "😀😁😂🤣😃😄🙂🙃😉😊𝒳𝒴𝒵"
SENT = """async (pairs) => {
  const { sent } = await import("/static/deltas.js");
  const made = [];
  for (const [base, typed] of pairs) {
    const began = performance.now();
    made.push([await sent(base, typed), performance.now() - began]);
  }
  return made;
}"""


@dataclass(frozen=True)
class Edit:
    """One thing that a writer did between two saves. kind: what of it; typed: the text box after it."""

    kind: str
    base: str
    typed: str


@dataclass(frozen=True)
class Outcome:
    """What came of it on the line, in bytes of the text's part of the form; milliseconds of both ends."""

    edit: Edit
    is_delta: bool
    delta: int
    line: int
    whole: int
    here: float
    there: float


def main() -> None:
    """Measure and print a table."""
    wanted = argparse.ArgumentParser(description=__doc__)
    wanted.add_argument("--corpus", type=Path, default=ROOT.parent / "shared" / "corpus")
    wanted.add_argument("--many", type=int, default=332, help="edits of each kind")
    wanted.add_argument("--seed", type=int, default=1)
    args = wanted.parse_args()
    found = list(edits(texts(args.corpus), args.many, random.Random(args.seed)))
    with browser() as chromium:
        report(outcomes(page_of(chromium), found))


def texts(corpus: Path) -> list[str]:
    """Real texts and one of 100 kB; without the corpus some of our own."""
    path = corpus / "data" / "revisions" / "pairs.jsonl.gz"
    own = ["A river — with 😀 and é.\n\n", "ارتفع النهر مرتين هذا العام.\n\nنشكركم.\n", "河水今年两次上涨。\n"]
    if not path.exists():
        return [each * 40 for each in own]
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        read = [line_ends(json.loads(line)["before"]) for line in lines]
    return [each for each in read if each.strip()] + [_long(read)]


def _long(read: Sequence[str]) -> str:
    made = "\n\n".join(read)
    return (made * (1 + _LONG // len(made)))[:_LONG]


def edits(found: Sequence[str], many: int, chance: random.Random) -> Iterator[Edit]:
    """So many of each kind, on texts by turns."""
    for kind, change in KINDS.items():
        for place in range(many):
            base = found[place % len(found)]
            yield Edit(kind, base, _change(change, base, chance))


def _change(change: Callable[[str, random.Random], str], base: str, chance: random.Random) -> str:
    return change(base, chance)


def _word(base: str, chance: random.Random) -> str:
    at = chance.randrange(len(base) + 1)
    return base[:at] + chance.choice(("must ", "not ", "the people ", "المياه ", "l’eau ")) + base[at:]


def _sentence(base: str, chance: random.Random) -> str:
    at = chance.randrange(len(base) + 1)
    return base[:at] + "We call on all states to keep the gates open until the water has gone. " + base[at:]


def _signs(base: str, chance: random.Random) -> str:
    for _ in range(chance.randint(1, 12)):
        at = chance.randrange(len(base) + 1)
        base = base[:at] + chance.choice(_BITS) + base[at + chance.randint(0, 3) :]
    return base


def _smiles(base: str, chance: random.Random) -> str:
    """One pair of half characters made another one with the same first or second half."""
    at = chance.randrange(len(base) + 1)
    first, second = chance.sample(_SMILES, 2)
    return base[:at] + first + chance.choice(("", second, first + second)) + base[at:]


def _paragraphs(base: str, chance: random.Random) -> str:
    parts = base.split("\n\n")
    chance.shuffle(parts)
    return "\n\n".join(parts)


def _rewritten(base: str, chance: random.Random) -> str:
    words = base.split(" ")
    return " ".join(chance.choice(_BITS) if chance.random() < 0.3 else word for word in words)


def _gone(base: str, chance: random.Random) -> str:
    at = chance.randrange(len(base))
    return base[:at] + base[at + chance.randrange(1, 2000) :]


KINDS: dict[str, Callable[[str, random.Random], str]] = {
    "a word": _word,
    "a sentence": _sentence,
    "a passage gone": _gone,
    "any signs": _signs,
    "emoji": _smiles,
    "paragraphs moved": _paragraphs,
    "every third word": _rewritten,
}


def page_of(chromium: Any) -> Any:
    """A page on this machine, which counts as safe, with our scripts."""
    page = chromium.new_context().new_page()

    def answer(route: Any) -> None:
        path = route.request.url.partition("/static/")[2]
        if path:
            route.fulfill(body=(STATIC / path).read_text("utf-8"), content_type="text/javascript")
        else:
            route.fulfill(body="<!doctype html><title>Draft</title>", content_type="text/html")

    page.route("http://localhost/**", answer)
    page.goto("http://localhost/")
    return page


def outcomes(page: Any, found: Sequence[Edit], at_once: int = 50) -> list[Outcome]:
    """Each edit sent by the page and rebuilt; fails where a text is rebuilt that was not typed."""
    made = []
    for start in range(0, len(found), at_once):
        part = found[start : start + at_once]
        answers = page.evaluate(SENT, [[edit.base, edit.typed] for edit in part])
        made += [_outcome(edit, *answer) for edit, answer in zip(part, answers, strict=True)]
    return made


def _outcome(edit: Edit, fields: dict[str, str], here: float) -> Outcome:
    began = time.perf_counter()
    typed = edit.typed
    if delta := fields.get("delta"):
        assert fields["base"] == text_digest(edit.base), (edit.kind, "another base")
        text = rebuilt(edit.base, delta, fields["digest"])
    else:
        text = fields["text"] if text_digest(fields["text"]) == fields["digest"] else None
    there = (time.perf_counter() - began) * 1000
    assert text in (None, typed), (edit.kind, "a wrong text")
    whole = len(urlencode({"text": typed}))
    line = len(urlencode(fields)) + (0 if text is not None else whole)
    return Outcome(edit, bool(delta) and text is not None, len(delta or ""), line, whole, here, there)


def report(made: Sequence[Outcome]) -> None:
    """Print one line a kind: medians, with the longest in brackets."""
    names = ("edit", "rebuilt", "sent whole", "bytes of the delta", "of the form’s part", "of the whole text")
    print(f"| {' | '.join((*names, 'ms on the server, in the browser'))} |")
    print("| --- | --: | --: | --: | --: | --: | --: |")
    for kind in KINDS:
        mine = [each for each in made if each.edit.kind == kind]
        if not mine:
            continue
        done = [each for each in mine if each.is_delta]
        times = f"{_middle([e.there for e in mine], 1)}, {_middle([e.here for e in mine], 1)}"
        print(
            f"| {kind} | {len(done)} of {len(mine)} | {len(mine) - len(done)} "
            f"| {_middle([e.delta for e in done])} | {_middle([e.line for e in mine])} "
            f"| {_middle([e.whole for e in mine])} | {times} |"
        )


def _middle(numbers: Sequence[float], places: int = 0) -> str:
    if not numbers:
        return "–"
    return f"{statistics.median(numbers):,.{places}f} ({max(numbers):,.{places}f})"


if __name__ == "__main__":
    main()
