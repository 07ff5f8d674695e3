"""Amendments that want the same: those with one effect, and those whose words hardly differ."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import chain, combinations

from workflow.text.amendments.kinds import Effect, effect_of, has_place
from workflow.text.amendments.levels import ALIKE, MOST, SHORT
from workflow.text.amendments.readings import Readings
from workflow.text.document.likeness import bag, bag_likeness
from workflow.text.force.changes import WordChange, changes
from workflow.text.force.meaning import folded_words
from workflow.text.force.table import words
from workflow.text.values.amendment import Amendment, AmendmentKind
from workflow.text.values.answers import ChangeKind
from workflow.text.values.block import Block

_UNHEARD = frozenset({ChangeKind.TYPOGRAPHY})
# As `folded_words` writes them, of all languages: a word that is small in one is seldom another's weighty one.
_ARTICLES = words("a, an, the, le, la, les, l, un, une, des, el, los, las, lo, unos, unas")
_SMALL = _ARTICLES | words(
    """
    of, in, on, at, to, for, and, by, with, that, de, du, d, au, aux, en, dans, sur, pour, par, avec, et, que, del, al,
    y, e, por, para, con, و, في, من, على, الى, عن, ان, ب, ل
    """
)


@dataclass(frozen=True, slots=True)
class Wish:
    """Two or more amendments that want the same. wordings: references with one and the same effect, in the order given.

    One wording: they can all be accepted. More: their words hardly differ, and at most one can be taken.
    """

    wordings: tuple[tuple[str, ...], ...]

    @property
    def refs(self) -> tuple[str, ...]:
        """All references, wording by wording."""
        return tuple(ref for refs in self.wordings for ref in refs)


def wishes(blocks: Sequence[Block], amendments: Sequence[Amendment], language: str) -> list[Wish]:
    """The groups of at least two that want the same, in the order of their first reference.

    Words that differ make two wishes, however alike the rest is: all but their spelling, articles and a small word more
    or less. An amendment whose place is not there belongs to none.
    Only the first 120 wordings of a paragraph are compared with one another; any later one stands by itself.
    """
    texts = {block.id: block for block in blocks}
    readings, same = Readings(texts), defaultdict[Effect, list[Amendment]](list)
    for amendment in amendments:
        if has_place(amendment, texts):
            same[effect_of(amendment, readings)].append(amendment)
    pairs = chain.from_iterable(combinations(there[:MOST], 2) for there in _by_place(same))
    near = {frozenset((a, b)) for a, b in pairs if _is_near(same[a][0], same[b][0], texts, language)}
    found = [Wish(tuple(tuple(a.ref for a in same[effect]) for effect in group)) for group in _groups(same, near)]
    return [wish for wish in found if len(wish.refs) > 1]


def _groups(effects: Iterable[Effect], near: Set[frozenset[Effect]]) -> list[list[Effect]]:
    """Effects that are all near one another together: a chain of small steps may lead far away."""
    groups: list[list[Effect]] = []
    for effect in effects:
        home = next((g for g in groups if all(frozenset((effect, other)) in near for other in g)), None)
        if home is None:
            groups.append([effect])
        else:
            home.append(effect)
    return groups


def _by_place(effects: Iterable[Effect]) -> Iterable[list[Effect]]:
    there: dict[Effect, list[Effect]] = defaultdict(list)
    for effect in effects:
        if effect[0] in ("words", "added"):
            there[effect[:2]].append(effect)
    return there.values()


def _is_near(one: Amendment, other: Amendment, texts: Mapping[str, Block], language: str) -> bool:
    if one.kind is AmendmentKind.REPLACE and (one.end < other.start or other.end < one.start):
        return False
    first, second = (_words(each, one, other, texts) for each in (one, other))
    bags = bag(first), bag(second)
    alike = bag_likeness(*bags) >= ALIKE
    if not alike and max(map(len, bags)) > SHORT:
        return False
    heard = [each for each in changes(first, second, language) if not each.kinds <= _UNHEARD]
    return not heard or (alike and _are_small(heard))


def _are_small(found: Sequence[WordChange]) -> bool:
    """Whether the same words stand in another order, with other articles or a small word more or less."""
    if any(each.has_force for each in found):
        return False
    before = Counter(folded_words(" ".join(each.before for each in found)).split())
    after = Counter(folded_words(" ".join(each.after for each in found)).split())
    gone, come = before - after, after - before
    small = _ARTICLES if gone and come else _SMALL
    return small.issuperset([*gone, *come])


def _words(each: Amendment, one: Amendment, other: Amendment, texts: Mapping[str, Block]) -> str:
    """What an amendment would have stand where either of the two changes something."""
    if each.kind is not AmendmentKind.REPLACE:
        return each.words
    text, start, end = texts[each.block].text, min(one.start, other.start), max(one.end, other.end)
    return text[start : each.start] + each.words + text[each.end : end]
