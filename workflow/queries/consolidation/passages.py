"""The consolidation by paragraphs, and the items of one paragraph by the words that they want."""

from collections import defaultdict
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import product

from workflow.queries.consolidation.conflicts import Rivalry, rivalries
from workflow.queries.consolidation.consolidation import Consolidation
from workflow.queries.consolidation.consolidation_item import ConsolidationItem
from workflow.queries.consolidation.groups import WishGroup, groups
from workflow.rules.consolidation.dispositions import ENTERS_TEXT
from workflow.rules.items.kinds import KINDS, Subject, words_before
from workflow.text.amendments import ParagraphOrder, preview, settled_round
from workflow.text.diff import Ops, excerpt, shortened
from workflow.text.document import divided, in_one_line, marked_slice, numbers
from workflow.text.values import Amendment, Block, BlockKind, ConflictKind

WHOLE, GONE = "text", "gone"
"""Stand in an address where a paragraph's id would; with their vowels they are no ids."""


Wording = tuple[str, ...]
"""The references of amendments with one and the same effect."""


class PassageKind(StrEnum):
    """What the items of a passage are about, in the order of the page."""

    TITLE = "title"
    WORDS = "words"
    PARAGRAPH = "paragraph"  # to be removed or moved as a whole
    NEW = "new"  # paragraphs to follow this one
    LOST = "lost"  # words that stand in the version no more
    COMMENTS = "comments"


@dataclass(frozen=True)
class ConsolidationParagraph:
    """A paragraph with items: its id or WHOLE or GONE, the number it is read by, and its first words."""

    key: str
    kind: BlockKind | None
    number: int | None
    words: str
    items: tuple[ConsolidationItem, ...]

    @property
    def left(self) -> int:
        """How many of its items wait."""
        return sum(item.disposition is None for item in self.items)

    @property
    def dealt(self) -> int:
        """How many of its items are dealt with."""
        return len(self.items) - self.left


@dataclass(frozen=True)
class Passage:
    """Items about the same words.

    groups: those among them that want the same. rivals: the references that cannot all be accepted in full, or which
    would add paragraphs in one place: what their proposers may be asked to agree on; pairs: those of them that exclude
    one another. is_one_gap: they would all put words in one place.
    """

    kind: PassageKind
    words: str
    items: tuple[ConsolidationItem, ...]
    rivals: tuple[str, ...] = ()
    groups: tuple[WishGroup, ...] = ()
    pairs: frozenset[frozenset[str]] = frozenset()
    is_one_gap: bool = False

    @property
    def entries(self) -> tuple[WishGroup | ConsolidationItem, ...]:
        """What is answered on its own: each group where its first item stands, and each item of none."""
        home = {item.reference: group for group in self.groups for item in group.items}
        return tuple(dict.fromkeys(home.get(item.reference, item) for item in self.items))

    @property
    def one_by_one(self) -> tuple[Wording, ...]:
        """The rivals, those with one and the same effect together."""
        home = {i.reference: tuple(each.reference for each in w) for g in self.groups for w in g.wordings for i in w}
        return tuple(dict.fromkeys(home.get(ref, (ref,)) for ref in self.rivals))

    @property
    def exclusions(self) -> tuple[tuple[Wording, tuple[Wording, ...]], ...]:
        """Each of the rivals with those behind it that it excludes; nothing where each excludes all others."""
        wordings = self.one_by_one
        found = {one: tuple(o for o in wordings[at:] if self._excludes(one, o)) for at, one in enumerate(wordings, 1)}
        is_all = all(len(others) == len(wordings) - at for at, others in enumerate(found.values(), 1))
        return () if is_all else tuple((one, others) for one, others in found.items() if others)

    def _excludes(self, one: Wording, other: Wording) -> bool:
        return any(frozenset(pair) in self.pairs for pair in product(one, other))

    @property
    def is_one_wish(self) -> bool:
        """Whether all that excludes one another wants almost the same."""
        return any(set(self.rivals) <= set(group.refs) for group in self.groups)


def paragraphs(consolidation: Consolidation) -> tuple[ConsolidationParagraph, ...]:
    """The paragraphs that have items, the whole text first, in the order of the version; those gone last."""
    number_of = numbers(consolidation.issued)
    there = {block.id for block in consolidation.issued}
    of: dict[str, list[ConsolidationItem]] = defaultdict(list)
    for item in consolidation.items:
        of[_place(item, consolidation.issued, there)].append(item)
    known = [
        ConsolidationParagraph(
            block.id, block.kind, number_of.get(block.id), shortened(block.text, 40), tuple(of[block.id])
        )
        for block in consolidation.issued
        if block.id in of
    ]
    whole, gone = (
        [ConsolidationParagraph(key, None, None, "", tuple(of[key]))] if key in of else [] for key in (WHOLE, GONE)
    )
    return (*whole, *known, *gone)


def _place(item: ConsolidationItem, issued: Sequence[Block], there: Container[str]) -> str:
    """The paragraph beside which an item stands, a new one at the beginning beside the first; WHOLE or GONE."""
    if item.block is not None:
        return item.block if item.block in there else GONE
    if not KINDS[item.kind].is_new_paragraph:
        return WHOLE
    return GONE if item.after else divided(issued)[1][0].id


def homes(found: Sequence[ConsolidationParagraph]) -> dict[str, str]:
    """Reference -> the key of the paragraph beside which the item stands."""
    return {item.reference: paragraph.key for paragraph in found for item in paragraph.items}


def chosen(found: Sequence[ConsolidationParagraph], key: str | None) -> ConsolidationParagraph | None:
    """The paragraph asked for, else the first that has something left, else the first."""
    named = [paragraph for paragraph in found if paragraph.key == key]
    return next(iter([*named, *(paragraph for paragraph in found if paragraph.left), *found]), None)


def following(found: Sequence[ConsolidationParagraph], key: str) -> str | None:
    """The next paragraph that has something left, from the beginning again after the end; None where none has."""
    at = next((place for place, paragraph in enumerate(found) if paragraph.key == key), -1)
    return next((paragraph.key for paragraph in [*found[at + 1 :], *found[: at + 1]] if paragraph.left), None)


def passages(consolidation: Consolidation, paragraph: ConsolidationParagraph, language: str) -> tuple[Passage, ...]:
    """The items of a paragraph: those that exclude one another, want the same or are about the same words together, by
    words, comments last.
    """
    rivals = [each for each in rivalries(consolidation, paragraph.items, language) if each.may_be_worded]
    alike = groups(consolidation, paragraph.items, language)
    joined = [*(each.refs for each in rivals), *(each.refs for each in alike), *_about_one_span(paragraph.items)]
    home = _homes(joined)
    sets: dict[object, list[ConsolidationItem]] = defaultdict(list)
    for item in paragraph.items:
        sets[home.get(item.reference, _subject(item))].append(item)
    made = [_passage(consolidation, items, rivals, alike) for items in sets.values()]
    order = list(PassageKind)
    return tuple(sorted(made, key=lambda each: (order.index(each.kind), not each.rivals, _first(each.items))))


def _about_one_span(items: Sequence[ConsolidationItem]) -> list[tuple[str, ...]]:
    """The references of those that are about the same words."""
    spans: dict[object, list[str]] = defaultdict(list)
    for item in items:
        if KINDS[item.kind].is_about_words and item.place is not None:
            spans[_subject(item)].append(item.reference)
    return [tuple(refs) for refs in spans.values() if len(refs) > 1]


def _homes(sets: Sequence[tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Reference -> all those that it is joined to, directly or through a third."""
    home: dict[str, set[str]] = {}
    for refs in sets:
        merged = set(refs).union(*(home.get(ref, ()) for ref in refs))
        home |= dict.fromkeys(merged, merged)
    return {ref: tuple(sorted(joined)) for ref, joined in home.items()}


PART = 40
"""Items on one page of the consolidation, up to half as many more where that keeps those together that belong
together.
"""


def parts(found: Sequence[Passage]) -> tuple[tuple[Passage, ...], ...]:
    """The passages by pages: what excludes one another stays together, and long rows of comments are cut."""
    pages: list[list[Passage]] = [[]]
    for passage in (piece for each in found for piece in _cut(each)):
        if pages[-1] and sum(len(each.items) for each in pages[-1]) + len(passage.items) > PART * 3 // 2:
            pages.append([])
        pages[-1].append(passage)
    return tuple(tuple(page) for page in pages if page)


def _cut(passage: Passage) -> list[Passage]:
    if passage.rivals or passage.groups or len(passage.items) <= PART:
        return [passage]
    return [replace(passage, items=passage.items[at : at + PART]) for at in range(0, len(passage.items), PART)]


def candidates(consolidation: Consolidation, paragraph: ConsolidationParagraph) -> tuple[ConsolidationItem, ...]:
    """The amendments that may have overtaken an item of the paragraph: those accepted, and its own."""
    own = {item.reference for item in paragraph.items}
    fit = (item for item in consolidation.items if KINDS[item.kind].amends and not item.private)
    return tuple(item for item in fit if item.disposition in ENTERS_TEXT or item.reference in own)


def orders_of(consolidation: Consolidation, paragraph: ConsolidationParagraph) -> tuple[ParagraphOrder, ...]:
    """In what order paragraphs come after this one, or with one of its items."""
    own = {item.reference for item in paragraph.items}
    found = consolidation.orders
    return tuple(each for each in found if each.after == paragraph.key or any(own.intersection(r) for r in each.refs))


def effects(consolidation: Consolidation, items: Sequence[ConsolidationItem]) -> Mapping[str, Ops]:
    """Reference -> what the amendment alone would do to its paragraph, with a few words around."""
    blocks = {block.id: block for block in consolidation.issued}
    return {item.reference: _effect(item, blocks) for item in items if KINDS[item.kind].amends}


def _effect(item: ConsolidationItem, blocks: Mapping[str, Block]) -> Ops:
    kind, place = KINDS[item.kind], item.place
    if kind.is_about_words and place is not None:
        block, place = settled_round(blocks[place.block], place)
        alone = preview([block], block.id, [place])
        return excerpt(block.text, alone.text if alone else "")
    if not kind.changes_words:
        return ()
    if not kind.proposes_words:
        return ((-1, shortened(words_before(item), 200)),)
    return excerpt(words_before(item), item.proposal) if kind.takes_words_out else ((1, in_one_line(item.proposal)),)


def _subject(item: ConsolidationItem) -> object:
    match KINDS[item.kind].subject:
        case Subject.ANYTHING:
            return PassageKind.COMMENTS
        case Subject.TITLE:
            return PassageKind.TITLE
        case _ if item.place is None:
            return PassageKind.LOST
        case Subject.NEW:
            return PassageKind.NEW
        case Subject.WORDS:
            return item.place.start, item.place.end
        case Subject.PARAGRAPH:
            return PassageKind.PARAGRAPH


def _passage(
    consolidation: Consolidation,
    items: Sequence[ConsolidationItem],
    rivals: Sequence[Rivalry],
    alike: Sequence[WishGroup],
) -> Passage:
    here = {item.reference for item in items}
    conflicts = [each for each in rivals if here & set(each.refs)]
    made = Passage(
        PassageKind.WORDS,
        "",
        tuple(items),
        rivals=tuple(dict.fromkeys(ref for each in conflicts for ref in each.refs)),
        groups=tuple(group for group in alike if here & set(group.refs)),
        pairs=frozenset().union(*(each.pairs for each in conflicts)),
        is_one_gap={each.kind for each in conflicts} == {ConflictKind.SAME_POINT},
    )
    spans = [item.place for item in items if item.place is not None and KINDS[item.kind].is_about_words]
    subjects = {_subject(item) for item in items}
    if spans and (conflicts or made.groups or len(subjects) == 1) and PassageKind.PARAGRAPH not in subjects:
        return replace(made, words=_words(consolidation.issued, spans))
    return replace(made, kind=next((kind for kind in PassageKind if kind in subjects), PassageKind.WORDS))


def _words(issued: Sequence[Block], spans: Sequence[Amendment]) -> str:
    """The words that the amendments want, from the first to the last of them."""
    text = next((block.text for block in issued if block.id == spans[0].block), "")
    return shortened(marked_slice(text, min(span.start for span in spans), max(span.end for span in spans)))


def _first(items: Sequence[ConsolidationItem]) -> tuple[int, str]:
    return min((item.place.start if item.place else item.start, item.reference.rjust(9)) for item in items)
