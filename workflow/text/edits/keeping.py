"""Words of a quotation that a proposal has as well: they keep the marks of style and the signs that the text has.

Members propose words as pages show them, typed on the keyboard that they have. What they did not touch is nobody's to
change: its emphasis, its link, its footnote and its curly apostrophe stay.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple
from zlib import crc32

from workflow.text.alignment.align import common_runs
from workflow.text.diff.cleanup import tidy
from workflow.text.diff.words import hunks, word_diff
from workflow.text.document.inline import plain
from workflow.text.document.marks import LABEL, Style, marked_slice, pairs, pieces
from workflow.text.edits.balance import balanced, half_marks, kept_apart, with_held_marks
from workflow.text.edits.levels import NOTES
from workflow.text.memory import remembered
from workflow.text.unicode.signs import ONE_KIND
from workflow.text.values.spans import Edit, Hunk, Span

_NOTE = re.compile(rf"\[\^{LABEL}\]")
_FIRST_NOTE = "\ue000"  # a footnote's mark is compared as a sign of its own
_SIGNS = frozenset("*_[]\\<")


class _Sign(NamedTuple):
    """One shown sign and where it is written: a footnote's mark as a whole, an escaped sign with its backslash."""

    sign: str
    start: int
    end: int
    style: Style


@remembered
def with_kept_words(text: str, edit: Edit) -> Edit | None:
    """The edit, to be made to the letter, in which words that stay are written as in the text.

    None where there is nothing of theirs to keep: no word stays, or the quotation has neither marks nor signs.
    """
    old = text[edit.start : edit.end]
    if not edit.words.strip() or not _has_own(old + edit.words):
        return None
    words = with_kept_signs(_words(text, edit), edit.words)
    if _SIGNS.isdisjoint(old + words):
        return None if words == edit.words else Edit(edit.start, edit.end, words)
    found = _Woven(text, Edit(edit.start, edit.end, words))
    return found.edit if found.is_sound else None


def _has_own(words: str) -> bool:
    return not _SIGNS.isdisjoint(words) or any(ord(sign) in ONE_KIND for sign in words)


def _words(text: str, edit: Edit) -> str:
    return "".join(each.sign for each in _signs(text) if edit.start <= each.start and each.end <= edit.end)


def with_kept_signs(text: str, words: str) -> str:
    """The words with the quotation marks, apostrophes, dashes and spaces that `text`, as it is shown, has in them.

    Where nothing else is another, signs that no plain keyboard has are meant.
    """
    typed = _signs(words)
    (old, olds), (new, news) = _folded(text), _folded("".join(each.sign for each in typed))
    written: dict[int, str] = {}
    for run in common_runs(old, new):
        last = olds[run.start] - 1
        for k in range(run.length):
            place, at = olds[run.start + k], news[run.place + k]
            written[at] = written.get(at, "") + text[last + 1 : place + 1]
            last = place
    is_meant = old == new
    done, at = [], 0
    for place, each in enumerate(typed):
        sign = written.get(place, each.sign)
        if sign != each.sign and not (is_meant and not each.sign.isascii()):
            done += [words[at : each.start], sign]
            at = each.end
    return "".join([*done, words[at:]])


def _folded(words: str) -> tuple[str, list[int]]:
    """The words with the signs of a plain keyboard, and the place of each."""
    found = [(one, place) for place, sign in enumerate(words) for one in ONE_KIND.get(ord(sign), sign)]
    return "".join(one for one, _ in found), [place for _, place in found]


@remembered  # many amend one paragraph
def _signs(text: str) -> tuple[_Sign, ...]:
    """What a reader sees of the text, sign by sign."""
    found: list[_Sign] = []
    end = 0
    for piece in pieces(text):
        if label := piece.style.note:
            number = int(label) if label.isdecimal() else crc32(label.encode())
            sign = chr(ord(_FIRST_NOTE) + number % NOTES)
            found.append(_Sign(sign, piece.start - 2, piece.end + 1, piece.style))
        else:
            # A backslash that is not shown goes with its sign.
            by = piece.start > end and text[piece.start - 1] == "\\"
            found += [
                _Sign(text[at], at - (by and at == piece.start), at + 1, piece.style)
                for at in range(piece.start, piece.end)
            ]
        end = piece.end
    return tuple(found)


class _Woven:
    """A proposal woven into the text: each change of words by itself, all between them as it is written."""

    def __init__(self, text: str, edit: Edit) -> None:
        self.text, self.asked = text, edit
        self.all = _signs(text)
        self.first = next((k for k, each in enumerate(self.all) if each.start >= edit.start), len(self.all))
        self.new = _signs(edit.words)
        has_notes = any(each.style.note for each in self.new)
        inside = [each for each in self.all[self.first :] if each.end <= edit.end]
        self.old = [each for each in inside if has_notes or not each.style.note]
        self.before, self.after = _shown(self.old), _shown(self.new)
        self.hunks = list(self._hunks())
        self.text_now, self.edit = self._made()

    @property
    def is_sound(self) -> bool:
        """Whether a word stays, and the text reads as it would with the words put in the place of the others."""
        if not any(op == 0 and any(map(str.isalnum, words)) for op, words in word_diff(self.before, self.after)):
            return False
        left = [each for each in self.all if each.end <= self.asked.start]
        right = [each for each in self.all if each.start >= self.asked.end]
        wanted = _read([*left, *self.new, *right])
        return wanted.split() == plain(self.text_now).split() and half_marks(self.text_now) <= half_marks(self.text)

    def _hunks(self) -> Iterator[Hunk]:
        old = new = 0
        changed = hunks(tidy(word_diff(self.before, self.after)))
        for each in [*changed, Hunk(len(self.old), len(self.old), len(self.new), len(self.new))]:
            yield from self._set_anew(old, each.start, new - old)
            if each.start < each.end or each.place < each.place_end:
                yield each
            old, new = each.end, each.place_end

    def _set_anew(self, start: int, end: int, by: int) -> Iterator[Hunk]:
        """Words that stay, but for marks that are proposed for them."""
        for adds, group in groupby(
            range(start, end), key=lambda at: _adds(self.new[at + by].style, self.old[at].style)
        ):
            if adds:
                places = list(group)
                yield Hunk(places[0], places[-1] + 1, places[0] + by, places[-1] + 1 + by)

    def _made(self) -> tuple[str, Edit]:
        text, start, tail = self.text, self.asked.start, len(self.text) - self.asked.end
        for hunk in reversed(self.hunks):
            edit = Edit(*self._place(hunk), self._words(hunk))
            edit = kept_apart(text, balanced(text, with_held_marks(text, edit)))
            start, tail = min(start, edit.start), min(tail, len(text) - edit.end)
            text = text[: edit.start] + edit.words + text[edit.end :]
        return text, Edit(start, len(self.text) - tail, text[start : len(text) - tail])

    def _place(self, hunk: Hunk) -> Span:
        if hunk.start == hunk.end:
            at = self._gap(hunk.start)
            return at, at
        start, end = self.old[hunk.start].start, self.old[hunk.end - 1].end
        note = _NOTE.match(self.text, end, self.asked.end) if hunk.place == hunk.place_end else None
        return start, note.end() if note else end

    def _gap(self, place: int) -> int:
        """Where words go in before the sign at a place: outside the marks that end or begin there, behind a note."""
        low = self.old[place - 1].end if place else self.asked.start
        high = self.old[place].start if place < len(self.old) else self.asked.end
        ends = [closing[1] for _, closing in pairs(self.text) if low <= closing[0] and closing[1] <= high]
        notes = [note.end() for note in _NOTE.finditer(self.text, low, high)]
        return max([low, *ends, *notes])

    def _words(self, hunk: Hunk) -> str:
        """The new words of a change, with marks where they are proposed with others than stand there already."""
        signs = self.new[hunk.place : hunk.place_end]
        there = self._style(hunk)
        if not any(_adds(each.style, there) for each in signs):
            return "".join(self.asked.words[each.start : each.end] for each in signs)
        return marked_slice(self.asked.words, signs[0].start, signs[-1].end, is_all=True)

    def _style(self, hunk: Hunk) -> Style:
        """The style that words have that stand there."""
        if hunk.start < hunk.end:
            return _common([each.style for each in self.old[hunk.start : hunk.end]])
        at = self._gap(hunk.start)
        around = [pair for pair in pairs(self.text) if pair[0][1] <= at <= pair[1][0]]
        inside = [each.style for each in self.all if any(a[1] <= each.start and each.end <= b[0] for a, b in around)]
        return _common(inside) if around else Style()


def _shown(signs: Sequence[_Sign]) -> str:
    return "".join(each.sign for each in signs)


def _read(signs: Sequence[_Sign]) -> str:
    return "".join(each.sign for each in signs if not each.style.note)


def _adds(style: Style, there: Style) -> bool:
    """Whether words set so have a mark that those do not have beside which they are to stand."""
    is_linked = bool(style.href) and style.href != there.href and not style.note
    return style.bold > there.bold or style.italic > there.italic or is_linked


def _common(styles: Sequence[Style]) -> Style:
    hrefs = {each.href for each in styles}
    return Style(
        all(each.bold for each in styles), all(each.italic for each in styles), hrefs.pop() if len(hrefs) == 1 else ""
    )
