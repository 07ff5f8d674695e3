"""Passages that left one place and came back at another: found among what the alignment does not keep for certain.

Those that read the same are matched as wholes; those that were edited on the way by q-grams of words, fingerprints that
no third passage has.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from typing import NamedTuple

from workflow.text.alignment.align import common_runs, finer_runs
from workflow.text.alignment.heaviest import pairs_of_equal
from workflow.text.alignment.levels import CHANCE, LONGEST_MOVE, PHRASE, STRONG, SURE, Demands
from workflow.text.alignment.runs import Run, elsewhere, hunks_between, in_a_row
from workflow.text.alignment.touched import Touched, touched_sentences
from workflow.text.alignment.trust import weight
from workflow.text.document.likeness import likeness
from workflow.text.tokens.tokenizer import tokens
from workflow.text.values.spans import Span

_NUMBER = re.compile(r"\A[\d.,:/٫٬]*\d[\d.,:/٫٬]*\Z")
_Grams = Set[tuple[str, ...]]
_LABEL = re.compile(r"\A[\W\d]+")


class Moves(NamedTuple):
    """The runs of passages that moved, in the order of the text before; and of those that perhaps did."""

    certain: list[Run]
    doubtful: list[Run]


def moves(before: str, after: str, runs: Sequence[Run], demands: Demands = SURE) -> Moves:
    """The passages that moved, given what stays."""
    sure = [run for run in runs if run.length >= CHANCE]
    old = list(touched_sentences(before, [(run.start, run.end) for run in sure]))
    new = list(touched_sentences(after, [(run.place, run.place_end) for run in sure]))
    texts, texts_now = ([each.text for each in side] for side in (old, new))
    free, free_now = ([k for k, each in enumerate(side) if not each.stays] for side in (old, new))
    pairs, twins = passage_pairs(texts, texts_now, demands, free, free_now)
    found = [
        [run for i in sorted(chosen) for run in _runs(old[i], new[chosen[i]], demands)] for chosen in (pairs, twins)
    ]
    return Moves(_with_bridges(before, after, found[0]), found[1])


def phrases(before: str, after: str, runs: Sequence[Run], gone: Sequence[Run]) -> list[Run]:
    """Words in a row that went from one sentence into another, in their order there, beside the passages that moved.

    They stand once in either text: of those that are said elsewhere too nobody can tell which they are.
    """
    gaps = list(hunks_between(runs, len(before), len(after)))
    old, new = list(_windows(before, (each.was for each in gaps))), list(_windows(after, (each.now for each in gaps)))
    found: list[Run] = []
    for i, j in pairs_of_equal([words for _, words in old], [words for _, words in new]):
        run = Run(old[i][0], new[j][0], sum(map(len, old[i][1])))
        if found and run.start < found[-1].end and run.place - run.start == found[-1].place - found[-1].start:
            run = Run(found[-1].start, found[-1].place, run.end - found.pop().start)
        found.append(run)
    return [run for run in elsewhere(gone, found) if _is_single(before[run.start : run.end], before, after)]


def _windows(text: str, spans: Iterable[Span]) -> Iterator[tuple[int, tuple[str, ...]]]:
    """So many tokens in a row as tell a place, and where they begin."""
    for start, end in spans:
        at, cut = start, tokens(text[start:end])
        for words in in_a_row(cut, PHRASE):
            yield at, words
            at += len(words[0])


def _is_single(words: str, *texts: str) -> bool:
    return weight(words) >= STRONG and all(text.count(words) == 1 for text in texts)


def passage_pairs(
    old: Sequence[str], new: Sequence[str], demands: Demands, free: Sequence[int], free_now: Sequence[int]
) -> tuple[dict[int, int], dict[int, int]]:
    """Which passages are which, equal ones beside them however short, and which are but for their numbers.

    free: the numbers of those that may have moved; others are no more than their neighbours.
    """
    equal = _with_equal_neighbours(old, new, _equal_pairs(old, new, demands, free, free_now))
    came, many = set(equal.values()), Counter(old[i] for i in free)
    # Of several that read the same nobody can tell which one was edited.
    single = [i for i in free if i not in equal and not (demands.copies and many[old[i]] > 1)]
    left = {i: _grams(old[i], demands) for i in single}
    there = {j: _grams(new[j], demands) for j in free_now if j not in came}
    alike = _alike_pairs(old, new, demands, left, there)
    twins = {i: j for i, j in alike.items() if not demands.numbers and _is_renumbered(old[i], new[j])}
    sure = equal | {i: j for i, j in alike.items() if i not in twins}
    return _with_equal_neighbours(old, new, sure), twins


def _is_renumbered(one: str, other: str) -> bool:
    """Whether two passages differ in numbers alone, but for the one that they may begin with."""
    kinds = [[_NUMBER.sub("0", token) for token in tokens(_LABEL.sub("", text))] for text in (one, other)]
    return kinds[0] == kinds[1] and _LABEL.sub("", one) != _LABEL.sub("", other)


def _equal_pairs(
    old: Sequence[str], new: Sequence[str], demands: Demands, free: Sequence[int], free_now: Sequence[int]
) -> dict[int, int]:
    """Passages that read the same and stand as often on either side, the first with the first."""
    most = len(old) if demands.copies else 1
    pairs = pairs_of_equal([old[i] for i in free], [new[j] for j in free_now], most)
    return {free[i]: free_now[j] for i, j in pairs if weight(old[free[i]]) >= demands.equal}


def _with_equal_neighbours(old: Sequence[str], new: Sequence[str], pairs: dict[int, int]) -> dict[int, int]:
    """The pairs and their equal neighbours, however short or common."""
    grown, taken = dict(pairs), set(pairs.values())
    for step in (1, -1):
        for first in sorted(pairs, reverse=step < 0):
            i, j = first + step, pairs[first] + step
            while 0 <= i < len(old) and 0 <= j < len(new) and i not in grown and j not in taken and old[i] == new[j]:
                grown[i] = j
                taken.add(j)
                i, j = i + step, j + step
    return grown


def _alike_pairs(
    old: Sequence[str], new: Sequence[str], demands: Demands, left: Mapping[int, _Grams], there: Mapping[int, _Grams]
) -> dict[int, int]:
    """Passages that were edited: of each the one that shares most runs of words that no third has."""
    many = Counter(gram for grams in there.values() for gram in grams)
    holder = {gram: j for j, grams in there.items() for gram in grams if many[gram] == 1}
    found: dict[int, int] = {}
    for i, grams in left.items():
        votes = Counter(holder[gram] for gram in sorted(grams) if gram in holder).most_common(1)
        if votes and votes[0][0] not in found.values() and _is_alike(old[i], new[votes[0][0]], demands):
            found[i] = votes[0][0]
    return found


def _grams(text: str, demands: Demands) -> _Grams:
    """The runs of words of a passage; none of one that is too short or too long."""
    if len(text) > LONGEST_MOVE or weight(text) < demands.alike:
        return set()
    words = [token for token in tokens(text) if token[0].isalnum()]
    return set(in_a_row(words, demands.words))


def _is_alike(one: str, other: str, demands: Demands) -> bool:
    same = sum(weight(one[run.start : run.end]) for run in _common(one, other, demands))
    return likeness(same, weight(one), weight(other)) >= demands.likeness


def _runs(old: Touched, new: Touched, demands: Demands) -> list[Run]:
    runs = _common(old.text, new.text, demands)
    return [Run(old.start + run.start, new.start + run.place, run.length) for run in runs]


def _common(one: str, other: str, demands: Demands) -> list[Run]:
    """What two passages share."""
    runs = common_runs(one, other)
    return finer_runs(one, other, runs) if demands.parts else runs


def _with_bridges(before: str, after: str, runs: Sequence[Run]) -> list[Run]:
    """The runs, those made one between which the same words stand: what seems to have stayed there is a copy."""
    done: list[Run] = []
    for run in runs:
        if done and run.place >= done[-1].place_end:
            last = done[-1]
            if before[last.end : run.start] == after[last.place_end : run.place]:
                done[-1] = Run(last.start, last.place, run.end - last.start)
                continue
        done.append(run)
    return done
