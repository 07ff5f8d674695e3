"""Amendments that stand open in square brackets which the penholder wrote, or a version left."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from workflow.text.amendments.brackets import settled
from workflow.text.amendments.carried import Accepted, carried
from workflow.text.consolidation.written import unchanged, wanted_words
from workflow.text.document.brackets import Alternative, Bracket, open_brackets
from workflow.text.edits.fitting import alone
from workflow.text.edits.shared import places, whole_words
from workflow.text.edits.uptake import Uptake, changes, uptake_in
from workflow.text.values.amendment import Amendment, AmendmentKind
from workflow.text.values.block import Block


def said_open(
    issued: Sequence[Block],
    draft: Sequence[Block],
    accepted: Sequence[Accepted],
    there: Mapping[str, Amendment | None],
) -> dict[str, list[tuple[str, Alternative]]]:
    """Reference -> the blocks and the alternatives in brackets there that say it already: to put it in would say it
    twice. The penholder wrote them, or an earlier version left it open there.
    """
    untouched = unchanged(issued, draft)
    found = {}
    for each in accepted:
        place, asked = there[each.amendment.ref], each.amendment
        if not each.bracketed or not (at := _open_at(draft, each)):
            continue
        if place is None or (untouched is not None and asked.block not in untouched) or _is_its_own(draft, each, place):
            found[asked.ref] = at
    return found


def still_open(
    text: Sequence[Block], accepted: Sequence[Accepted], standing: Iterable[str]
) -> dict[str, list[tuple[str, Alternative]]]:
    """Those of `standing` that the text says when all others are in it: one may have changed the words between."""
    open_ = (each for each in accepted if each.bracketed and each.amendment.ref in standing)
    here = ((each, open_at(text, each.amendment, each.made_to)) for each in open_)
    return {each.amendment.ref: at for each, at in here if at}


def open_though_refused(text: Sequence[Block], refused: Sequence[Accepted], accepted: Sequence[Accepted]) -> list[str]:
    """The references of those of `refused` whose words the text leaves open, where no other one is to stand open so."""
    if not refused or not open_brackets(text):
        return []
    others = alternatives_of(text, (each for each in accepted if each.bracketed))
    found = [(each.amendment.ref, _refused_at(text, each, place)) for each, place in _with_places(refused, text)]
    return [ref for ref, at in found if any((block, each.start) not in others for block, each in at)]


def alternatives_of(text: Sequence[Block], made: Iterable[Accepted]) -> dict[tuple[str, int], Alternative]:
    """The alternatives with which the text says what these ask for, by their block and place."""
    return {(block, at.start): at for each in made for block, at in _open_at(text, each)}


def refused_alternatives(text: Sequence[Block], refused: Sequence[Accepted]) -> set[tuple[str, int]]:
    """Block and place of the alternatives with which the text says words that were refused."""
    return {
        (block, at.start)
        for each, place in _with_places(refused, text)
        if each.amendment.kind is AmendmentKind.REPLACE
        for block, at in _refused_at(text, each, place)
    }


def _with_places(made: Sequence[Accepted], text: Sequence[Block]) -> Iterable[tuple[Accepted, Amendment | None]]:
    return zip(made, carried(made, text), strict=True)


def _refused_at(text: Sequence[Block], each: Accepted, place: Amendment | None) -> list[tuple[str, Alternative]]:
    """Where the text says open what was refused. Words that stood open when it was asked for them are others'."""
    if each.amendment.kind not in (AmendmentKind.REPLACE, AmendmentKind.ADD) or _open_at(each.made_to, each):
        return []
    at = _open_at(text, each)
    return at if place is None or _is_its_own(text, each, place) else []


def _open_at(text: Sequence[Block], each: Accepted) -> list[tuple[str, Alternative]]:
    return open_at(text, each.amendment, each.made_to)


def _is_its_own(text: Sequence[Block], each: Accepted, place: Amendment) -> bool:
    """Whether the words that would go stand in the passage that says it; one of a new paragraph is its own where there
    was none when it was proposed. place: what it asks of the text.
    """
    at = _open_at(text, each)
    if place.kind is not AmendmentKind.REPLACE:
        return not _open_at(each.made_to, each)
    return any(
        passage.start <= alternative.start < passage.end and passage.start <= place.start <= place.end <= passage.end
        for block, alternative in at
        for passage in open_brackets([each for each in text if each.id == block == place.block])
    )


def open_at(
    text: Sequence[Block], amendment: Amendment, made_to: Sequence[Block] = ()
) -> list[tuple[str, Alternative]]:
    """The alternatives in square brackets with which the text says what is proposed, each with its block; of several
    new paragraphs one each. None where it is not said. made_to: the text that the amendment was made to.

    An alternative says it where the paragraph that is settled for it has the change; the first bracket, without words,
    where it is so with none of them.
    """
    if amendment.kind is AmendmentKind.ADD:
        added = [_added_at(text, words) for words in wanted_words(amendment)]
        return [at for at in added if at] if all(added) else []
    before = next((block for block in made_to if block.id == amendment.block), None)
    found = [
        (not leaves_open, block.id, at)
        for block in text
        if block.id == amendment.block
        for passage in open_brackets([block])
        for at, leaves_open in _said_at(block.text, passage, amendment, before)
    ]
    # The passage that could also leave the words as they were comes first: that one is about them.
    return [(block, at) for _, block, at in sorted(found, key=lambda each: each[0])[:1]]


def _added_at(text: Sequence[Block], words: tuple[str, ...]) -> tuple[str, Alternative] | None:
    found = ((b.block, each) for b in open_brackets(text) for each in b.alternatives)
    return next((at for at in found if places(words, whole_words(at[1].words))), None)


def _said_at(text: str, passage: Bracket, asked: Amendment, before: Block | None) -> Iterator[tuple[Alternative, bool]]:
    """The alternative for which the paragraph has to be settled to have what is asked, the nearest one, if there is
    one; and whether another one would leave the words as they were.
    """
    nothing = Alternative(passage.start, passage.start + 1, "")
    every = [(each, settled(text, passage, each.words)) for each in (*passage.alternatives, nothing)]
    if before is None:
        wanted = whole_words(asked.words)
        yield from [(each, False) for each, reads in every if whole_words(reads) == wanted][:1]
        return
    wish = alone(before, asked)
    its_own = {each.words for each in open_brackets([replace(before, text=wish)])}
    if passage.words in its_own - {each.words for each in open_brackets([before])}:
        return
    stands = [uptake_in(before.text, reads, wish) for _, reads in every]
    made = [
        each
        for each, stand in zip(every, stands, strict=True)
        if stand is Uptake.MADE and (whole_words(each[1]) or not whole_words(wish))
    ]
    only_goes = not any(any(map(str.isalnum, wish[low:high])) for _, _, low, high in changes(before.text, wish))
    if not made or (only_goes and Uptake.OPEN not in stands):  # words are gone from what nobody left open as well
        return
    exact = [each for each, reads in made if whole_words(reads) == whole_words(wish)]
    yield (exact[0] if exact else made[0][0]), Uptake.OPEN in stands
