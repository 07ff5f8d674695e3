"""Two changed texts and their common base become one; where both sides touch the same place, a person decides."""

from dataclasses import dataclass

from workflow.text.align import kept


@dataclass(frozen=True, slots=True)
class Conflict:
    """A place where both sides changed the text: what each reads there; `paragraph` counts the base's from 0."""

    paragraph: int
    base: str
    ours: str
    theirs: str


@dataclass(frozen=True, slots=True)
class _Edit:
    start: int
    end: int
    text: str


def merge3(base: str, ours: str, theirs: str) -> tuple[str, list[Conflict]]:
    """The text with the changes of both sides, and the places where a person must decide.

    At a conflict the text keeps the words of `base`. Swapping the sides gives the same text and the mirrored conflicts.
    """
    if ours == theirs or theirs == base:
        return ours, []
    if ours == base:
        return theirs, []
    return _merged(base, _edits(base, ours), _edits(base, theirs))


def _edits(base: str, side: str) -> list[_Edit]:
    edits, i, j = [], 0, 0
    for run in kept(base, side):
        if run.start > i or run.place > j:
            edits.append(_Edit(i, run.start, side[j : run.place]))
        i, j = run.start + run.length, run.place + run.length
    if i < len(base) or j < len(side):
        edits.append(_Edit(i, len(base), side[j:]))
    return edits


def _merged(base: str, ours: list[_Edit], theirs: list[_Edit]) -> tuple[str, list[Conflict]]:
    pieces: list[str] = []
    conflicts: list[Conflict] = []
    at = 0
    for start, end, mine, yours in _groups(ours, theirs):
        pieces.append(base[at:start])
        if not yours or not mine or mine == yours:
            pieces.append(_applied(base, start, end, mine or yours))
        else:
            readings = base[start:end], _applied(base, start, end, mine), _applied(base, start, end, yours)
            conflicts.append(Conflict(base.count("\n\n", 0, start), *readings))
            pieces.append(base[start:end])
        at = end
    return "".join([*pieces, base[at:]]), conflicts


def _groups(ours: list[_Edit], theirs: list[_Edit]) -> list[tuple[int, int, list[_Edit], list[_Edit]]]:
    """Edits that touch each other, together: start, end, ours, theirs."""
    groups: list[tuple[int, int, list[_Edit], list[_Edit]]] = []
    for edit, side in sorted([(e, 0) for e in ours] + [(e, 1) for e in theirs], key=lambda x: (x[0].start, x[0].end)):
        if groups and edit.start <= groups[-1][1]:
            start, end, mine, yours = groups.pop()
        else:
            start, end, mine, yours = edit.start, edit.end, [], []
        (mine, yours)[side].append(edit)
        groups.append((start, max(end, edit.end), mine, yours))
    return groups


def _applied(base: str, start: int, end: int, edits: list[_Edit]) -> str:
    pieces, at = [], start
    for edit in edits:
        pieces += [base[at : edit.start], edit.text]
        at = edit.end
    return "".join([*pieces, base[at:end]])
