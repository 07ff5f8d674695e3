"""Text cut into words, numbers, addresses and marks in every script; sentences, keywords, the likely language.

`tokens` are what differences, anchors and merges are counted in, joined they are the text; `sentences` are spans;
`keywords` and `keywords_sought` are what a search compares; `likely` tells the language of a text, one of `KNOWN`.
"""

from workflow.text.tokens.keywords import keywords, keywords_sought
from workflow.text.tokens.languages import KNOWN, is_right_to_left, likely
from workflow.text.tokens.sentences import sentences
from workflow.text.tokens.tokenizer import tokens

__all__ = ["KNOWN", "is_right_to_left", "keywords", "keywords_sought", "likely", "sentences", "tokens"]
