"""Amendments that stand open in square brackets which the penholder wrote."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from workflow.text.amendment import Amendment, AmendmentKind
from workflow.text.block import Block
from workflow.text.brackets import Alternative, Bracket, open_brackets, settled
from workflow.text.carried import Accepted
from workflow.text.shared import places, whole_words
from workflow.text.written import unchanged, wanted_words


def said_open(
    issued: Sequence[Block],
    draft: Sequence[Block],
    accepted: Sequence[Accepted],
    there: Mapping[str, Amendment | None],
) -> dict[str, list[tuple[str, Alternative]]]:
    """Reference -> the blocks and the alternatives in brackets there that the penholder wrote for it."""
    untouched = unchanged(issued, draft)
    found = {}
    for each in accepted:
        place, asked = there[each.amendment.ref], each.amendment
        written = place is None or (untouched is not None and asked.block not in untouched)
        if each.bracketed and written and (at := open_at(draft, asked, _was(each))):
            found[asked.ref] = at
    return found


def with_answers(draft: Sequence[Block], accepted: Sequence[Accepted]) -> tuple[Block, ...]:
    """The draft, each passage in which words accepted in full are an alternative settled for them.

    Put in once more they would stand there twice. One in which others are left open, or of which two alternatives are
    accepted, is left to a person.
    """
    chosen: dict[tuple[str, int], list[str]] = defaultdict(list)
    held = set()
    passages = [each for block in draft for each in open_brackets([block])]
    for each in accepted if passages else ():
        if each.amendment.kind is not AmendmentKind.REPLACE or not (each.in_full or each.bracketed):
            continue
        for block, at in open_at(draft, each.amendment, _was(each)):
            place = next((p.block, p.start) for p in passages if p.block == block and p.start <= at.start < p.end)
            chosen[place] += [at.words]
            held |= {place} if each.bracketed or not at.words else set()
    texts = {block.id: block.text for block in draft}
    for passage in reversed(passages):
        words = set(chosen[passage.block, passage.start])
        if len(words) == 1 and (passage.block, passage.start) not in held:
            texts[passage.block] = settled(texts[passage.block], passage, words.pop())
    return tuple(block if texts[block.id] == block.text else replace(block, text=texts[block.id]) for block in draft)


def _was(each: Accepted) -> str:
    """The words that would go, in the text that the amendment was made to."""
    asked = each.amendment
    return next((block.text[asked.start : asked.end] for block in each.made_to if block.id == asked.block), "")


def open_at(text: Sequence[Block], amendment: Amendment, was: str) -> list[tuple[str, Alternative]]:
    """The alternatives in square brackets with which the text says what is proposed, each with its block; of several
    new paragraphs one each. None where it is not said. was: the words that would go.

    Where words only go, nothing new tells it: another alternative, or the only one, has them as they were, or one is
    nothing but them.
    """
    if amendment.kind is AmendmentKind.ADD:
        found = [_added_at(text, words) for words in wanted_words(amendment)]
        return [at for at in found if at] if all(found) else []
    words, old = whole_words(amendment.words), whole_words(was)
    for block in (block for block in text if block.id == amendment.block):
        for bracket in open_brackets([block]):
            if at := _said_at(block.text, bracket, words, old):
                return [(block.id, at)]
    return []


def _added_at(text: Sequence[Block], words: tuple[str, ...]) -> tuple[str, Alternative] | None:
    found = ((b.block, each) for b in open_brackets(text) for each in b.alternatives)
    return next((at for at in found if places(words, whole_words(at[1].words))), None)


def _said_at(text: str, bracket: Bracket, words: tuple[str, ...], old: tuple[str, ...]) -> Alternative | None:
    """The alternative with which the paragraph says the words; its first bracket where it says them without any."""
    own = [whole_words(each.words) for each in bracket.alternatives]
    if words and words in own:
        return bracket.alternatives[own.index(words)]
    goes = not words or bool(places(words, old))
    beside = whole_words(text[: bracket.start]), whole_words(text[bracket.end :])
    has_old = [_stand_at(old, each, beside) for each in own]
    if goes and not any(has_old):
        return None
    for alternative, inside, is_old in zip(bracket.alternatives, own, has_old, strict=True):
        if not (goes and is_old) and (not words or _stand_at(words, inside, beside)):
            return alternative
    may_go = goes and (len(own) == 1 or old in own)  # one of the alternatives or nothing is to stand there
    without = may_go and not _stand_at(old, (), beside) and (not words or _stand_at(words, (), beside))
    return Alternative(bracket.start, bracket.start + 1, "") if without else None


def _stand_at(words: tuple[str, ...], inside: tuple[str, ...], beside: tuple[tuple[str, ...], tuple[str, ...]]) -> bool:
    """Whether the words stand in the paragraph that reads so, with one at least that is `inside`, or around nothing."""
    start, line = len(beside[0]), (*beside[0], *inside, *beside[1])
    end = start + len(inside)
    return any(
        at <= start <= at + len(words) if not inside else at < end and start < at + len(words)
        for at in places(words, line)
    )
