"""What the page of a save that came second says: of what another person saved, or oneself in another window.

GONE, GONE_SOURCE: of words for a paragraph that is not in the text any more.
"""

from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l


@dataclass(frozen=True)
class StaleWords:
    """heading: of the page; lost: under it; changed: over what was saved meanwhile; together: over a text with both.

    hint, button: of the form whose words would replace those.
    """

    heading: Any
    lost: Any
    changed: Any
    together: Any
    hint: Any
    button: Any


OTHER_PERSON = StaleWords(
    heading=_l("Not saved: someone else saved while you were writing"),
    lost=_l("Your words are below. Nothing is lost: neither your words nor the other person’s."),
    changed=_l("What the other person changed"),
    together=_l("You and the other person changed different words. This text has both changes:"),
    hint=_l(
        "If you save your words as they are, they replace the other person’s words. Add what you want to keep of those."
    ),
    button=_l("Replace the other person’s words with mine"),
)
OWN_WINDOW = StaleWords(
    heading=_l("Not saved: you saved in another window while you were writing here"),
    lost=_l("Your words are below. Nothing is lost: neither these words nor those that you saved there."),
    changed=_l("What you changed in the other window"),
    together=_l("You changed different words in the two windows. This text has both changes:"),
    hint=_l(
        "If you save these words as they are, they replace those that you saved in the other window. Add what you want "
        "to keep of those."
    ),
    button=_l("Replace the words saved in the other window"),
)
GONE = _l("This paragraph was taken out meanwhile. Add it again where it stood, or discard your words.")
GONE_SOURCE = _l(
    "This paragraph was taken out of the original meanwhile, so your words have no place. Copy what you want to keep."
)
