"""What a replacement really changes: of a quoted sentence in which one word is another, that word."""

from functools import lru_cache

from workflow.text.alignment.trust import weight
from workflow.text.edit import Edit
from workflow.text.edits import exact, rewritten, whole
from workflow.text.worddiff import hunks, word_diff

_STAYS = 0.5  # share of the quoted words; where less stays it is another sentence, and stands as a whole


@lru_cache(maxsize=4096)  # a desk asks the same of every pair, at every answer
def changes(text: str, edit: Edit) -> tuple[Edit, ...]:
    """The changes of which the edit consists, in reading order, in offsets of `text`.

    The edit itself where it stands as a whole: most of its words are others, or its changes one by one make another
    text.
    """
    asked = (edit,)
    made = exact(text, edit)
    ops = word_diff(text[made.start : made.end], made.words)
    stays = sum(weight(words) for op, words in ops if op == 0)
    if stays < _STAYS * weight(text[made.start : made.end]):
        return asked
    found = tuple(Edit(made.start + a, made.start + b, made.words[c:d]) for a, b, c, d in hunks(ops))
    if not found or any(whole(text, each) != each for each in found):
        return asked
    return found if rewritten(text, found)[0] == rewritten(text, asked)[0] else asked
