"""What stands behind the changes of a text: the amendments that it says, each at the words that it has."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from workflow.text.amendments.brackets import cuts_of
from workflow.text.amendments.carried import Accepted
from workflow.text.diff.words import hunks, word_diff
from workflow.text.document.brackets import Alternative, Bracket, open_brackets
from workflow.text.document.markdown import parse
from workflow.text.document.unopened import remainder
from workflow.text.edits.credit import Claim, Claims, claims_of_wish, parts
from workflow.text.edits.fitting import alone
from workflow.text.edits.shared import has_word
from workflow.text.values.amendment import NOTHING, Amendment, AmendmentKind, Source
from workflow.text.values.block import Block
from workflow.text.values.spans import Span


def credited(
    issued: Sequence[Block],
    text: Sequence[Block],
    made: Iterable[Accepted],
    there: Mapping[str, Amendment | None],
) -> list[Source]:
    """The changes of words from `issued` to `text` that the amendments have, and whole paragraphs gone or moved.

    made: those that the text says, however it came by them. there: reference -> what it asks of `issued`.
    """
    old, new = ({block.id: block for block in blocks} for blocks in (issued, text))
    claims: dict[str, Claims] = defaultdict(Claims)
    for each in made:
        for block, found in _labels(old, new, each, there[each.amendment.ref]):
            claims[block].gone.extend(found.gone)
            claims[block].come.extend(found.come)
    in_words = [source for block in text for source in _in_words(old.get(block.id), block, claims[block.id])]
    return [*in_words, *(source for each in made for source in _whole(old, new, each.amendment))]


def _in_words(before: Block | None, after: Block, claims: Claims) -> Iterator[Source]:
    if not claims.gone and not claims.come:
        return
    kind = AmendmentKind.REPLACE if before else AmendmentKind.ADD
    for part in parts(word_diff(before.text if before else "", after.text), claims):
        if part.refs and not part.kept:
            yield Source(after.id, *part.new, part.refs, kind, part.old if before else None)


def _labels(
    old: Mapping[str, Block], new: Mapping[str, Block], each: Accepted, place: Amendment | None
) -> Iterator[tuple[str, Claims]]:
    """The paragraphs that have changes of an amendment, and what it has of each."""
    asked, wish = each.amendment, place or each.amendment
    if asked.kind not in (AmendmentKind.REPLACE, AmendmentKind.ADD):
        return
    base = next((block for block in (old.values() if place else each.made_to) if block.id == wish.block), None)
    here = new.get(wish.block) if base else None
    changed = [block for block in new.values() if block != here and block.text != _text(old, block.id)]
    others = sorted(changed, key=lambda block: block.id in old)
    wishes = [(base.text, alone(base, wish))] if base else [("", block.text) for block in parse(asked.words)]
    texts = {wish.block: _text(new, wish.block)} | {block.id: block.text for block in others}
    for was, wanted in wishes:
        found = claims_of_wish(asked.ref, was, wanted, _text(old, wish.block), list(texts.values()))
        yield from zip(texts, found, strict=True)
    yield wish.block, _settled(old.get(wish.block), place, each.made_to)


def _settled(block: Block | None, place: Amendment | None, made_to: Sequence[Block]) -> Claims:
    """The passage left open that the words asked for settle; what of it still stands is no change.

    What was to change within an alternative, when that one stood open, settles nothing.
    """
    if block is None or place is None:
        return Claims()
    changes = place.words != block.text[place.start : place.end]
    stood = {each.words for each in open_brackets(b for b in made_to if b.id == block.id)} if changes else set()
    return Claims(
        [
            Claim(each.start, each.end, (place.ref,))
            for each in open_brackets([block])
            if len(each.alternatives) > 1 and each.start <= place.end and place.start <= each.end
            if each.words not in stood
            or not any(a.start <= place.start <= place.end <= a.end for a in each.alternatives)
        ]
    )


def _whole(old: Mapping[str, Block], new: Mapping[str, Block], asked: Amendment) -> Iterator[Source]:
    if asked.kind is AmendmentKind.REMOVE and asked.block in old and asked.block not in new:
        yield Source(asked.block, 0, 0, (asked.ref,), asked.kind, (0, len(old[asked.block].text)))
    if asked.kind is AmendmentKind.MOVE:
        anew = [id_ for id_, block in new.items() if id_ not in old and block.text == _text(old, asked.block)]
        yield from [Source(id_, 0, 0, (asked.ref,), asked.kind) for id_ in [*new.keys() & {asked.block}, *anew][:1]]


def _text(blocks: Mapping[str, Block], block: str) -> str:
    return blocks[block].text if block in blocks else ""


def open_sources(
    issued: Sequence[Block], text: Sequence[Block], passages: Iterable[Bracket], accepted: Iterable[Accepted] = ()
) -> Iterator[Source]:
    """What stands behind the passages that are left open: each alternative with its brackets, and the first bracket.

    Words that the penholder wrote into an alternative, and that `accepted` do not ask for, are nobody else's.
    """
    old, texts = {block.id for block in issued}, {block.id: block.text for block in text}
    asked = {each.amendment.ref: each for each in accepted}
    for passage in (each for each in passages if each.refs):
        kind, was = (AmendmentKind.REPLACE, NOTHING) if passage.block in old else (AmendmentKind.ADD, None)
        at = passage.start
        if not passage.alternatives[0].refs:
            yield Source(passage.block, at, at + 1, passage.refs, kind, was)
        for each in passage.alternatives:
            if each.refs:
                wish = next((_wish(asked[ref]) for ref in each.refs if ref in asked), "")
                hand = list(_written_into(texts[passage.block], passage, each, wish)) if wish else []
                for low, high in [*hand, (each.end + 1, each.end + 1)]:
                    yield Source(passage.block, at, low, each.refs, kind, was)
                    at = high
            at = each.end + bool(each.refs)
        if not any(each.refs for each in passage.alternatives):  # words are only to go
            yield Source(passage.block, passage.end - 1, passage.end, passage.refs, kind, was)


def _wish(each: Accepted) -> str:
    """The paragraph as the amendment asks for it; "" where it is of no words in one."""
    base = next((block for block in each.made_to if block.id == each.amendment.block), None)
    return alone(base, each.amendment) if base and each.amendment.kind is AmendmentKind.REPLACE else ""


def _written_into(text: str, passage: Bracket, alternative: Alternative, wish: str) -> Iterator[Span]:
    """The words of an alternative that are not those asked for."""
    left = remainder(text, cuts_of(text, passage, [alternative]))
    for hunk in hunks(word_diff(wish, left.text)):
        for low, high in left.pieces(hunk.place, hunk.place_end):
            start, end = max(low, alternative.start), min(high, alternative.end)
            if start < end and has_word(text[start:end]):
                yield start, end
