"""A change of a block's text as runs that stayed, came and went: whoever takes all of it has the new text, whoever
refuses all of it the old one, each set as its own marks say.
"""

from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby
from typing import NamedTuple

from workflow.formats.word.written import Hand, WrittenNote, WrittenRun
from workflow.text.document import Style, pieces

Step = tuple[int, str, Hand | None]
"""Text that went (-1), stayed (0) or came (1), and who stands behind that."""
_PLAIN = Style()


class _ShownSign(NamedTuple):
    """What a reader sees of one code point: itself, or a footnote's mark, which is no words."""

    text: str
    style: Style
    start: int
    end: int


class _Atom(NamedTuple):
    step: int
    sign: _ShownSign
    hand: Hand | None


class Notes:
    """The footnotes of a text and of what became of it. These are none: what looks like a mark is shown as typed."""

    def has(self, label: str, side: int) -> bool:
        """Whether there is one with that label: in the old text (-1), in the new one (1)."""
        return False

    def note(self, label: str, step: int, hand: Hand | None) -> WrittenNote:
        """The one whose mark went, stayed or came."""
        raise KeyError(label)


NO_NOTES = Notes()


def runs_of(
    steps: Sequence[Step], notes: Notes, cuts: Container[int] = (), *, is_plain: bool = False
) -> tuple[WrittenRun, ...]:
    """The runs of a text that changed by these steps, in reading order; what went stands before what came for it.

    cuts: places of the old text at which a run that stayed ends and another one begins. is_plain: it has no marks, as a
    title has none. Words that stayed but are set otherwise went and came.
    """
    olds, news = (
        _signs("".join(text for op, text, _ in steps if op != -side), notes, side, is_plain=is_plain)
        for side in (-1, 1)
    )
    found: list[WrittenRun] = []
    for atoms in _together(_in_order(_atoms(steps, olds, news)), cuts):
        first, last = atoms[0], atoms[-1]
        run = WrittenRun(
            "".join(atom.sign.text for atom in atoms),
            replace(first.sign.style, note=""),
            put_in=first.hand if first.step > 0 else None,
            taken_out=first.hand if first.step < 0 else None,
            start=first.sign.start if first.step <= 0 else -1,
            end=last.sign.end if first.step <= 0 else -1,
        )
        found.append(_with_note(run, first, notes))
    return tuple(found)


def _with_note(run: WrittenRun, atom: _Atom, notes: Notes) -> WrittenRun:
    label = atom.sign.style.note
    if not label:
        return run
    return replace(run, note=notes.note(label, atom.step, atom.hand))


def _signs(text: str, notes: Notes, side: int, *, is_plain: bool) -> dict[int, _ShownSign]:
    """What is shown of each code point that is."""
    if is_plain:
        return {place: _ShownSign(sign, _PLAIN, place, place + 1) for place, sign in enumerate(text)}
    found: dict[int, _ShownSign] = {}
    for piece in pieces(text):
        label = piece.style.note
        if label and notes.has(label, side):
            found[piece.start] = _ShownSign("", piece.style, piece.start, piece.end)
        elif label:
            found[piece.start] = _ShownSign(f"[^{label}]", replace(piece.style, note=""), piece.start, piece.end)
        else:
            for place in range(piece.start, piece.end):
                found[place] = _ShownSign(text[place], piece.style, place, place + 1)
    return found


def _atoms(steps: Sequence[Step], olds: dict[int, _ShownSign], news: dict[int, _ShownSign]) -> Iterator[_Atom]:
    """What is seen of either text, in order; what stayed as it was once."""
    behind = next((hand for _, _, hand in steps if hand), None)
    old = new = 0
    for op, text, hand in steps:
        behind = hand or behind
        for _ in text:
            was, now = olds.get(old) if op <= 0 else None, news.get(new) if op >= 0 else None
            old, new = old + (op <= 0), new + (op >= 0)
            if was and now and (was.text, was.style) == (now.text, now.style):
                yield _Atom(0, was, None)
                continue
            if was:
                yield _Atom(-1, was, behind)
            if now:
                yield _Atom(1, now, behind)


def _in_order(atoms: Iterable[_Atom]) -> Iterator[_Atom]:
    """The same, in each change all that went before all that came."""
    for (has_changed, _), group in groupby(atoms, key=lambda atom: (atom.step != 0, atom.hand)):
        changed = list(group)
        if has_changed:
            yield from (atom for atom in changed if atom.step < 0)
            yield from (atom for atom in changed if atom.step > 0)
        else:
            yield from changed


def _together(atoms: Iterable[_Atom], cuts: Container[int]) -> Iterator[list[_Atom]]:
    """The atoms of one run after another."""
    run: list[_Atom] = []
    for atom in atoms:
        if run and not _goes_on(run[-1], atom, cuts):
            yield run
            run = []
        run.append(atom)
    if run:
        yield run


def _goes_on(one: _Atom, other: _Atom, cuts: Container[int]) -> bool:
    if one.sign.style.note or other.sign.style.note:
        return False
    # A place may be that of a mark, which is not seen.
    if other.step <= 0 and any(place in cuts for place in range(one.sign.end, other.sign.start + 1)):
        return False
    return (one.step, one.hand, one.sign.style) == (other.step, other.hand, other.sign.style)
