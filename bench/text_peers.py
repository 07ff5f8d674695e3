"""What others do with the same texts: difflib, diff-match-patch by characters, git merge-file, a fuzzy quote search."""

import difflib
import importlib.util
import json
import subprocess
import tempfile
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

from workflow.text.tokens.tokenizer import tokens

Ops = list[tuple[int, str]]
_CONTEXT = 32  # characters before and after a quote that are compared
_LIKE = 70  # of 100: how alike a passage must be to pass for the quote


def is_installed(package: str) -> bool:
    """Whether a peer can be asked at all."""
    return importlib.util.find_spec(package) is not None


def difflib_words(before: str, after: str) -> Ops:
    """difflib over words, without its junk rule."""
    a, b = tokens(before), tokens(after)
    ops: Ops = []
    for tag, i, j, k, n in difflib.SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        old, new = "".join(a[i:j]), "".join(b[k:n])
        ops += [(0, old)] if tag == "equal" else [piece for piece in ((-1, old), (1, new)) if piece[1]]
    return ops


@cache
def _dmp() -> Any:
    from diff_match_patch import diff_match_patch  # type: ignore[import-not-found,unused-ignore]

    return diff_match_patch()


def dmp_diff(before: str, after: str) -> Ops:
    """diff-match-patch as it comes: by characters, with its time limit of one second."""
    return [(op, text) for op, text in _dmp().diff_main(before, after)]


def dmp_anchor(before: str, after: str, start: int, end: int) -> tuple[int, int] | None:
    """Both offsets carried through the difference by characters."""
    ops = _dmp().diff_main(before, after)
    low, high = _dmp().diff_xIndex(ops, start), _dmp().diff_xIndex(ops, end)
    return (low, high) if low < high else None


def dmp_merge(base: str, ours: str, theirs: str) -> tuple[str, list[str]]:
    """The patch from base to theirs applied to ours; what it could not apply is the conflict."""
    text, applied = _dmp().patch_apply(_dmp().patch_make(base, theirs), ours)
    return text, [] if all(applied) else ["not applied"]


def git_merge(base: str, ours: str, theirs: str) -> tuple[str, list[str]]:
    """git merge-file with a word a line."""
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / name for name in ("ours", "base", "theirs")]
        for path, text in zip(paths, (ours, base, theirs), strict=True):
            path.write_text("".join(json.dumps(token) + "\n" for token in tokens(text)))
        run = subprocess.run(["git", "merge-file", "-p", *map(str, paths)], capture_output=True, check=False)
    if run.returncode:
        return base, ["conflict"]
    return "".join(map(json.loads, run.stdout.decode().splitlines())), []


def quote_anchor(before: str, after: str, start: int, end: int) -> tuple[int, int] | None:
    """The exact quote with the most similar context, or else the passage most like the quote."""
    quote = before[start:end]
    places = _places(after, quote)
    if places:
        best = max(places, key=lambda at: _alike_around(before, start, end, after, at))
        return best, best + len(quote)
    from rapidfuzz import fuzz

    found = fuzz.partial_ratio_alignment(quote, after, score_cutoff=_LIKE)
    return (found.dest_start, found.dest_end) if found and found.dest_end > found.dest_start else None


def _places(text: str, words: str) -> list[int]:
    places, at = [], text.find(words)
    while at >= 0:
        places.append(at)
        at = text.find(words, at + 1)
    return places


def _alike_around(before: str, start: int, end: int, after: str, at: int) -> int:
    old_left, new_left = before[max(0, start - _CONTEXT) : start], after[max(0, at - _CONTEXT) : at]
    old_right, new_right = before[end : end + _CONTEXT], after[at + end - start :][:_CONTEXT]
    left = zip(reversed(old_left), reversed(new_left), strict=False)
    return _same(left) + _same(zip(old_right, new_right, strict=False))


def _same(pairs: Iterable[tuple[str, str]]) -> int:
    count = 0
    for one, other in pairs:
        if one != other:
            break
        count += 1
    return count
