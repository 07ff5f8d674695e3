"""Accepted amendments that a text written by hand says already, or nearly."""

from collections import Counter
from collections.abc import Mapping, Sequence, Set

from workflow.text.alignment.trust import weight
from workflow.text.amendments.application import apply
from workflow.text.amendments.carried import Accepted
from workflow.text.amendments.kinds import has_place
from workflow.text.consolidation.levels import ALIKE
from workflow.text.consolidation.satisfied import judged
from workflow.text.document.likeness import bag_likeness
from workflow.text.document.markdown import parse
from workflow.text.edits.levels import SAYS
from workflow.text.edits.shared import places, whole_words
from workflow.text.edits.uptake import Uptake, uptake, uptake_in
from workflow.text.values.amendment import Amendment, AmendmentKind
from workflow.text.values.answers import Extent
from workflow.text.values.block import Block

Places = Mapping[str, Amendment | None]
"""Reference -> what it asks of the version issued last; None where its words no longer stand there."""


def standings(
    issued: tuple[Block, ...],
    draft: Sequence[Block],
    accepted: Sequence[Accepted],
    there: Places,
    settled: Set[str],
    language: str,
) -> dict[str, Uptake]:
    """Reference -> how the draft stands to it, for those of which it may have something already.

    MADE: the penholder's own words say it, to put it in would say it twice. UNCLEAR: the penholder wrote over its
    words, or moved its paragraph otherwise, and only a person can tell. OPEN: its words stand as they did in a
    paragraph on which the penholder went on writing. settled: ids of paragraphs in which a passage was settled, in
    both texts.
    """
    whole = [each for each in accepted if not each.bracketed]
    found = _uptakes(issued, draft, whole, there, settled)
    found |= dict.fromkeys(_made_together(issued, draft, there, found), Uptake.MADE)
    for each in whole:
        text, asked = _asked(each, issued, there)
        if asked.ref in found:
            is_lacking = found[asked.ref] is Uptake.MADE and not _has_part(each, draft)
            found[asked.ref] = Uptake.UNCLEAR if is_lacking else found[asked.ref]
        elif (
            _is_done(text, draft, asked, language)
            # The version issued last may have it, which the one that it was made to had not.
            or (each.made_to != issued and _is_done(each.made_to, draft, each.amendment, language))
            or _is_said_elsewhere(each, issued, draft)
        ):
            found[asked.ref] = Uptake.MADE
        elif asked.kind is AmendmentKind.MOVE and _went(asked.block, text, draft):
            found[asked.ref] = Uptake.UNCLEAR
    return found


def _asked(each: Accepted, issued: tuple[Block, ...], there: Places) -> tuple[tuple[Block, ...], Amendment]:
    """What is asked of the version issued last; of the text that it was made to where that has lost its words."""
    place = there[each.amendment.ref]
    return (issued, place) if place else (each.made_to, each.amendment)


def _uptakes(
    issued: tuple[Block, ...], draft: Sequence[Block], whole: Sequence[Accepted], there: Places, settled: Set[str]
) -> dict[str, Uptake]:
    """The same for other words in paragraphs on which the penholder went on writing, each alone."""
    same = unchanged(issued, draft)
    untouched = ({block.id for block in issued} if same is None else same) - settled
    found: dict[str, Uptake] = {}
    for each in whole:
        place = there[each.amendment.ref]
        text, asked = _asked(each, issued, there)
        is_read = asked.kind is AmendmentKind.REPLACE and any(block.id == asked.block for block in text)
        if not is_read or (place and asked.block in untouched):
            continue
        found[asked.ref] = uptake(text, draft, asked)
        here = ([block for block in of if block.id == asked.block] for of in (text, draft))
        if found[asked.ref] is Uptake.OPEN and not each.in_full and _is_new(asked, *here):
            found[asked.ref] = Uptake.MADE  # the part taken was typed, with other words around it than were quoted
        # Words that a version left open stand in it, and what was asked of the version before it is the whole.
        is_older = place is not None and each.made_to != issued and found[asked.ref] is not Uptake.MADE
        if is_older and uptake(each.made_to, draft, each.amendment) is Uptake.MADE:
            found[asked.ref] = Uptake.MADE
    return found


def _made_together(
    issued: Sequence[Block], draft: Sequence[Block], there: Places, stands: Mapping[str, Uptake]
) -> set[str]:
    """Those that are not known alone, where the paragraph says what all that are accepted ask of it together.

    Of one that takes words out and another one that puts them in elsewhere each alone looks like a move; and among the
    changes of the others the words of one may seem to stand where the penholder wrote like ones.
    """
    asked = [place for ref in stands if (place := there[ref])]
    texts = {block.id: block.text for block in draft}
    found: set[str] = set()
    for block in issued:
        mine = [each for each in asked if each.block == block.id]
        if len(mine) < 2 or block.id not in texts or all(stands[each.ref] is Uptake.MADE for each in mine):
            continue
        made = apply([block], mine, str)
        are_joined = len(made.blocks) == 1 and not made.unapplied
        if are_joined and uptake_in(block.text, texts[block.id], made.blocks[0].text) is Uptake.MADE:
            found |= {each.ref for each in mine}
    return found


def _went(block: str, before: Sequence[Block], after: Sequence[Block]) -> bool:
    """Whether the paragraph stands behind another one than it did, of those that are still there."""
    old, new = ([each.id for each in text] for text in (before, after))
    return block in old and block in new and _before(old, block, new) != _before(new, block, old)


def _is_done(text: Sequence[Block], draft: Sequence[Block], asked: Amendment, language: str) -> bool:
    """Whether the draft has what is asked of whole paragraphs of `text`."""
    if asked.kind is AmendmentKind.REPLACE:
        return False
    if asked.kind is not AmendmentKind.MOVE:
        made = judged(text, draft, asked, language)
        return made is not None and made.extent is Extent.SATISFIED
    had_place = has_place(asked, {block.id: block for block in draft})
    return _is_moved(text, draft, asked) and not (had_place and _is_moved(text, text, asked))


def nearly_said(
    issued: Sequence[Block], draft: Sequence[Block], accepted: Sequence[Accepted], said: set[str]
) -> set[str]:
    """The references of the paragraphs to be added of which the draft has a new one with other words, or elsewhere: to
    put them in would say it twice. said: those that it says as they are.
    """
    old = {block.id for block in issued}
    added = [each.amendment for each in accepted if each.amendment.kind is AmendmentKind.ADD and not each.bracketed]
    wanted = {each.ref: wanted_words(each) for each in added}
    claimed = [words for ref in wanted if ref in said for words in wanted[ref]]
    new = [words for block in draft if block.id not in old and (words := whole_words(block.text)) not in claimed]
    return {
        ref
        for ref, paragraphs in wanted.items()
        if ref not in said and any(_is_alike(one, other) for one in paragraphs for other in new)
    } | {each.ref for each in added if each.ref not in said and _is_new(each, issued, draft)}


def _is_alike(wanted: tuple[str, ...], written: tuple[str, ...]) -> bool:
    return bool(places(wanted, written)) or bag_likeness(Counter(wanted), Counter(written)) >= ALIKE


def _has_part(each: Accepted, draft: Sequence[Block]) -> bool:
    """Whether all words taken in part are there: what stood there before is no change, and nothing else asks for it."""
    asked = each.amendment
    if each.in_full or asked.kind is not AmendmentKind.REPLACE:
        return True
    return any(set(whole_words(asked.words)) <= set(whole_words(b.text)) for b in draft if b.id == asked.block)


def _is_moved(made_to: Sequence[Block], draft: Sequence[Block], amendment: Amendment) -> bool:
    """Whether the paragraph stands behind the one that it would, of those that are still there; before it may stand
    others that came there, in whatever order.
    """
    old = {block.id: block.text for block in made_to}
    if not has_place(amendment, {block.id: block for block in made_to}):
        return False
    ids = [block.id for block in draft]
    if amendment.block not in ids:  # written anew where it was to be
        text = old[amendment.block]
        anew = next((block.id for block in draft if block.id not in old and block.text == text), None)
        ids = [amendment.block if id_ == anew else id_ for id_ in ids]
    if amendment.block not in ids:
        return False
    asked = [block.id for block in apply(made_to, [amendment], str).blocks]
    before, at = _before(asked, amendment.block, ids), ids.index(amendment.block)
    start = ids.index(before) + 1 if before else 0
    return start <= at and set(asked[asked.index(amendment.block) :]).isdisjoint(ids[start:at])


def _before(ids: Sequence[str], block: str, common: Sequence[str]) -> str:
    return next((id_ for id_ in reversed(ids[: ids.index(block)]) if id_ in common), "")


def _is_said_elsewhere(each: Accepted, issued: Sequence[Block], draft: Sequence[Block]) -> bool:
    """Whether what has no place of its own in the draft is said there: its words stand where they did not."""
    asked = each.amendment
    if asked.kind is AmendmentKind.ADD:
        return not each.in_full and _is_new(asked, issued, draft)
    if each.made_to or asked.kind is AmendmentKind.MOVE:
        return False
    there = [block for block in draft if block.id == asked.block]
    if asked.kind is AmendmentKind.REPLACE and weight(asked.words) >= SAYS:
        return _is_new(asked, issued, there or draft)
    was = [block.text for block in issued if block.id == asked.block]
    return not there or (asked.kind is AmendmentKind.REPLACE and there[0].text not in was)


def _is_new(asked: Amendment, before: Sequence[Block], after: Sequence[Block]) -> bool:
    """Whether all the words asked for stand in some paragraph more often than they did."""
    old = {block.id: whole_words(block.text) for block in before}
    new = {block.id: whole_words(block.text) for block in after}
    wanted = wanted_words(asked)
    return bool(wanted) and all(
        any(len(places(words, new[id_])) > len(places(words, old.get(id_, ()))) for id_ in new) for words in wanted
    )


def wanted_words(asked: Amendment) -> list[tuple[str, ...]]:
    """The words that are asked for, of new paragraphs those of each."""
    texts = [block.text for block in parse(asked.words)] if asked.kind is AmendmentKind.ADD else [asked.words]
    return [words for text in texts if (words := whole_words(text))]


def unchanged(issued: Sequence[Block], draft: Sequence[Block]) -> set[str] | None:
    """The paragraphs that read as they did; None where all do."""
    same = set(draft).intersection(issued)
    return {block.id for block in same} if len(same) < max(len(draft), len(issued)) else None


def says_part(text: Sequence[Block], issued: Sequence[Block], amendment: Amendment) -> bool:
    """Whether the words that are taken in part stand in what was written since `issued`."""
    words = whole_words(amendment.words)
    old = {block.id: block.text for block in issued}
    anywhere = amendment.block not in {block.id for block in text}
    return any(
        places(words, whole_words(block.text))
        for block in text
        if old.get(block.id) != block.text and (anywhere or amendment.block == block.id)
    )
