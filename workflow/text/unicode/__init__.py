"""Characters: what a reader sees as one, the form in which words are kept, what hides in them, and look-alikes.

`is_border` says whether a cut leaves characters whole, `normalise` makes the one form, `findings` and `refusals` name
what nobody would see, `visible` leaves it out, `sought` and `has_all` look for words as they are typed, `skeleton` is
the shape of a name. The tables of Unicode are frozen, so that a newer Python reads nothing differently.
"""

from workflow.text.unicode.folding import has_all, sought
from workflow.text.unicode.graphemes import is_border
from workflow.text.unicode.normal import (
    Finding,
    FindingKind,
    beside,
    findings,
    normalise,
    refusals,
    visible,
    without_hidden,
)
from workflow.text.unicode.skeleton import skeleton

__all__ = [
    "Finding",
    "FindingKind",
    "beside",
    "findings",
    "has_all",
    "is_border",
    "normalise",
    "refusals",
    "skeleton",
    "sought",
    "visible",
    "without_hidden",
]
