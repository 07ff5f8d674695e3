"""Amendments that stand open in square brackets which the penholder wrote, or a version left."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace

from workflow.text.amendments.brackets import settled
from workflow.text.amendments.carried import Accepted, carried
from workflow.text.consolidation.written import wanted_words
from workflow.text.document.brackets import Alternative, Bracket, open_brackets
from workflow.text.edits.fitting import alone
from workflow.text.edits.shared import has_word, places, whole_words
from workflow.text.edits.uptake import Uptake, changes, uptake_in
from workflow.text.memory import remembered
from workflow.text.values.amendment import Amendment, AmendmentKind
from workflow.text.values.block import Block

OpenAt = tuple[Bracket, Alternative]
"""A passage and that of its alternatives which says what is proposed; one without words where words are only to go."""


def passages_saying(text: Sequence[Block], made: Iterable[Accepted]) -> tuple[Bracket, ...]:
    """The passages that the text leaves open, with the references of those behind each alternative that it says."""
    behind: dict[OpenAt, list[str]] = defaultdict(list)
    for each in made:
        for at in open_at(text, each.amendment, each.made_to):
            behind[at].append(each.amendment.ref)
    return tuple(
        passage.named((behind[passage, each] for each in passage.alternatives), behind[passage, passage.every[-1]])
        for passage in open_brackets(text)
    )


def open_at_own(text: Sequence[Block], made: Iterable[Accepted]) -> list[Accepted]:
    """Those that the text says in brackets where the words that would go stand in that passage or nowhere: to put one
    in would say it twice. One of a new paragraph is its own where there was none when it was proposed.
    """
    found = [(each, at) for each in made if (at := open_at(text, each.amendment, each.made_to))]
    there = carried([each for each, _ in found], text)
    return [each for (each, at), place in zip(found, there, strict=True) if _is_its_own(at, each, place)]


def _is_its_own(at: Sequence[OpenAt], each: Accepted, place: Amendment | None) -> bool:
    if each.amendment.kind is not AmendmentKind.REPLACE:
        return _is_new(each)
    return place is None or any(
        it.block == place.block and it.start <= place.start and place.end <= it.end for it, _ in at
    )


def _is_new(each: Accepted) -> bool:
    """Whether the text that it was made to does not leave its words open."""
    return not open_at(each.made_to, each.amendment, each.made_to)


def refused_open(text: Sequence[Block], refused: Iterable[Accepted]) -> list[Accepted]:
    """The same of what was refused. Words that stood open when it was asked for them are others'."""
    return [each for each in open_at_own(text, refused) if _is_new(each)]


def open_though_refused(
    text: Sequence[Block], refused: Sequence[Accepted], bracketed: Sequence[Accepted]
) -> tuple[str, ...]:
    """The references of those of `refused` whose words the text leaves open, where none of `bracketed` is to."""
    lost = refused_open(text, refused)
    refs = [each.amendment.ref for each in lost]
    every = [each for passage in passages_saying(text, [*lost, *bracketed]) for each in passage.every] if lost else []
    alone = {ref for each in every if set(each.refs).issubset(refs) for ref in each.refs}
    return tuple(ref for ref in refs if ref in alone)


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
    every = [((passage, each), settled(text, passage, each.words)) for each in passage.every]
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
