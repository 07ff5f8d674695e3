"""The next version: a draft with the accepted amendments put in, and what is left for the penholder's hand.

Each asks one thing of an amendment and a text. `carry`: where its words stand now (`carried`: of all that enter).
`uptake`: whether the text has its change already; `satisfied`: all of it, a part or nothing, for a proposal at the
desk, and what stands there instead; `said_anyway`: which of those not accepted the text says; `written`: how the text
stands to the accepted ones, which must not be put in where it says them; `twice`: nor because it says their sentence
beside the old one; `hand_brackets`: which of them the penholder wrote as
alternatives; `credits`: which changes of the text are theirs then; `pointing`: where the penholder showed the words
that say it.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from workflow.text.amendments.application import apply
from workflow.text.amendments.bracketing import bracketing, opened_in
from workflow.text.amendments.carried import Accepted, carried
from workflow.text.amendments.conflicts import conflicts_between
from workflow.text.consolidation.credits import credited, open_sources
from workflow.text.consolidation.hand_brackets import open_at_own, open_though_refused, passages_saying
from workflow.text.consolidation.pointing import pointed_at
from workflow.text.consolidation.settling import settled_by_answers
from workflow.text.consolidation.twice import said_twice
from workflow.text.consolidation.written import nearly_said, says_part, standings
from workflow.text.document.blocks import word_count
from workflow.text.document.brackets import TITLE, Bracket, divided, open_brackets
from workflow.text.edits.uptake import Uptake
from workflow.text.memory import remembering
from workflow.text.merge.merge import merge3
from workflow.text.values.amendment import Amendment, AmendmentKind, Source
from workflow.text.values.block import Block


@dataclass(frozen=True, slots=True)
class Consolidated:
    """The text as it will read, the amendments behind its changes, and those of them that the machine can't place.

    sources: spans of `blocks` and the title; their old spans are of the version issued last. unapplied: references
    whose words the penholder rewrote, or which another one accepted in full leaves no room for, and that the text does
    not say. alike: those of them of which the penholder wrote a paragraph with other words, or in another place.
    by_hand: those whose words the penholder wrote, or showed in the text: these are in `shown` as well, and so are
    comments (`comments.with_comments`). refused:
    references of amendments that are not accepted, and whose words the text leaves open in square brackets.
    """

    blocks: tuple[Block, ...]
    sources: tuple[Source, ...]
    unapplied: tuple[str, ...]
    title: str = ""
    by_hand: tuple[str, ...] = ()
    alike: tuple[str, ...] = ()
    refused: tuple[str, ...] = ()
    shown: tuple[str, ...] = ()

    @property
    def words(self) -> int:
        """The words as a reader counts them, marks left out."""
        return word_count(self.blocks, with_notes=True)

    @property
    def is_open(self) -> bool:
        """Whether words are left open in square brackets: all their alternatives are counted."""
        return bool(open_brackets(self.blocks))

    @property
    def words_without_notes(self) -> int:
        """The same without footnotes."""
        return word_count(self.blocks)


@remembering()
def consolidate(
    issued: Sequence[Block],
    draft: Sequence[Block],
    accepted: Sequence[Accepted],
    new_id: Callable[[], str],
    language: str = "",
    refused: Sequence[Accepted] = (),
) -> Consolidated:
    """The draft with every amendment that enters it and whose words still stand there; see `Consolidated`.

    Of a passage in square brackets that has an accepted one among its alternatives that one is left; those of `refused`
    are taken out of it.

    issued: the text of the version issued last, to which most amendments were made. new_id: gives the ids of new
    paragraphs. language: of the text. A title is read as a text of its own.
    """
    parts = zip(divided(issued), divided(draft), _divided(accepted), _divided(refused), strict=True)
    title, text = (_consolidated(*part, new_id, language) for part in parts)
    return replace(
        text,
        title="".join(block.text for block in title.blocks),
        sources=text.sources + title.sources,
        unapplied=text.unapplied + title.unapplied,
        by_hand=text.by_hand + title.by_hand,
        refused=text.refused + title.refused,
        shown=text.shown + title.shown,
    )


def _divided(made: Sequence[Accepted]) -> tuple[list[Accepted], list[Accepted]]:
    """Those of the title and those of paragraphs, each with that part of the text that it was made to."""
    texts = {id(each.made_to): divided(each.made_to) for each in made}  # most share it
    parts: tuple[list[Accepted], list[Accepted]] = [], []
    for each in made:
        part = each.amendment.block != TITLE
        parts[part].append(replace(each, made_to=texts[id(each.made_to)][part]))
    return parts


def _consolidated(
    issued: tuple[Block, ...],
    draft: tuple[Block, ...],
    accepted: Sequence[Accepted],
    refused: Sequence[Accepted],
    new_id: Callable[[], str],
    language: str,
) -> Consolidated:
    all_accepted, hand = accepted, draft
    there = dict(zip((each.amendment.ref for each in accepted), carried(accepted, issued), strict=True))
    as_put_in = _taken_over(issued, draft, accepted, there)
    accepted = [each for each in accepted if each.amendment.ref not in as_put_in]
    pointing = {each.amendment.ref for each in accepted if each.shown and not each.bracketed}
    read = settled_by_answers(issued, draft, accepted, refused)
    base, draft = read.issued, read.draft
    places = dict(zip((each.amendment.ref for each in accepted), carried(read.accepted, base), strict=True))
    settled = {block.id for block, before in zip(base, issued, strict=True) if block.text != before.text}
    stands = standings(base, draft, read.accepted, places, settled, language)
    known = {place.block for ref in as_put_in if (place := there[ref])}
    before, after = ([block for block in text if block.id not in known] for text in (base, draft))
    stands |= dict.fromkeys(said_twice(before, after, read.accepted, places, stands), Uptake.UNCLEAR)
    said = pointing.union(ref for ref, stand in stands.items() if stand is Uptake.MADE)
    said_open = passages_saying(draft, open_at_own(draft, (each for each in accepted if each.bracketed)))
    standing = {ref for each in said_open for ref in each.refs}
    alike = nearly_said(base, draft, read.accepted, said)
    open_ = {ref for ref, stand in stands.items() if stand is Uptake.OPEN}
    aloof = said | alike | standing | (stands.keys() - open_)
    shut = _nobodys_brackets(base, said_open)
    to_merge = [place for ref in stands if ref in open_ - aloof and (place := places[ref])]
    written, merged = _merged(base, draft, to_merge)
    rest = [each for each in read.accepted if each.amendment.ref not in aloof | merged]
    blocks, put_in, behind, opened = _put_in(written, rest, shut, new_id)
    shown = pointed_at(accepted, draft, blocks)
    if pointing > shown.keys():  # they are answered as if nothing had been shown for them
        unshown = pointing - shown.keys()
        accepted = [replace(each, shown=None) if each.amendment.ref in unshown else each for each in all_accepted]
        return _consolidated(issued, hand, accepted, refused, new_id, language)
    bracketed = [each for each in all_accepted if each.bracketed]
    said_open = passages_saying(blocks, (each for each in bracketed if each.amendment.ref in standing | as_put_in))
    standing = {ref for each in said_open for ref in each.refs}
    made = put_in | said | merged | standing
    left = {each.amendment.ref: each for each in accepted if each.amendment.ref not in made}
    in_part = {ref: each for ref, each in left.items() if not each.in_full and not each.bracketed}
    said |= {ref for ref, each in in_part.items() if says_part(blocks, issued, each.amendment)}
    said_there = (made | said | as_put_in) - {
        ref for each in behind if each.kind is AmendmentKind.ADD for ref in each.refs
    }
    in_words = [each for each in all_accepted if not each.bracketed and each.amendment.ref in said_there]
    taken_out = {each.block for each in behind if each.kind is AmendmentKind.REMOVE}
    words = [each for each in credited(issued, blocks, in_words, there) if each.block not in taken_out]
    behind += [*open_sources(issued, blocks, opened), *open_sources(issued, blocks, said_open, all_accepted)]
    behind += [*words, *shown.values()]
    return Consolidated(
        blocks=blocks,
        sources=tuple(dict.fromkeys(behind)),
        unapplied=tuple(ref for ref in left if ref not in said),
        by_hand=tuple(
            each.amendment.ref
            for each in all_accepted
            if each.amendment.ref in said or (each.amendment.ref in as_put_in and not each.bracketed)
        ),
        alike=tuple(ref for ref in left if ref in alike - said),
        refused=open_though_refused(blocks, refused, bracketed),
        shown=tuple(shown),
    )


def _taken_over(
    issued: Sequence[Block],
    draft: Sequence[Block],
    accepted: Sequence[Accepted],
    there: Mapping[str, Amendment | None],
) -> set[str]:
    """Those asked of paragraphs that the penholder wrote just as they would read with what was accepted of them."""
    texts = {block.id: block.text for block in draft}
    written = [block for block in issued if texts.get(block.id, block.text) != block.text]
    wanted = {block.id for block in written}
    asked = {
        place.ref: replace(each, amendment=place, made_to=tuple(written))
        for each in accepted
        if not each.shown and (place := there[each.amendment.ref])
        if place.kind is AmendmentKind.REPLACE and place.block in wanted
    }
    if not asked:
        return set()
    blocks, put_in, _, _ = _put_in(written, list(asked.values()), (), str)
    same = {block.id for block in blocks if texts[block.id] == block.text}
    return {ref for ref in put_in if asked[ref].amendment.block in same}


def _merged(
    issued: Sequence[Block], draft: Sequence[Block], asked: Sequence[Amendment]
) -> tuple[tuple[Block, ...], set[str]]:
    """The draft with what was asked of the words of paragraphs on which the penholder went on writing, and by whom.

    What was asked and what was written are two sides of one merge. Those that it can't join without a question are
    left out, and so are those that exclude one another.
    """
    old = {block.id: block for block in issued}
    texts = {block.id: block.text for block in draft}
    joined: set[str] = set()
    for block in dict.fromkeys(each.block for each in asked if each.block in texts):
        mine = [each for each in asked if each.block == block]
        made = apply([old[block]], mine, str)
        fit = [each for each in mine if each.ref not in made.unapplied]
        if len(made.blocks) != 1:  # nothing would be left of the paragraph
            continue
        text, conflicts = merge3(old[block].text, texts[block], made.blocks[0].text)
        if not conflicts:
            texts[block] = text
            joined |= {each.ref for each in fit}
    return tuple(
        block if texts[block.id] == block.text else replace(block, text=texts[block.id]) for block in draft
    ), joined


def _put_in(
    draft: Sequence[Block], accepted: Sequence[Accepted], shut: Sequence[Bracket], new_id: Callable[[], str]
) -> tuple[tuple[Block, ...], set[str], list[Source], list[Bracket]]:
    """The draft with those whose words still stand there and that no better one excludes; their references, what is
    behind paragraphs that came or went as a whole, and the passages that those are in which are left open.

    shut: passages in which nothing is left open once more.
    """
    by_ref = {each.amendment.ref: each for each in accepted}
    found = [amendment for amendment in carried(accepted, draft) if amendment]
    aside = _set_aside(draft, found, by_ref)
    aside |= {each.ref for each in found if by_ref[each.ref].bracketed and _is_within(each, shut)}
    placed = [each for each in found if each.ref not in aside]
    whole = [each for each in placed if not by_ref[each.ref].bracketed]
    open_ = bracketing(draft, [each for each in placed if by_ref[each.ref].bracketed])
    named = {each.amendment.ref: each.refs for each in open_}
    applied = apply(draft, [*whole, *(each.amendment for each in open_)], new_id, named.keys())
    put_in = ({each.ref for each in whole} | named.keys()) - set(applied.unapplied)
    is_whole = {AmendmentKind.ADD, AmendmentKind.REMOVE}
    behind = [each for each in applied.sources if each.kind in is_whole and named.keys().isdisjoint(each.refs)]
    put_in = {ref for each in put_in for ref in named.get(each, (each,))}
    return applied.blocks, put_in, behind, list(opened_in(applied.blocks, applied.sources, open_))


def _nobodys_brackets(issued: Sequence[Block], passages: Iterable[Bracket]) -> list[Bracket]:
    """The passages in square brackets that the penholder wrote and that say the words of no amendment left open."""
    before = {(each.block, each.words) for each in open_brackets(issued)}
    return [each for each in passages if not each.refs and (each.block, each.words) not in before]


def _is_within(amendment: Amendment, passages: Sequence[Bracket]) -> bool:
    return amendment.kind is AmendmentKind.REPLACE and any(
        each.block == amendment.block and each.start <= amendment.start and amendment.end <= each.end
        for each in passages
    )


def _set_aside(draft: Sequence[Block], placed: Sequence[Amendment], accepted: Mapping[str, Accepted]) -> set[str]:
    """Of two that exclude one another the lesser: one accepted in full goes in before alternatives in brackets, and
    these before one taken in part, which is for the hand.
    """
    aside: set[str] = set()
    solid = {ref for ref, each in accepted.items() if not each.in_full}
    for conflict in conflicts_between(draft, placed, solid):
        first, other = sorted(conflict.refs, key=lambda ref: _rank(accepted[ref]))
        if conflict.exclusive and _rank(accepted[first]) < _rank(accepted[other]):
            aside.add(other)
    return aside


def _rank(each: Accepted) -> int:
    return 0 if each.in_full else 1 if each.bracketed else 2
