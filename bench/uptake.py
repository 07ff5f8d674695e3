"""Grade the consolidation: is what was written by hand known, and is what was not put in where it was meant?

Amendments are made of the hunks of real revisions; the penholder types all of them, every second one, or something
beside them, and all are accepted. `python -m bench.uptake [--corpus FOLDER] [--texts FOLDER] [--most N] [--errors N]`;
of `--texts` each file `NAME` with a later `NAME.new` beside it is one pair of versions.
"""

import argparse
import gzip
import json
import random
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path

from workflow.text.amendments.carried import Accepted
from workflow.text.consolidation.consolidation import Consolidated, consolidate
from workflow.text.diff.cleanup import tidy
from workflow.text.diff.words import word_diff
from workflow.text.document.likeness import keep_ids
from workflow.text.document.markdown import parse
from workflow.text.tokens import sentences
from workflow.text.tokens.tokenizer import tokens
from workflow.text.unicode.signs import ONE_KIND
from workflow.text.values.amendment import Amendment, AmendmentKind
from workflow.text.values.block import Block

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus"
_CURLY = str.maketrans({"'": "’"})
_STRAIGHT = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"'})


@dataclass(frozen=True)
class Revision:
    """A paragraph among its neighbours, before and after a revision; hunks: what changed, in offsets of both."""

    blocks: tuple[Block, ...]
    block: Block
    after: str
    hunks: tuple[tuple[int, int, int, int], ...]

    def amendments(self, *, quoted: str) -> list[Amendment]:
        """One for each hunk; quoted: `hunk`, or the `sentence` in which it stands."""
        spans = sentences(self.block.text)
        found = []
        for number, (start, end, low, high) in enumerate(self.hunks, start=1):
            around = [each for each in spans if each[0] <= start and end <= each[1]]
            a, b = around[0] if quoted == "sentence" and around else (start, end)
            words = self.block.text[a:start] + self.after[low:high] + self.block.text[end:b]
            if quoted == "hunk" and start == end:
                a, b, words = _with_a_word_before(self.block.text, start, words)
            found.append(Amendment(f"A{number}", AmendmentKind.REPLACE, self.block.id, a, b, words))
        return found

    def with_hunks(self, chosen: Sequence[int]) -> str:
        """The paragraph with some of its hunks made."""
        return _made(self.block.text, self.after, [self.hunks[number] for number in chosen])

    def reads(self, text: str) -> tuple[Block, ...]:
        """All of the text, with this paragraph written by hand."""
        return tuple(replace(each, text=text) if each.id == self.block.id else each for each in self.blocks)


def _with_a_word_before(text: str, at: int, words: str) -> tuple[int, int, str]:
    before = tokens(text[max(0, at - 60) : at])
    size = 0
    for token in reversed(before[1:] if at > 60 else before):
        size += len(token)
        if any(map(str.isalnum, token)):
            break
    return at - size, at, text[at - size : at] + words


def _made(before: str, after: str, hunks: Sequence[tuple[int, int, int, int]]) -> str:
    pieces, at = [], 0
    for start, end, low, high in hunks:
        pieces += [before[at:start], after[low:high]]
        at = end
    return "".join([*pieces, before[at:]])


def revisions(pairs: Iterator[tuple[str, str]]) -> Iterator[Revision]:
    """The paragraphs of prose that a revision changed in one place to eight, without those written anew."""
    numbers = count(1)
    seen: set[tuple[str, str]] = set()
    for before, after in pairs:
        old = [replace(each, id=f"b{next(numbers)}") for each in parse(before)]
        new = {each.id: each for each in keep_ids(old, parse(after)) if each.id}
        for place, block in enumerate(old):
            there = new.get(block.id)
            if (
                there is None
                or there.text == block.text
                or not 60 <= len(block.text) <= 3000
                or "[" in block.text + there.text
            ):
                continue
            if (block.text, there.text) in seen:
                continue
            seen.add((block.text, there.text))
            ops = tidy(word_diff(block.text, there.text))
            hunks = tuple(_hunks(ops))
            same = sum(len(text) for op, text in ops if op == 0)
            if (
                1 <= len(hunks) <= 8
                and 2 * same > len(block.text)
                and all(_is_worded(block.text, there.text, h) for h in hunks)
            ):
                yield Revision(tuple(old[max(0, place - 2) : place + 3]), block, there.text, hunks)


def _hunks(ops: Sequence[tuple[int, str]]) -> Iterator[tuple[int, int, int, int]]:
    old = new = 0
    start: tuple[int, int] | None = None
    for op, text in [*ops, (0, "")]:
        if op == 0 and start is not None:
            yield start[0], old, start[1], new
        start = None if op == 0 else start or (old, new)
        old += len(text) * (op <= 0)
        new += len(text) * (op >= 0)


def _is_worded(before: str, after: str, hunk: tuple[int, int, int, int]) -> bool:
    """Whether it changes words, and no signs, marks of style or addresses alone: those have tests of their own."""
    if before[hunk[0] : hunk[1]].translate(ONE_KIND) == after[hunk[2] : hunk[3]].translate(ONE_KIND):
        return False
    words = before[hunk[0] : hunk[1]] + after[hunk[2] : hunk[3]]
    return any(map(str.isalnum, words)) and not set("*_[]()<>`&\\").intersection(words) and "://" not in words


def corpus_pairs(folder: Path) -> Iterator[tuple[str, str]]:
    with gzip.open(folder / "data" / "revisions" / "pairs.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            pair = json.loads(line)
            yield pair["before_p"], pair["after_p"]


def text_pairs(folder: Path) -> Iterator[tuple[str, str]]:
    for path in sorted(folder.rglob("*.new")):
        yield path.with_suffix("").read_text("utf-8", "replace"), path.read_text("utf-8", "replace")


@dataclass
class Score:
    """Cases of one kind, those answered wrongly, and what they were."""

    cases: int = 0
    wrong: int = 0
    letters: int = 0
    credited: int = 0
    seconds: float = 0.0

    @property
    def share(self) -> str:
        return f"{self.wrong} of {self.cases}" + (f" ({100 * self.wrong / self.cases:.2f} %)" if self.cases else "")


def _same_words(one: str, other: str) -> bool:
    return one.translate(ONE_KIND).split() == other.translate(ONE_KIND).split()


def _consolidated(revision: Revision, hand: str, accepted: Sequence[Amendment]) -> Consolidated:
    numbers = count(1)
    taken = [Accepted(each, revision.blocks) for each in accepted]
    return consolidate(revision.blocks, revision.reads(hand), taken, lambda: f"n{next(numbers)}", "en")


def _text(made: Consolidated, block: str) -> str:
    return next((each.text for each in made.blocks if each.id == block), "")


Case = tuple[str, list[Amendment], str | None, tuple[int, int] | None]
"""What the hand wrote, what is accepted, how it should read (None: none of it is said), and the hand's own words."""


def _cases(revision: Revision, chance: random.Random, others: Sequence[str]) -> Iterator[tuple[str, Case]]:
    every = list(range(len(revision.hunks)))
    before, after = revision.block.text, revision.with_hunks(every)
    for quoted in ("hunk", "sentence"):
        asked = revision.amendments(quoted=quoted)
        yield f"put in ({quoted})", (before, asked, after, None)
        yield f"typed ({quoted})", (after, asked, after, None)
        if len(every) > 1:
            yield f"every second typed ({quoted})", (revision.with_hunks(every[::2]), asked, after, None)
        sentence = chance.choice(others)
        hand = f"{after.rstrip()} {sentence}"
        yield f"typed, a sentence behind ({quoted})", (hand, asked, hand, (len(hand) - len(sentence), len(hand)))
        if at := _end_of_sentence(revision, after):
            hand = f"{after[:at].rstrip()} {sentence} {after[at:].lstrip()}".rstrip()
            low = len(after[:at].rstrip()) + 1
            yield f"typed, a sentence beside ({quoted})", (hand, asked, hand, (low, low + len(sentence)))
        if (span := _another_word(revision, chance)) is not None:
            word = chance.choice([token for token in tokens(sentence) if token.isalpha()] or ["otherwise"])
            hand = after[: span[0]] + word + after[span[1] :]
            yield f"typed, another word changed ({quoted})", (hand, asked, hand, (span[0], span[0] + len(word)))
        if (curly := after.translate(_CURLY)) != after:
            yield f"typed, curly ({quoted})", (curly, asked, curly, None)
        if (straight := after.translate(_STRAIGHT)) != after:
            yield f"typed, straight ({quoted})", (straight, asked, straight, None)
        if len(every) > 1:
            first = [asked[0]]
            yield f"not typed: other hunks ({quoted})", (revision.with_hunks(every[1:]), first, None, None)
        if words := _other_words(revision, chance, sentence):
            yield f"not typed: other words there ({quoted})", (words, [asked[0]], None, None)


def _end_of_sentence(revision: Revision, after: str) -> int | None:
    """Where the sentence ends in which the first hunk stands."""
    low = revision.hunks[0][3]
    ends = (end for start, end in sentences(after) if start <= low <= end and end < len(after))
    # One that ends within another hunk is none: "z. B.".
    return next((end for end in ends if not any(a < end < b for _, _, a, b in revision.hunks)), None)


def _another_word(revision: Revision, chance: random.Random) -> tuple[int, int] | None:
    """A word of the new text that no hunk holds or touches."""
    at, free = 0, []
    for token in tokens(revision.after):
        span = at, at + len(token)
        at = span[1]
        if (
            token.isalpha()
            and len(token) > 3
            and all(span[1] + 1 < low or high + 1 < span[0] for _, _, low, high in revision.hunks)
        ):
            free.append(span)
    return chance.choice(free) if free else None


def _other_words(revision: Revision, chance: random.Random, sentence: str) -> str | None:
    """The paragraph in which other words stand where those of the first hunk were to go."""
    start, end, low, high = revision.hunks[0]
    asked = revision.after[low:high]
    said = [token for token in tokens(sentence) if token.isalpha()]
    size = max(1, len(asked.split()))
    puts_in = any(
        op == 1 and any(map(str.isalnum, text)) for op, text in word_diff(revision.block.text[start:end], asked)
    )
    if len(said) < size or not puts_in or start == end:  # where words only go they are gone, whatever came there
        return None
    first = chance.randrange(len(said) - size + 1)
    words = " ".join(said[first : first + size])
    if set(words.casefold().split()) & set(asked.casefold().split()):
        return None
    lead, trail = asked[: len(asked) - len(asked.lstrip())], asked[len(asked.rstrip()) :]
    return revision.block.text[:start] + lead + words + trail + revision.block.text[end:]


def grade(found: Sequence[Revision], errors: int = 0, seed: int = 7) -> dict[str, Score]:
    """Each kind of case with what was answered wrongly."""
    chance, scores = random.Random(seed), {}
    said = [
        text
        for each in found
        for a, b in sentences(each.block.text)
        if 30 <= len(text := each.block.text[a:b]) <= 240 and not set("*_[]<>`&\\").intersection(text)
    ]
    shown: Counter[str] = Counter()
    for revision in found:
        elsewhere = [
            each for each in chance.sample(said, min(40, len(said))) if each not in revision.block.text + revision.after
        ]
        if not elsewhere:
            continue
        for kind, (hand, asked, wanted, own) in _cases(revision, chance, elsewhere):
            score = scores.setdefault(kind, Score())
            start = time.process_time()
            made = _consolidated(revision, hand, asked)
            score.seconds += time.process_time() - start
            reads = _text(made, revision.block.id)
            score.cases += 1
            is_wrong = bool(made.by_hand) if wanted is None else bool(made.unapplied) or not _same_words(reads, wanted)
            score.wrong += is_wrong
            if own and not is_wrong:
                score.letters += own[1] - own[0]
                score.credited += _credited(made, revision.block.id, own)
            if is_wrong and shown[kind] < errors:
                shown[kind] += 1
                print(
                    f"--- {kind}\nwas:    {revision.block.text}\nhand:   {hand}\nasked:  "
                    + "\n        ".join(
                        f"{each.ref} [{revision.block.text[each.start : each.end]}] -> [{each.words}]" for each in asked
                    )
                    + f"\nreads:  {reads}\nwanted: {wanted}\nunapplied {made.unapplied} by hand {made.by_hand}"
                )
    return scores


def _credited(made: Consolidated, block: str, own: tuple[int, int]) -> int:
    """How many letters of the penholder's own words bear a reference."""
    theirs = {
        at
        for source in made.sources
        if source.block == block
        for at in range(max(source.start, own[0]), min(source.end, own[1]))
    }
    return len(theirs)


def main() -> None:
    taken = argparse.ArgumentParser(description=__doc__)
    taken.add_argument("--corpus", type=Path, default=CORPUS)
    taken.add_argument("--texts", type=Path)
    taken.add_argument("--most", type=int, default=600)
    taken.add_argument("--errors", type=int, default=0)
    given = taken.parse_args()
    pairs = text_pairs(given.texts) if given.texts else corpus_pairs(given.corpus)
    found = list(revisions(pairs))
    random.Random(3).shuffle(found)
    found = found[: given.most]
    scores = grade(found, given.errors)
    print(f"{len(found)} paragraphs, {sum(len(each.hunks) for each in found)} hunks")
    for kind, score in sorted(scores.items()):
        credit = f"   own letters credited: {score.credited} of {score.letters}" if score.letters else ""
        print(f"{kind:48} wrong {score.share:24} {1000 * score.seconds / score.cases:6.1f} ms{credit}")


if __name__ == "__main__":
    main()
