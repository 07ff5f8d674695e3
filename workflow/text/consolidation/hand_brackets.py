"""Amendments that stand open in square brackets which the penholder wrote, or a version left."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from workflow.text.amendments.bracketing import OpenAt
from workflow.text.amendments.brackets import settled
from workflow.text.amendments.carried import Accepted, carried
from workflow.text.consolidation.written import unchanged, wanted_words
from workflow.text.document.brackets import Alternative, Bracket, open_brackets
from workflow.text.edits.fitting import alone
from workflow.text.edits.shared import has_word, places, whole_words
from workflow.text.edits.uptake import Uptake, changes, uptake_in
from workflow.text.memory import remembered
from workflow.text.values.amendment import Amendment, AmendmentKind
from workflow.text.values.block import Block


def said_open(
    issued: Sequence[Block],
    draft: Sequence[Block],
    accepted: Sequence[Accepted],
    there: Mapping[str, Amendment | None],
) -> dict[str, list[OpenAt]]:
    """Reference -> where the draft says it in brackets already: to put it in would say it twice. The penholder wrote
    them, or an earlier version left it open there.
    """
    untouched = unchanged(issued, draft)
    found = still_open(draft, accepted, there.keys())
    for each in (each for each in accepted if each.amendment.ref in found):
        ref, place = each.amendment.ref, there[each.amendment.ref]
        is_written = untouched is not None and each.amendment.block not in untouched
        if place is not None and not is_written and not _is_its_own(found[ref], each, place):
            del found[ref]
    return found


def still_open(
    text: Sequence[Block], accepted: Iterable[Accepted], standing: Collection[str]
) -> dict[str, list[OpenAt]]:
    """Where the text says those of `standing` that are to stand open."""
    open_ = (each for each in accepted if each.bracketed and each.amendment.ref in standing)
    return {each.amendment.ref: at for each in open_ if (at := _open_at(text, each))}


def open_though_refused(text: Sequence[Block], refused: Sequence[Accepted], accepted: Sequence[Accepted]) -> list[str]:
    """The references of those of `refused` whose words the text leaves open, where no other one is to stand open so."""
    if not refused or not open_brackets(text):
        return []
    others = alternatives_of(text, (each for each in accepted if each.bracketed))
    return [ref for ref, at in _refused(text, refused).items() if not others.issuperset(at)]


def alternatives_of(text: Sequence[Block], made: Iterable[Accepted]) -> set[OpenAt]:
    """The alternatives with which the text says what these ask for."""
    return {at for each in made for at in _open_at(text, each)}


def refused_alternatives(text: Sequence[Block], refused: Sequence[Accepted]) -> set[OpenAt]:
    """The alternatives with which the text says words that were refused."""
    of_words = [each for each in refused if each.amendment.kind is AmendmentKind.REPLACE]
    return {at for found in _refused(text, of_words).values() for at in found}


def _refused(text: Sequence[Block], refused: Sequence[Accepted]) -> dict[str, list[OpenAt]]:
    """Where the text says open what was refused. Words that stood open when it was asked for them are others'."""
    found = {}
    for each, place in zip(refused, carried(refused, text), strict=True):
        at = _open_at(text, each)
        if at and not _open_at(each.made_to, each) and (place is None or _is_its_own(at, each, place)):
            found[each.amendment.ref] = at
    return found


def _open_at(text: Sequence[Block], each: Accepted) -> list[OpenAt]:
    return open_at(text, each.amendment, each.made_to)


def _is_its_own(at: Sequence[OpenAt], each: Accepted, place: Amendment) -> bool:
    """Whether the words that would go stand in the passage that says it; one of a new paragraph is its own where there
    was none when it was proposed. place: what it asks of the text.
    """
    if place.kind is not AmendmentKind.REPLACE:
        return not _open_at(each.made_to, each)
    return any(it.block == place.block and it.start <= place.start and place.end <= it.end for it, _ in at)


def open_at(text: Sequence[Block], amendment: Amendment, made_to: Sequence[Block] = ()) -> list[OpenAt]:
    """The alternatives in square brackets with which the text says what is proposed; of several new paragraphs one
    each. None where it is not said. made_to: the text that the amendment was made to.

    An alternative says it where the paragraph that is settled for it has the change; one without words, where it is so
    with none of them.
    """
    if amendment.kind is AmendmentKind.ADD:
        added = [_added_at(text, words) for words in wanted_words(amendment)]
        return [at for at in added if at] if all(added) else []
    if amendment.kind is not AmendmentKind.REPLACE:
        return []
    here, before = (next((b for b in of if b.id == amendment.block), None) for of in (text, made_to))
    at = _said_at(here, amendment, before) if here else None
    return [at] if at else []


def _added_at(text: Sequence[Block], words: tuple[str, ...]) -> OpenAt | None:
    found = ((passage, each) for passage in open_brackets(text) for each in passage.alternatives)
    return next((at for at in found if places(words, whole_words(at[1].words))), None)


@remembered  # of each answer more than once
def _said_at(block: Block, asked: Amendment, before: Block | None) -> OpenAt | None:
    found = [at for passage in open_brackets([block]) for at in _said_in(block.text, passage, asked, before)]
    # The passage that could also leave the words as they were comes first: that one is about them.
    return min(found, key=lambda each: not each[1])[0] if found else None


def _said_in(text: str, passage: Bracket, asked: Amendment, before: Block | None) -> list[tuple[OpenAt, bool]]:
    """The alternative for which the paragraph has to be settled to have what is asked, the nearest one, if there is
    one; and whether another one would leave the words as they were.
    """
    nothing = Alternative(passage.start, passage.start + 1, "")
    every = [((passage, each), settled(text, passage, each.words)) for each in (*passage.alternatives, nothing)]
    if before is None:
        wanted = whole_words(asked.words)
        return [(at, False) for at, reads in every if whole_words(reads) == wanted][:1]
    wish = alone(before, asked)
    its_own = {each.words for each in open_brackets([replace(before, text=wish)])}
    if passage.words in its_own - {each.words for each in open_brackets([before])}:
        return []
    stands = [uptake_in(before.text, reads, wish) for _, reads in every]
    made = [each for each, stand in zip(every, stands, strict=True) if stand is Uptake.MADE]
    only_goes = not any(has_word(wish[hunk.place : hunk.place_end]) for hunk in changes(before.text, wish))
    if not made or len(made) == len(every):  # nothing has it, or the words beside the passage have
        return []
    if only_goes and Uptake.OPEN not in stands:  # words are gone from what nobody left open as well
        return []
    exact = [at for at, reads in made if whole_words(reads) == whole_words(wish)]
    return [((exact or [made[0][0]])[0], Uptake.OPEN in stands)]
