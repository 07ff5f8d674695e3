"""Letters that changed inside one word, for a fainter mark within the mark of the word."""

from diff_match_patch import diff_match_patch

from workflow.text.redline.levels import PIECES, SHORTEST, STAYED
from workflow.text.tokens.tokenizer import tokens
from workflow.text.unicode.graphemes import is_border
from workflow.text.values.spans import Span


def changed_letters(old: str, new: str) -> tuple[tuple[Span, ...], tuple[Span, ...]]:
    """Of either word the spans of letters that the other one has not; none unless most of them stayed.

    None where a cut would part a letter from its marks, and none in numbers and addresses, which are read whole.
    """
    if not (_is_word(old) and _is_word(new)):
        return (), ()
    differ = diff_match_patch()
    differ.Diff_Timeout = 0  # the same answer on every machine
    ops = differ.diff_main(old, new, False)
    differ.diff_cleanupSemantic(ops)
    stayed = sum(len(text) for op, text in ops if op == 0)
    spans = _spans(ops, -1), _spans(ops, 1)
    is_whole = all(is_border(word, at) for word, each in zip((old, new), spans, strict=True) for at in sum(each, ()))
    if not is_whole or stayed < STAYED * max(len(old), len(new)) or max(map(len, spans)) > PIECES:
        return (), ()
    return spans


def _is_word(text: str) -> bool:
    """Whether it is one word: no number, no address, and not a short one."""
    return (
        len(text) >= SHORTEST and not any(sign.isdigit() or sign in ".:/@" for sign in text) and len(tokens(text)) == 1
    )


def _spans(ops: list[tuple[int, str]], side: int) -> tuple[Span, ...]:
    found: list[Span] = []
    at = 0
    for op, text in ops:
        if op in (0, side):
            found += [(at, at + len(text))] if op else []
            at += len(text)
    return tuple(found)
