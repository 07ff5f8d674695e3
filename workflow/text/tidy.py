"""A difference made fit for the eye: no confetti between changes, borders where a reader would put them."""

import re

_Ops = list[tuple[int, str]]
_WORD = re.compile(r"\w")


def tidy(ops: _Ops) -> _Ops:
    """The same change in fewer, wider pieces: kept specks between two changes count as changed too.

    Still gives both texts back: the deletions with the kept pieces are `before`, the insertions with them `after`.
    """
    hunks: list[list[str]] = [["", "", ""]]  # deleted, inserted, and what is kept after it
    for op, text in ops:
        if op == 0:
            hunks[-1][2] += text
            continue
        if hunks[-1][2]:
            hunks.append(["", "", ""])
        hunks[-1][0 if op < 0 else 1] += text
    return _ops(_without_specks(hunks))


def _without_specks(hunks: list[list[str]]) -> list[list[str]]:
    done: list[list[str]] = []
    for hunk in hunks:
        if done and (done[-1][0] or done[-1][1]) and _is_speck(done[-1], hunk):
            kept = done[-1][2]
            done[-1] = [done[-1][0] + kept + hunk[0], done[-1][1] + kept + hunk[1], hunk[2]]
        else:
            done.append(list(hunk))
    return done


def _is_speck(left: list[str], right: list[str]) -> bool:
    """Whether what is kept between two replacements carries no word."""
    replaced = (left[0] and right[0]) and (left[1] and right[1])
    return bool(replaced) and not _WORD.search(left[2])


def _ops(hunks: list[list[str]]) -> _Ops:
    return [piece for out, new, kept in hunks for piece in ((-1, out), (1, new), (0, kept)) if piece[1]]
