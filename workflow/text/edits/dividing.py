"""What somebody changed who edited a paragraph as it is shown: one edit a change, each of whole words.

Whatever the division, all edits together make the very text that was typed: `divided` gives none of which it did not
see that.
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate

from workflow.text.diff.cleanup import tidy
from workflow.text.diff.words import hunks, word_diff
from workflow.text.document.inline import plain
from workflow.text.document.marks import marked_slice
from workflow.text.document.widening import with_whole_words
from workflow.text.edits.fitting import proposed_words, rewritten
from workflow.text.edits.shared import has_word, whole_words
from workflow.text.merge.merge import merge3
from workflow.text.tokens.tokenizer import tokens
from workflow.text.unicode.normal import visible
from workflow.text.values.spans import Edit, Hunk


def divided(text: str, typed: str, *, together: bool = False) -> tuple[Edit, ...]:
    """The changes of a block's text, in its order; none where nothing but spaces, plain quotation
    marks or characters that nobody sees is another.

    typed: all its words, as a page shows them; what of them stays keeps its marks of style, its signs and its
    footnotes. No edit is empty: words that only come in stand with one that is there. together: as one edit, from the
    first change to the last. Made to the text, all of them or `together` alone, they give the same.
    """
    made = proposed_words(text, (0, len(text)), typed)
    if visible(made) == visible(text):
        return ()
    for edits in _divisions(text, made, together):
        if _makes(text, edits, made):
            return edits
    return (Edit(0, len(text), made),)


def _divisions(text: str, made: str, together: bool) -> Iterator[tuple[Edit, ...]]:
    """Ways to divide the change, the finest first."""
    changes = list(hunks(tidy(word_diff(text, made))))
    found = _apart(text, changes, _with_whole_words)
    # A stop or a quotation mark beside the words may be what they are fitted to.
    wide = _apart(text, found, _with_neighbours)
    for each in () if together else (found, wide):
        yield tuple(_edit(one, made) for one in each)
    for each in (found, wide):
        yield (_edit(Hunk(each[0].start, each[-1].end, each[0].place, each[-1].place_end), made),)


def _edit(each: Hunk, made: str) -> Edit:
    return Edit(each.start, each.end, marked_slice(made, each.place, each.place_end).strip())


def _makes(text: str, edits: Sequence[Edit], made: str) -> bool:
    """Whether the edits, made as amendments are, give that text; and whether each of them says something alone."""
    asked = [Edit(each.start, each.end, proposed_words(text, (each.start, each.end), each.words)) for each in edits]
    alone = all(rewritten(text, [each])[0] != text for each in asked)
    return alone and rewritten(text, asked)[0] == made


def _apart(text: str, changes: Sequence[Hunk], widen: Callable[[str, Hunk, int, int], Hunk]) -> list[Hunk]:
    """The changes, each wider by words that stay; those that come to touch are one."""
    floor = 0
    done: list[Hunk] = []
    for at, each in enumerate(changes):
        ceiling = changes[at + 1].start if at + 1 < len(changes) else len(text)
        wide = _trimmed(text, widen(text, each, floor, ceiling))
        if done and wide.start <= done[-1].end:
            last = done.pop()
            wide = Hunk(last.start, max(wide.end, last.end), last.place, max(wide.place_end, last.place_end))
        done.append(wide)
        floor = each.end
    return done


def _with_whole_words(text: str, each: Hunk, floor: int, ceiling: int) -> Hunk:
    """The change as one of whole words, at least one of which the text has."""
    each = _widened(text, each)
    if has_word(text[each.start : each.end]):
        return each
    return _with_word_behind(text, each, ceiling) or _with_word_before(text, each, floor) or each


def _with_neighbours(text: str, each: Hunk, floor: int, ceiling: int) -> Hunk:
    """The change with the word on either side."""
    each = _with_word_behind(text, each, ceiling) or each
    return _with_word_before(text, each, floor) or each


def _widened(text: str, each: Hunk) -> Hunk:
    start, end = with_whole_words(text, each.start, each.end)
    return Hunk(start, end, each.place - (each.start - start), each.place_end + (end - each.end))


def _trimmed(text: str, each: Hunk) -> Hunk:
    """The change without spaces at the ends of what it takes: where it puts others in their place, they are fitted."""
    taken = text[each.start : each.end]
    lead, trail = len(taken) - len(taken.lstrip()), len(taken) - len(taken.rstrip())
    if not taken.strip():
        return each
    return Hunk(each.start + lead, each.end - trail, each.place, each.place_end)


def _with_word_behind(text: str, each: Hunk, ceiling: int) -> Hunk | None:
    reach = _reach(tokens(text[each.end : ceiling]))
    return Hunk(each.start, each.end + reach, each.place, each.place_end + reach) if reach else None


def _with_word_before(text: str, each: Hunk, floor: int) -> Hunk | None:
    reach = _reach(tokens(text[floor : each.start])[::-1])
    return Hunk(each.start - reach, each.end, each.place - reach, each.place_end) if reach else None


def _reach(parts: Sequence[str]) -> int:
    """How far the first word reaches, with what stands before it; 0 where there is none."""
    ends = accumulate(map(len, parts))
    return next((end for part, end in zip(parts, ends, strict=True) if has_word(part)), 0)


def carried_over(text: str, typed: str, now: str) -> tuple[str, tuple[Edit, ...]]:
    """The words typed over `text` as they are over `now`, which stands in its place; and the edits that found no place.

    An edit finds none where others changed the same words: a person looks at both.
    """
    result, lost = now, list[Edit]()
    for each in divided(text, typed):
        mine, _ = rewritten(text, [each])
        merged, conflicts = merge3(text, mine, result)
        if conflicts:
            lost.append(each)
        else:
            result = merged
    return plain(result), tuple(lost)


def asks_the_same(text: str, one: Edit, other: Edit) -> bool:
    """Whether two edits of a text make the same words of it, but for case, accents and signs."""
    return whole_words(rewritten(text, [one])[0]) == whole_words(rewritten(text, [other])[0])
