"""A changed text as what changed of another one: deltas of diff-match-patch, which its twin in the browser speaks.

Texts have one kind of line end, `\\n`. A delta counts in UTF-16, as browsers do; the digest decides what is right.
"""

import hashlib

from diff_match_patch import diff_match_patch

from workflow.text.diff.levels import DELTA_SECONDS


def line_ends(text: str) -> str:
    """The text as a text box holds it: `\\n` alone ends a line. A form is sent with `\\r\\n`."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def text_digest(text: str) -> str:
    """The SHA-256 of the text in UTF-8, as hexadecimal digits; "" where half a character stands in it."""
    try:
        return hashlib.sha256(text.encode("utf-8")).hexdigest()
    except UnicodeEncodeError:
        return ""


def rebuilt(base: str, delta: str, digest: str) -> str | None:
    """The text with that digest, which the delta makes of the base; None where it makes another one, or none."""
    differ = diff_match_patch()
    try:
        text = str(differ.diff_text2(differ.diff_fromDelta(base, delta)))
    except (ValueError, IndexError, MemoryError):  # of another text, cut off, or no delta at all
        return None
    return text if digest and text_digest(text) == digest else None


def delta_between(before: str, after: str) -> str:
    """What makes `after` of `before`; the longer the search took, the more of it is said in full."""
    differ = diff_match_patch()
    differ.Diff_Timeout = DELTA_SECONDS
    return str(differ.diff_toDelta(differ.diff_main(before, after, False)))
