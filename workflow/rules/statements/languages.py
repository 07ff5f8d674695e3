"""The languages of texts: those that the pages speak, and others in which a statement may be written."""

from workflow.rules.people.membership import LANGUAGES
from workflow.text.tokens import KNOWN

_MORE = (
    "et",
    "lv",
    "lt",
    "sl",
    "mk",
    "is",
    "ms",
    "rw",
    "ln",
    "zu",
    "xh",
    "mg",
    "ky",
    "uz",
    "tk",
    "tg",
    "mn",
    "ug",
    "sd",
    "dv",
)

OTHERS = tuple(sorted({*KNOWN, *_MORE} - set(LANGUAGES)))
"""Those that no page speaks: a text in one of them is framed by pages in the reader's language."""

OFFERED = (*LANGUAGES, *OTHERS)
"""All in which a statement may be begun."""
