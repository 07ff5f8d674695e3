"""What stands before the colon of a subject, and in which direction the line goes."""

from workflow.emails.plain_text import first_direction, squeeze

LONGEST = 40
"""Letters of a title in a subject."""
_MARKS = {"ltr": "\N{LEFT-TO-RIGHT MARK}", "rtl": "\N{RIGHT-TO-LEFT MARK}"}


def shortened(title: str) -> str:
    """The title, cut behind a word where it is longer than a subject can bear."""
    whole = squeeze(title)
    if len(whole) <= LONGEST:
        return whole
    fitting = whole[: LONGEST + 1].rpartition(" ")[0] or whole[:LONGEST]
    return fitting.rstrip(" ,;:.–—-،؛") + "…"


def with_lead(subject: str, direction: str) -> str:
    """The subject, with a mark where its first word would turn the line against the reader's `direction`."""
    first = first_direction(subject)
    return _MARKS[direction] + subject if first and first != direction else subject
