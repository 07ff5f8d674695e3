"""What a paragraph written by hand makes of an amendment to it: all of it, a part, or nothing; what stands instead."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from workflow.text.alignment.align import common_runs
from workflow.text.alignment.runs import Run
from workflow.text.alignment.trust import weight
from workflow.text.amendments.brackets import settled_round
from workflow.text.consolidation.levels import MOST
from workflow.text.diff.words import hunks, word_diff
from workflow.text.document.brackets import TITLE, divided, open_brackets
from workflow.text.document.inline import plain
from workflow.text.document.likeness import bag
from workflow.text.document.markdown import parse
from workflow.text.edits.fitting import alone
from workflow.text.edits.levels import HEAVY, SAYS
from workflow.text.edits.shared import has_word, places, shares_words, whole_words
from workflow.text.edits.uptake import Uptake, as_read, changes, place_of, uptake
from workflow.text.force.changes import kinds
from workflow.text.force.meaning import is_turned
from workflow.text.unicode.folding import caseless_in_place
from workflow.text.values.amendment import Amendment, AmendmentKind
from workflow.text.values.answers import ChangeKind, Extent
from workflow.text.values.block import Block
from workflow.text.values.spans import Hunk, Span


@dataclass(frozen=True, slots=True)
class Judged:
    """How far it is done; words: those proposed that the text says, where it takes a part. "" where words only go."""

    extent: Extent
    words: str = ""


_IGNORED, _SATISFIED = Judged(Extent.IGNORED), Judged(Extent.SATISFIED)


def judged(issued: Sequence[Block], draft: Sequence[Block], amendment: Amendment, language: str) -> Judged | None:
    """What `draft`, written by hand since `issued`, makes of an amendment in the offsets of `issued`.

    None where nothing was written that it is about: its words were left as they were, or nothing new stands behind the
    paragraph that it would follow; and for moves. A word of force that is missing beside the words, or is one too many,
    is never SATISFIED.
    """
    issued, draft = (divided(text)[amendment.block != TITLE] for text in (issued, draft))
    old, new = ({block.id: block for block in blocks} for blocks in (issued, draft))
    match amendment.kind:
        case AmendmentKind.ADD:
            return _added(issued, draft, amendment, language)
        case AmendmentKind.REMOVE:
            return _removed(amendment.block, old, new)
        case AmendmentKind.REPLACE if amendment.block in old:
            hand = new[amendment.block].text if amendment.block in new else ""
            if hand == old[amendment.block].text:
                return None
            made = _replaced(issued, draft, amendment, language)
            is_left = made != _SATISFIED and _is_left(old[amendment.block], hand, amendment)
            return None if is_left else made
    return None


def words_in_place(issued: Sequence[Block], draft: Sequence[Block], amendment: Amendment) -> str:
    """What stands in `draft` in the place of the words that it is about, in the offsets of `issued`; "" for nothing."""
    before, after = (
        next((block.text for block in text if block.id == amendment.block), "") for text in (issued, draft)
    )
    if amendment.kind is not AmendmentKind.REPLACE:
        return after
    place = place_of(before, after, amendment.start, amendment.end)
    return after[slice(*place.hunk.now)].strip()


def _is_left(block: Block, hand: str, amendment: Amendment) -> bool:
    """Whether nothing was written in the words that the amendment changes, nor right beside them."""
    base = as_read(block.text)
    mine, theirs = changes(base, as_read(alone(block, amendment))), changes(base, as_read(hand))
    pairs = (sorted((one, other)) for one in mine for other in theirs)
    return all(has_word(base[first.end : second.start]) for first, second in pairs)


def _removed(block: str, old: Mapping[str, Block], new: Mapping[str, Block]) -> Judged | None:
    """A paragraph is not gone whose words stand in another one; one of which some words are gone is so in part."""
    if block not in old or (block in new and new[block].text == old[block].text):
        return None
    before, words = old[block].text, whole_words(old[block].text)
    if block in new:
        text = new[block].text
        return _IGNORED if _inserted(before, text) else _only_gone([(0, len(before))], before, text)
    written = [each.text for each in new.values() if each.id not in old or old[each.id].text != each.text]
    return _IGNORED if any(places(words, whole_words(text)) for text in written) else _SATISFIED


def _replaced(issued: tuple[Block, ...], draft: tuple[Block, ...], amendment: Amendment, language: str) -> Judged:
    """The verdict on words; on those of a passage that was left open and is no longer, as if it had been settled for
    the old ones.
    """
    block = next(each for each in issued if each.id == amendment.block)
    there = [each for each in draft if each.id == amendment.block]
    if not open_brackets(there):
        settled, amendment = settled_round(block, amendment)
        issued, block = tuple(settled if each == block else each for each in issued), settled
    hand = there[0].text if there else ""
    base, text, asked = as_read(block.text), as_read(hand), as_read(alone(block, amendment))
    comes, written = _inserted(base, asked), _inserted(base, text)
    at = [_place(asked, text, each.now) for each in comes]
    if not is_turned((base, asked, text), comes, at, language) and uptake(issued, draft, amendment) is Uptake.MADE:
        return _SATISFIED
    if not comes:
        return _only_gone([each.now for each in _inserted(asked, base)], base, text)
    words = _part([asked[slice(*each.now)] for each in comes], [text[slice(*each.now)] for each in written])
    return Judged(Extent.IN_PART, words) if words else _IGNORED


def _added(issued: Sequence[Block], draft: Sequence[Block], amendment: Amendment, language: str) -> Judged | None:
    """A paragraph that is there already in its place is all of it; elsewhere, or with other words, a part.

    It is ignored by another paragraph in its place alone: who edits its neighbour says nothing about it, save with
    most of its words.
    """
    old = {block.id: block.text for block in issued}
    written = [block for block in draft if old.get(block.id) != block.text]
    if not written:
        return None
    wanted = [block.text for block in parse(amendment.words)]
    there = _behind(draft, old, amendment.after or "")
    if wanted and all(any(_same(each, other, language) for other in there) for each in wanted):
        return _SATISFIED
    asked = [plain(each) for each in wanted]
    words = _part(asked, [plain(block.text) for block in written if block.id not in old])
    beside = ((plain(old[block.id]), plain(block.text)) for block in written if block.id in old)
    most = _part(asked, [new[slice(*each.now)] for was, new in beside for each in _inserted(was, new)])
    if weight(most) >= MOST * sum(map(weight, asked)):
        words = max(words, most, key=weight)
    return Judged(Extent.IN_PART, words) if words else _IGNORED if there else None


def _behind(draft: Sequence[Block], old: Iterable[str], after: str) -> list[str]:
    """The texts of the new paragraphs that stand behind one, up to the next that was there before; where that one is
    gone, of all.
    """
    place = next((at + 1 for at, block in enumerate(draft) if block.id == after), None if after else 0)
    if place is None:
        return [block.text for block in draft if block.id not in old]
    found: list[str] = []
    for block in draft[place:]:
        if block.id in old:
            break
        found.append(block.text)
    return found


def _same(one: str, other: str, language: str) -> bool:
    return kinds(one, other, language) <= {ChangeKind.TYPOGRAPHY}


def _inserted(before: str, after: str) -> list[Hunk]:
    """The hunks with which a change puts in words, without white space at the ends of these."""
    found = ((each, after[slice(*each.now)]) for each in hunks(word_diff(before, after)))
    return [
        Hunk(*each.was, each.place_end - len(words.lstrip()), each.place + len(words.rstrip()))
        for each, words in found
        if has_word(words)
    ]


def _only_gone(goes: Sequence[Span], base: str, text: str) -> Judged:
    """The verdict on an amendment that takes words out of which not all are gone."""
    there, left = bag(base), bag(text)
    said = (word for start, end in goes for word in bag(base[start:end]))
    words = [word for word in said if weight(word) >= SAYS or weight(word) > len(word)]  # an ideograph is a word
    return Judged(Extent.IN_PART) if any(left[word] < there[word] for word in words) else _IGNORED


def _place(asked: str, text: str, span: Span) -> int | None:
    """Where words of what is asked stand in the text; None where they don't stand there whole."""
    holding = (run for run in common_runs(asked, text) if run.start <= span[0] and span[1] <= run.end)
    return next((run.place + span[0] - run.start for run in holding), None)


def _part(wanted: Sequence[str], written: Sequence[str]) -> str:
    """The heaviest run of the words proposed that was written; "" where none of them says something."""
    best = ""
    for one in wanted:
        for other in written:
            for run in common_runs(caseless_in_place(one), caseless_in_place(other)):
                words = one[run.start : run.end].strip(" ,;:،؛")
                is_whole = bool(places(whole_words(words), whole_words(other)))  # `l'` of `l'année` is no word
                is_told = weight(words) >= HEAVY or 2 * weight(words) > weight(one) or not _is_varied(one, other, run)
                if weight(words) > weight(best) and is_whole and is_told and shares_words(words, *wanted):
                    best = words
    return best


def _is_varied(one: str, other: str, run: Run) -> bool:
    """Whether either text goes on beside the run with words of its own: “times” of “three times” and “four times”."""
    before, behind = (one[: run.start], other[: run.place]), (one[run.end :], other[run.place_end :])
    return all(map(has_word, before)) or all(map(has_word, behind))
