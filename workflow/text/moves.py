"""Passages that left one place and came back at another: found among what the alignment does not keep for certain."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from workflow.text.align import kept
from workflow.text.runs import Run
from workflow.text.trust import weight
from workflow.text.words import tokens

_SURE = 8  # characters of a kept stretch below which it may be chance
_EQUAL = 20  # weight of a passage that proves a move by itself when it reads the same
_ALIKE = 40  # weight of one that may have been edited on the way
_LONGEST = 20_000  # characters of one that is compared
_SHARE = 0.75  # how much of an edited passage must be the same, on either side
_END = re.compile("(?:[.!?\u2026\u061f\u06d4\u0964][\"'’”»)*]*\\s+|[。！？]\\s*|\\n+)")


@dataclass(frozen=True, slots=True)
class _Passage:
    start: int
    end: int
    text: str


def moved(before: str, after: str, runs: Sequence[Run]) -> list[Run]:
    """The runs of the passages that moved, in the order of `before`."""
    sure = [run for run in runs if run.length >= _SURE]
    old = _passages(before, [(run.start, run.end) for run in sure])
    new = _passages(after, [(run.place, run.place_end) for run in sure])
    if not old or not new:
        return []
    pairs = _equal_pairs(old, new)
    pairs = _grown(old, new, pairs)
    pairs = pairs | _alike_pairs(old, new, pairs)
    return _bridged(before, after, [run for i in sorted(pairs) for run in _runs(old[i], new[pairs[i]])])


def _passages(text: str, kept_spans: Sequence[tuple[int, int]]) -> list[_Passage]:
    """The sentences and lines of a text, without white space around them, of which less than half stays in place."""
    found, k, start = [], 0, 0
    for end in [*(m.end() for m in _END.finditer(text)), len(text)]:
        body = text[start:end].strip()
        at = text.find(body, start)
        while k < len(kept_spans) and kept_spans[k][1] <= at:
            k += 1
        stays, n = 0, k
        while n < len(kept_spans) and kept_spans[n][0] < at + len(body):
            stays += min(kept_spans[n][1], at + len(body)) - max(kept_spans[n][0], at)
            n += 1
        if body and 2 * stays < len(body):
            found.append(_Passage(at, at + len(body), body))
        start = end
    return found


def _equal_pairs(old: Sequence[_Passage], new: Sequence[_Passage]) -> dict[int, int]:
    """Passages that read the same and stand once on either side."""
    many_old, many_new = Counter(p.text for p in old), Counter(p.text for p in new)
    places = {p.text: j for j, p in enumerate(new) if many_new[p.text] == 1}
    return {
        i: places[p.text]
        for i, p in enumerate(old)
        if p.text in places and many_old[p.text] == 1 and weight(p.text) >= _EQUAL
    }


def _grown(old: Sequence[_Passage], new: Sequence[_Passage], pairs: dict[int, int]) -> dict[int, int]:
    """The pairs and their equal neighbours, however short or common."""
    grown, taken = dict(pairs), set(pairs.values())
    for step in (1, -1):
        for first in sorted(pairs, reverse=step < 0):
            i, j = first + step, pairs[first] + step
            while 0 <= i < len(old) and 0 <= j < len(new) and i not in grown and j not in taken:
                if old[i].text != new[j].text:
                    break
                grown[i] = j
                taken.add(j)
                i, j = i + step, j + step
    return grown


def _alike_pairs(old: Sequence[_Passage], new: Sequence[_Passage], pairs: dict[int, int]) -> dict[int, int]:
    """Passages that moved and were edited, each with the one most like it."""
    taken = set(pairs.values())
    left = {i: _grams(p.text) for i, p in enumerate(old) if i not in pairs and _is_comparable(p.text)}
    right = {j: _grams(p.text) for j, p in enumerate(new) if j not in taken and _is_comparable(p.text)}
    many = Counter(gram for grams in right.values() for gram in grams)
    holder = {gram: j for j, grams in right.items() for gram in grams if many[gram] == 1}
    found: dict[int, int] = {}
    for i, grams in left.items():
        votes = Counter(holder[gram] for gram in grams if gram in holder).most_common(1)
        if votes and votes[0][0] not in found.values() and _is_alike(old[i].text, new[votes[0][0]].text):
            found[i] = votes[0][0]
    return found


def _grams(text: str) -> set[tuple[str, ...]]:
    words = [token for token in tokens(text) if token[0].isalnum()]
    return {tuple(words[k : k + 3]) for k in range(len(words) - 2)}


def _is_comparable(text: str) -> bool:
    return len(text) <= _LONGEST and weight(text) >= _ALIKE


def _is_alike(one: str, other: str) -> bool:
    same = sum(weight(one[run.start : run.end]) for run in kept(one, other))
    return same >= _SHARE * max(weight(one), weight(other))


def _runs(old: _Passage, new: _Passage) -> list[Run]:
    return [Run(old.start + run.start, new.start + run.place, run.length) for run in kept(old.text, new.text)]


def _bridged(before: str, after: str, runs: Sequence[Run]) -> list[Run]:
    """The runs, those made one that only white space parts."""
    done: list[Run] = []
    for run in runs:
        if done:
            last = done[-1]
            between = before[last.end : run.start]
            if not between.strip() and between == after[last.place_end : run.place] and run.place >= last.place_end:
                done[-1] = Run(last.start, last.place, run.end - last.start)
                continue
        done.append(run)
    return done
