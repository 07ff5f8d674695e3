"""Which paragraph of an edited text is which of the old one, told by words, neighbours and order."""

from collections import Counter, defaultdict
from collections.abc import Container, Iterator, Sequence, Set
from dataclasses import dataclass, field, replace

from workflow.text.document.levels import ALIKE, ALIKE_IN_PLACE, COMMON, TRIED
from workflow.text.tokens.tokenizer import tokens
from workflow.text.values.block import Block

Bag = Counter[str]


@dataclass(slots=True)
class _Match:
    before: Sequence[Block]
    after: Sequence[Block]
    old_of: dict[int, int] = field(default_factory=dict)  # place after -> place before
    taken: set[int] = field(default_factory=set)

    def pair(self, old: int, new: int) -> None:
        if old not in self.taken and new not in self.old_of:
            self.old_of[new] = old
            self.taken.add(old)


def keep_ids(before: Sequence[Block], after: Sequence[Block]) -> list[Block]:
    """`after` with the ids of `before` where a paragraph is the same, edited or moved; the others keep none.

    Never gives one id twice. A paragraph that keeps its words keeps its kind as well, where the form can't show it
    (a salutation that nobody would know for one stays a salutation).
    """
    match = _Match(before, after)
    places = {block.id: place for place, block in enumerate(before) if block.id}
    for place, block in enumerate(after):
        if block.id in places:
            match.pair(places[block.id], place)
    _pair_single(match)
    _pair_neighbours(match)
    _pair_alike(match, but={before[old[0]].text for old, _ in _copies(match)})
    _pair_neighbours(match)
    _pair_in_order(match)
    _pair_alike(match)
    _pair_in_place(match)  # those whose neighbours are known now
    return [_kept(block, match, place) for place, block in enumerate(after)]


def likeness(common: float, one: float, other: float) -> float:
    """The share of two wholes that is common to both, 0 to 1 (Dice): the one similarity of the text engine."""
    return 2 * common / (one + other) if common else 0


def bag_likeness(one: Bag, other: Bag) -> float:
    """That of two bags, of words or of pairs of letters."""
    return likeness((one & other).total(), one.total(), other.total())


def bag(text: str) -> Bag:
    """The words of a text with how often they stand in it."""
    return Counter(token.casefold() for token in tokens(text) if token[0].isalnum())


def _kept(block: Block, match: _Match, place: int) -> Block:
    if place not in match.old_of:
        return block if not block.id else replace(block, id="")
    old = match.before[match.old_of[place]]
    is_the_same = old.kind.is_prose and block.kind.is_prose and old.text == block.text
    return replace(block, id=old.id, kind=old.kind if is_the_same else block.kind)


def _pair_single(match: _Match) -> None:
    """Those that stand once on either side."""
    for old, new in _copies(match):
        if len(old) == len(new) == 1:
            match.pair(old[0], new[0])


def _pair_in_order(match: _Match) -> None:
    """Of those that read the same and whose neighbours do not tell the first with the first."""
    for old, new in _copies(match):
        for pair in zip(old, new, strict=False):
            match.pair(*pair)


def _copies(match: _Match) -> list[tuple[list[int], list[int]]]:
    """The places before and after of each text that is left on both sides."""
    old, new = _places(match.before, match.taken), _places(match.after, match.old_of)
    return [(places, new[text]) for text, places in old.items() if text in new]


def _places(blocks: Sequence[Block], taken: Container[int]) -> dict[str, list[int]]:
    places: defaultdict[str, list[int]] = defaultdict(list)
    for place, block in enumerate(blocks):
        if place not in taken:
            places[block.text].append(place)
    return places


def _pair_neighbours(match: _Match) -> None:
    """Those that read the same beside two that are one, and so on from there, onwards and back."""
    places = range(len(match.after))
    for step, way in ((1, places), (-1, reversed(places))):
        for new in way:
            if new in match.old_of:
                old, beside = match.old_of[new] + step, new + step
                is_there = 0 <= old < len(match.before) and beside in places
                if is_there and match.before[old].text == match.after[beside].text:
                    match.pair(old, beside)


def _pair_alike(match: _Match, but: Set[str] = frozenset()) -> None:
    old_bags = {n: bag(b.text) for n, b in enumerate(match.before) if n not in match.taken and b.text not in but}
    new_bags = {n: bag(b.text) for n, b in enumerate(match.after) if n not in match.old_of and b.text not in but}
    gaps = {(old, new) for old, new in _gaps(match) if old in old_bags and new in new_bags}
    scored = [
        (bag_likeness(old_bags[old], new_bags[new]), (old, new) in gaps, old, new)
        for old, new in gaps.union(_candidates(old_bags, new_bags))
    ]
    for _, _, old, new in sorted((-score, not fits, old, new) for score, fits, old, new in scored if score >= ALIKE):
        match.pair(old, new)


def _pair_in_place(match: _Match) -> None:
    for old, new in _gaps(match):
        if bag_likeness(bag(match.before[old].text), bag(match.after[new].text)) >= ALIKE_IN_PLACE:
            match.pair(old, new)


def _gaps(match: _Match) -> Iterator[tuple[int, int]]:
    """Those that stand alone between the same neighbours, or between one and the end of the text."""
    old_of = {-1: -1, **match.old_of, len(match.after): len(match.before)}
    for new in range(len(match.after)):
        if new not in old_of and new - 1 in old_of:
            old = old_of[new - 1] + 1
            if old not in match.taken and old_of.get(new + 1) == old + 1:
                yield old, new


def _candidates(old_bags: dict[int, Bag], new_bags: dict[int, Bag]) -> Iterator[tuple[int, int]]:
    """Pairs worth comparing: for each new paragraph the few old ones that share most words with it."""
    holders: dict[str, list[int]] = defaultdict(list)
    for place, held in old_bags.items():
        for word in held:
            holders[word].append(place)
    for new, held in new_bags.items():
        shared: Counter[int] = Counter()
        for word in held:
            places = holders.get(word, ())
            shared.update(places if len(places) <= COMMON else ())
        yield from ((old, new) for old, _ in shared.most_common(TRIED))
