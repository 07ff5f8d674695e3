"""A draft and the version before it, with each passage in square brackets as the answers settle it.

The answers settle a passage in both: what they did is not the penholder's hand, and what was asked of that version has
its place in what is left of it. A passage that the hand settled is settled in the version alone.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from workflow.text.amendments.brackets import cuts_of, found_again
from workflow.text.amendments.carried import Accepted
from workflow.text.anchors.anchors import reanchor
from workflow.text.consolidation.hand_brackets import open_at, passages_saying, refused_open
from workflow.text.consolidation.written import wanted_words
from workflow.text.document.brackets import Alternative, Bracket, open_brackets
from workflow.text.document.unopened import remainder, unopened
from workflow.text.edits.shared import whole_words
from workflow.text.values.amendment import AmendmentKind
from workflow.text.values.answers import Verdict
from workflow.text.values.block import Block
from workflow.text.values.spans import Span


@dataclass(frozen=True, slots=True)
class Settled:
    """Both texts, and the amendments where their words stand in the version; those made to it were made to `issued`."""

    issued: tuple[Block, ...]
    draft: tuple[Block, ...]
    accepted: Sequence[Accepted]


def settled_by_answers(
    issued: tuple[Block, ...], draft: tuple[Block, ...], accepted: Sequence[Accepted], refused: Sequence[Accepted]
) -> Settled:
    """Both texts, each passage in which words accepted in full are an alternative settled for them; and each without
    the alternatives that are refused, where one is left settled for that.

    Put in once more words accepted would stand there twice. A passage in which others are left open, or of which two
    alternatives are accepted, is not settled for one: that is left to a person, and so is one of which nothing is left.
    """
    if not open_brackets([*issued, *draft]):
        return Settled(issued, draft, accepted)
    answers = _Answers(draft, accepted, refused)
    old, new = ({block.id: block.text for block in text} for text in (issued, draft))
    before, after = defaultdict[str, list[Span]](list), defaultdict[str, list[Span]](list)
    for each in found_again(issued, draft, open_brackets(issued), answers.passages):
        if not (stays := answers.staying(each.passage)):
            continue
        block, is_open = each.passage.block, any(map(answers.is_held, stays))
        after[block] += cuts_of(new[block], each.passage, stays, is_open=is_open)
        if each.was:
            were = dict(zip(each.passage.every, (*each.stood, each.was.every[-1]), strict=True))
            stood = [was for one in stays if (was := were[one])]
            before[block] += cuts_of(old[block], each.was, stood, is_open=is_open) if len(stood) == len(stays) else ()
    now = _with_issued(Settled(issued, _without(draft, after), accepted), before)
    texts = {block.id: block.text for block in now.draft}
    return _with_issued(now, {b.id: unopened(texts.get(b.id, b.text), b.text).cuts for b in now.issued})


def reopened(
    issued: tuple[Block, ...], draft: tuple[Block, ...], accepted: Sequence[Accepted], lost: Sequence[Accepted]
) -> tuple[Block, ...]:
    """The draft in which the passages of the version stand open again that it settled for words of `lost`, where nobody
    else's that are accepted, or that are to stand open: what was answered since settles them.
    """
    answers = _Answers(issued, accepted, lost)
    texts = {block.id: block.text for block in draft}
    for block in issued:
        left = unopened(texts.get(block.id, block.text), block.text)
        for passage in reversed([each for each in answers.passages if each.block == block.id]):
            kept = {each: here for each in passage.alternatives if (here := left.left(each.start, each.end))}
            is_open_again = any(map(answers.is_held, passage.every)) or any(map(answers.is_lost, kept))
            if left.left(passage.start, passage.start + 1) or not is_open_again:
                continue
            for there in kept.values():  # of a passage that is settled one stands there
                at = reanchor(left.text, texts[block.id], *there)
                if at.verdict is Verdict.SAME and at.start is not None:
                    words = block.text[passage.start : passage.end]
                    texts[block.id] = texts[block.id][: at.start] + words + texts[block.id][at.end :]
    return tuple(replace(block, text=texts[block.id]) for block in draft)


class _Answers:
    """The passages of a text with those behind each alternative that are answered."""

    def __init__(self, text: Sequence[Block], accepted: Sequence[Accepted], refused: Sequence[Accepted]) -> None:
        chosen = [each for each in accepted if each.in_full and _is_alternative(text, each)]
        held = [each for each in accepted if each.bracketed]
        gone = refused_open(text, (each for each in refused if _is_alternative(text, each)))
        self._chosen, self._held, self._gone = ({each.amendment.ref for each in of} for of in (chosen, held, gone))
        self.passages = passages_saying(text, [*chosen, *held, *gone])

    def is_held(self, alternative: Alternative) -> bool:
        """Whether it is to stand open."""
        return not self._held.isdisjoint(alternative.refs)

    def is_lost(self, alternative: Alternative) -> bool:
        """Whether it is refused, and nobody else's."""
        return not self._gone.isdisjoint(alternative.refs) and (self._held | self._chosen).isdisjoint(alternative.refs)

    def staying(self, passage: Bracket) -> Sequence[Alternative]:
        """What stays of a passage of which answers take something; empty where it is left as it is."""
        chosen = [each for each in passage.every if not self._chosen.isdisjoint(each.refs)]
        if len(chosen) == 1 and not any(map(self.is_held, passage.every)):
            return chosen
        is_taken = any(map(self.is_lost, passage.every))
        return [each for each in passage.alternatives if not self.is_lost(each)] if is_taken else []


def _is_alternative(text: Sequence[Block], each: Accepted) -> bool:
    """Whether an alternative that says it says no more: the words of a new paragraph may be part of another's."""
    asked, at = each.amendment, open_at(text, each.amendment, each.made_to)
    return asked.kind is AmendmentKind.REPLACE or all(whole_words(one.words) in wanted_words(asked) for _, one in at)


def _without(blocks: Sequence[Block], cuts: Mapping[str, Sequence[Span]]) -> tuple[Block, ...]:
    return tuple(
        replace(block, text=remainder(block.text, cuts[block.id]).text) if cuts.get(block.id) else block
        for block in blocks
    )


def _with_issued(now: Settled, cuts: Mapping[str, Sequence[Span]]) -> Settled:
    """The version without these spans, and what was asked of it where its words stand in what is left."""
    if not any(cuts.values()):
        return now
    left = {block.id: remainder(block.text, cuts.get(block.id, ())) for block in now.issued}
    issued = _without(now.issued, cuts)
    made = []
    for each in now.accepted:
        asked, is_of_it = each.amendment, each.made_to == now.issued
        span = left[asked.block].left(asked.start, asked.end) if asked.block in left else (asked.start, asked.end)
        moved = replace(each, amendment=replace(asked, start=span[0], end=span[1]), made_to=issued) if span else each
        made.append(moved if is_of_it else each)
    return Settled(issued, now.draft, made)
