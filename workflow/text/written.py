"""Accepted amendments that a text written by hand says already: told apart, and put down to the words there."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from workflow.text.amendment import Amendment, AmendmentKind, Source, has_place
from workflow.text.amendments import apply
from workflow.text.block import Block
from workflow.text.brackets import Alternative, Bracket, open_brackets
from workflow.text.carried import Accepted
from workflow.text.diff import word_diff
from workflow.text.likeness import likeness
from workflow.text.markdown import parse
from workflow.text.satisfied import Verdict, judged
from workflow.text.shared import places, whole_words

_ALIKE = 0.7  # share of words in common that makes of a new paragraph the one proposed, with a word changed
_Hunk = tuple[int, int, int, int]  # a change's span in the old and in the new text


def said_by_hand(
    issued: Sequence[Block],
    draft: Sequence[Block],
    accepted: Sequence[Accepted],
    there: Mapping[str, Amendment | None],
    language: str,
) -> set[str]:
    """The references of those that the penholder's own words say: to put them in would say it twice."""
    untouched = _untouched(issued, draft)
    found: set[str] = set()
    for each in accepted:
        place, asked = there[each.amendment.ref], each.amendment
        is_older = place is None or each.made_to != issued
        stands = place is not None and (untouched is None or asked.block in untouched)
        if each.bracketed or (stands and asked.kind is not AmendmentKind.MOVE):
            continue
        # Words that a version left open stand in it, and what was asked of the version before it is the whole.
        here = place is not None and _is_said(issued, draft, place, language)
        in_place = here or (is_older and _is_said(each.made_to, draft, asked, language))
        if (in_place and _has_part(each, draft)) or _is_said_elsewhere(each, issued, draft):
            found.add(asked.ref)
    return found


def nearly_said(
    issued: Sequence[Block], draft: Sequence[Block], accepted: Sequence[Accepted], said: set[str]
) -> set[str]:
    """The references of the paragraphs to be added of which the draft has a new one with other words, or elsewhere: to
    put them in would say it twice. said: those that it says as they are.
    """
    old = {block.id for block in issued}
    added = [each.amendment for each in accepted if each.amendment.kind is AmendmentKind.ADD and not each.bracketed]
    wanted = {each.ref: _wanted(each) for each in added}
    claimed = [words for ref in wanted if ref in said for words in wanted[ref]]
    new = [words for block in draft if block.id not in old and (words := whole_words(block.text)) not in claimed]
    return {
        ref
        for ref, paragraphs in wanted.items()
        if ref not in said and any(_is_alike(one, other) for one in paragraphs for other in new)
    }


def _is_alike(wanted: tuple[str, ...], written: tuple[str, ...]) -> bool:
    return bool(places(wanted, written)) or likeness(Counter(wanted), Counter(written)) >= _ALIKE


def said_open(
    issued: Sequence[Block],
    draft: Sequence[Block],
    accepted: Sequence[Accepted],
    there: Mapping[str, Amendment | None],
) -> dict[str, list[tuple[str, Alternative]]]:
    """Reference -> the blocks and the alternatives in brackets there that the penholder wrote for it."""
    untouched = _untouched(issued, draft)
    found = {}
    for each in accepted:
        place, asked = there[each.amendment.ref], each.amendment
        written = place is None or (untouched is not None and asked.block not in untouched)
        was = next((block.text[asked.start : asked.end] for block in each.made_to if block.id == asked.block), "")
        if each.bracketed and written and (at := open_at(draft, asked, was)):
            found[asked.ref] = at
    return found


def _is_said(made_to: Sequence[Block], draft: Sequence[Block], amendment: Amendment, language: str) -> bool:
    """Whether the draft, in which the paragraph was written anew, says all that the amendment asks of `made_to`."""
    if amendment.kind is AmendmentKind.MOVE:
        return not has_place(amendment, {block.id: block for block in draft}) and _is_moved(made_to, draft, amendment)
    verdict = judged(made_to, draft, amendment, language)
    return verdict is not None and verdict.verdict is Verdict.SATISFIED


def _has_part(each: Accepted, draft: Sequence[Block]) -> bool:
    """Whether all words taken in part are there: what stood there before is no change, and nothing else asks for it."""
    asked = each.amendment
    if each.in_full or asked.kind is not AmendmentKind.REPLACE:
        return True
    return any(set(whole_words(asked.words)) <= set(whole_words(b.text)) for b in draft if b.id == asked.block)


def _is_moved(made_to: Sequence[Block], draft: Sequence[Block], amendment: Amendment) -> bool:
    """Whether the paragraph stands behind the one that it would, of those that are still there."""
    old = {block.id: block.text for block in made_to}
    if not has_place(amendment, {block.id: block for block in made_to}):
        return False
    ids = [block.id for block in draft]
    if amendment.block not in ids:  # written anew where it was to be
        text = old[amendment.block]
        anew = next((block.id for block in draft if block.id not in old and block.text == text), None)
        ids = [amendment.block if id_ == anew else id_ for id_ in ids]
    asked = [block.id for block in apply(made_to, [amendment], str).blocks]
    return amendment.block in ids and _before(asked, amendment.block, ids) == _before(ids, amendment.block, asked)


def _before(ids: Sequence[str], block: str, common: Sequence[str]) -> str:
    return next((id_ for id_ in reversed(ids[: ids.index(block)]) if id_ in common), "")


def _is_said_elsewhere(each: Accepted, issued: Sequence[Block], draft: Sequence[Block]) -> bool:
    """Whether what has no place of its own in the draft is said there: its words stand where they did not."""
    asked, now = each.amendment, {block.id: block.text for block in draft}
    if asked.kind is AmendmentKind.ADD:
        return not each.in_full and _is_new(asked, issued, draft)
    if each.made_to and asked.block in now:
        return False
    if asked.kind is AmendmentKind.REPLACE and asked.words:
        return _is_new(asked, each.made_to or issued, [b for b in draft if b.id == asked.block] or draft)
    before = next((block.text for block in issued if block.id == asked.block), None)
    is_anew = asked.kind is AmendmentKind.REPLACE and before != now.get(asked.block)
    return not each.made_to and asked.kind is not AmendmentKind.MOVE and (asked.block not in now or is_anew)


def _is_new(asked: Amendment, before: Sequence[Block], after: Sequence[Block]) -> bool:
    """Whether all the words asked for stand in some paragraph more often than they did."""
    old = {block.id: whole_words(block.text) for block in before}
    new = {block.id: whole_words(block.text) for block in after}
    wanted = _wanted(asked)
    return bool(wanted) and all(
        any(len(places(words, new[id_])) > len(places(words, old.get(id_, ()))) for id_ in new) for words in wanted
    )


def _wanted(asked: Amendment) -> list[tuple[str, ...]]:
    """The words that are asked for, of new paragraphs those of each."""
    texts = [block.text for block in parse(asked.words)] if asked.kind is AmendmentKind.ADD else [asked.words]
    return [words for text in texts if (words := whole_words(text))]


def _untouched(issued: Sequence[Block], draft: Sequence[Block]) -> set[str] | None:
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


def open_at(text: Sequence[Block], amendment: Amendment, was: str) -> list[tuple[str, Alternative]]:
    """The alternatives in square brackets with which the text says what is proposed, each with its block; of several
    new paragraphs one each. None where it is not said. was: the words that would go.

    Where words only go, nothing new tells it: another alternative, or the only one, has them as they were.
    """
    if amendment.kind is AmendmentKind.ADD:
        found = [_added_at(text, words) for words in _wanted(amendment)]
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
    without = goes and len(own) == 1 and not _stand_at(old, (), beside) and (not words or _stand_at(words, (), beside))
    return Alternative(bracket.start, bracket.start + 1, "") if without else None


def _stand_at(words: tuple[str, ...], inside: tuple[str, ...], beside: tuple[tuple[str, ...], tuple[str, ...]]) -> bool:
    """Whether the words stand in the paragraph that reads so, with one at least that is `inside`, or around nothing."""
    start, line = len(beside[0]), (*beside[0], *inside, *beside[1])
    end = start + len(inside)
    return any(
        at <= start <= at + len(words) if not inside else at < end and start < at + len(words)
        for at in places(words, line)
    )


def credited(issued: Sequence[Block], text: Sequence[Block], asked: Amendment, place: Amendment | None) -> list[Source]:
    """The changes from `issued` to `text` that say what is asked; place: what is asked in the offsets of `issued`."""
    old, new = ({block.id: block.text for block in blocks} for blocks in (issued, text))
    if asked.kind is AmendmentKind.REMOVE:
        gone = asked.block in old and asked.block not in new
        return [Source(asked.block, 0, 0, (asked.ref,), asked.kind, (0, len(old[asked.block])))] if gone else []
    if asked.kind is AmendmentKind.MOVE:
        anew = [id_ for id_, text in new.items() if id_ not in old and text == old.get(asked.block)]
        at = [asked.block] if asked.block in new else anew[:1]
        return [Source(id_, 0, 0, (asked.ref,), asked.kind) for id_ in at]
    if asked.kind is AmendmentKind.ADD or asked.block not in new:
        return list(_paragraphs(old, new, asked))
    if asked.kind is not AmendmentKind.REPLACE or asked.block not in old:
        return []
    hunks = list(_hunks(old[asked.block], new[asked.block]))
    low, high = (place.start, place.end) if place else (0, len(old[asked.block]))
    for bracket in open_brackets([block for block in issued if block.id == asked.block]):
        if bracket.start <= high and low <= bracket.end:  # the whole passage was settled by what is asked
            low, high = min(low, bracket.start), max(high, bracket.end)
    near = [each for each in hunks if each[0] <= high and low <= each[1]]
    return [Source(asked.block, c, d, (asked.ref,), was=(a, b)) for a, b, c, d in near or hunks]


def _paragraphs(old: Mapping[str, str], new: Mapping[str, str], asked: Amendment) -> Iterator[Source]:
    wanted = _wanted(asked)
    for id_, text in new.items():
        if old.get(id_) != text and any(places(words, whole_words(text)) for words in wanted):
            was = (0, len(old[id_])) if id_ in old else None
            kind = AmendmentKind.REPLACE if id_ in old else AmendmentKind.ADD
            yield Source(id_, 0, len(text), (asked.ref,), kind, was)


def _hunks(before: str, after: str) -> Iterator[_Hunk]:
    old = new = 0
    start: tuple[int, int] | None = None
    for op, words in word_diff(before, after):
        if op == 0 and start is not None:
            yield start[0], old, start[1], new
        start = None if op == 0 else start or (old, new)
        old += len(words) if op <= 0 else 0
        new += len(words) if op >= 0 else 0
    if start is not None:
        yield start[0], old, start[1], new
