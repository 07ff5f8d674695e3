"""Text cut into words, numbers, addresses and marks in every script; sentences, keywords, the likely language."""

from workflow.text.tokens.keywords import keywords, keywords_sought
from workflow.text.tokens.languages import likely
from workflow.text.tokens.sentences import sentences
from workflow.text.tokens.tokenizer import tokens

__all__ = ["keywords", "keywords_sought", "likely", "sentences", "tokens"]
