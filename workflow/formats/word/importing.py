"""A text of an office program read into a statement, with what else of it is to be told beside the draft."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from workflow.formats.word.own_names import is_margin_of_ours
from workflow.formats.word.taking import parts, with_kept_marks
from workflow.formats.word.values import LeftOut, LeftOutKind, TakenAs, WordText
from workflow.rules.drafts.import_notices import Noticed, NoticeKind
from workflow.text.document import Reading, read, to_markdown

WHOLE_TEXT = -1
"""What stands in the place of an index where something is about no one block."""


@dataclass(frozen=True, slots=True)
class WordReading:
    """noticed: each with the index of the block of the reading at which it stands, or WHOLE_TEXT."""

    reading: Reading
    noticed: tuple[tuple[int, Noticed], ...]


def word_reading(text: WordText, how: TakenAs, *, with_comments: bool) -> WordReading:
    """The text with its tracked changes taken so; its comments are told or left, and all that has no place in a text.

    Raises Unreadable where no words are left.
    """
    made = parts(text, how)
    blocks = with_kept_marks(part.block for part in made)
    reading = read(to_markdown(blocks).encode(), "text.md")
    heads = len(blocks) - len(reading.blocks)  # which are the occasion and the title now
    homes = {at: index - heads for index, part in enumerate(made) for at in part.places if index >= heads}
    return WordReading(reading, tuple(_noticed(text, homes, with_comments=with_comments)))


def left_out_of(text: WordText) -> list[LeftOut]:
    """What of the file has no place in a text; what our own export set at the head and the foot is none of it."""
    margins = (LeftOutKind.HEADER, LeftOutKind.FOOTER)
    return [
        each
        for each in text.left_out
        if each.kind not in margins or not is_margin_of_ours(each.words, text.version_mark)
    ]


def _noticed(text: WordText, homes: Mapping[int, int], *, with_comments: bool) -> Iterator[tuple[int, Noticed]]:
    for each in text.comments if with_comments else ():
        said = f"“{each.words}”\n\n{each.body}" if each.words else each.body
        yield homes.get(each.paragraph, WHOLE_TEXT), Noticed(NoticeKind.COMMENT, said, author=each.author)
    for left in left_out_of(text):
        yield homes.get(left.paragraph, WHOLE_TEXT), Noticed(NoticeKind.LEFT_OUT, left.words or left.kind.value)
    if missing := text.raw_revisions - len(text.revisions):
        yield WHOLE_TEXT, Noticed(NoticeKind.UNREAD_CHANGES, str(missing))
