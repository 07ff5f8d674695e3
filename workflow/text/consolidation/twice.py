"""Amendments whose sentences the penholder wrote beside the old ones, or in another paragraph.

The old sentence still stands, so that the change could be made there; then the text would say the new one twice.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from workflow.text.alignment.touched import sentence_spans
from workflow.text.alignment.trust import weight
from workflow.text.amendments.application import apply
from workflow.text.amendments.carried import Accepted
from workflow.text.edits.levels import HEAVY
from workflow.text.edits.shared import has_word, places, whole_words
from workflow.text.edits.uptake import Uptake
from workflow.text.memory import remembered
from workflow.text.values.amendment import Amendment, AmendmentKind
from workflow.text.values.block import Block


def said_twice(
    issued: Sequence[Block],
    draft: Sequence[Block],
    accepted: Sequence[Accepted],
    there: Mapping[str, Amendment | None],
    stands: Mapping[str, Uptake],
) -> set[str]:
    """The references of those that would bring a sentence which the penholder wrote already, as no other asked for.

    there: what each asks of `issued`. stands: reference -> how the draft stands to it, where it has been found out.
    """
    same = set(issued).intersection(draft)
    was, now = ([each.text for each in text if each not in same] for text in (issued, draft))
    if not now:
        return set()
    whole = [each for each in accepted if not each.bracketed and there[each.amendment.ref]]
    said = {each.amendment.ref for each in whole if each.shown or stands.get(each.amendment.ref) is Uptake.MADE}
    of: dict[str, list[Amendment]] = defaultdict(list)
    for asked in (there[each.amendment.ref] for each in whole):
        if asked and asked.kind is AmendmentKind.ADD:
            was.append(asked.words)
        elif asked and asked.kind is AmendmentKind.REPLACE:
            of[asked.block].append(asked)
    paragraphs = [(block, of[block.id]) for block in issued if block.id in of]
    for block, mine in paragraphs:
        was += _brought(block, [each for each in mine if each.ref in said])
    found: set[str] = set()
    for block, mine in paragraphs:
        if again := {each for each in _brought(block, mine) if _times(each, now) > _times(each, was)}:
            for asked in (each for each in mine if each.ref not in said):
                others = [each for each in mine if each is not asked]
                found |= {asked.ref} if again.difference(_brought(block, others)) else set()
    return found


def _brought(block: Block, asked: Sequence[Amendment]) -> list[str]:
    """The sentences that they bring into the paragraph."""
    made = apply([block], asked, str).blocks if asked else ()
    old = set(_sentences(block.text))
    return [sentence for each in made for sentence in _sentences(each.text) if sentence not in old]


def _times(sentence: str, texts: Iterable[str]) -> int:
    """How often the texts say it: within others, or one of a few words as a sentence of its own."""
    words = whole_words(sentence)
    if weight(sentence) >= HEAVY:
        return sum(len(places(words, whole_words(each))) for each in texts)
    return sum(whole_words(each) == words for text in texts for each in _sentences(text))


@remembered  # of most paragraphs for every answer again
def _sentences(text: str) -> tuple[str, ...]:
    return tuple(text[a:b] for a, b in sentence_spans(text) if has_word(text[a:b]))
