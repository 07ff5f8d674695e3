"""In which of the coalition's languages a text is written: by its letters, then by its small words."""

from workflow.text.tokens.levels import ARABIC, ENOUGH
from workflow.text.tokens.tokenizer import tokens

# The words that hold sentences together, each in one of these languages alone.
_SMALL = {
    "en": "the of and to in is that for with this by are was we our from as its their be has have not it on at",
    "fr": "le les des et dans est que qui pour avec cette ce par sont nous notre du au aux une pas leur ont sur elle",
    "es": "el los las y en es que para con esta este por son nuestro nuestra del al una no su sus han como lo más",
}
_WORDS = {code: frozenset(words.split()) for code, words in _SMALL.items()}


def likely(text: str) -> str | None:
    """The code of the language that `text` is most likely written in: ar, en, es or fr; None where nothing tells."""
    letters = [sign for sign in text if sign.isalpha()]
    if not letters:
        return None
    if sum("\u0600" <= sign <= "\u06ff" for sign in letters) > ARABIC * len(letters):
        return "ar"
    words = [token.casefold() for token in tokens(text)]
    counts = {code: sum(word in small for word in words) for code, small in _WORDS.items()}
    best, second = sorted(counts, key=lambda code: (-counts[code], code))[:2]
    return best if counts[best] >= ENOUGH and counts[best] > counts[second] else None
