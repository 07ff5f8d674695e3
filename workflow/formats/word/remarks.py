"""The remarks of a file of ours as Word's comments, replies beneath what they reply to."""

from collections.abc import Iterator, Sequence

from workflow.formats.table import Words
from workflow.formats.word.elements import HEAD, SPACES, attribute, mark_run, part, properties, run
from workflow.formats.word.written import Remark

_FIRST_PARAGRAPH = 0x10000000  # numbers of eight hexadecimal digits, below 80000000


def comments_part(remarks: Sequence[Remark], language: str) -> str:
    """The comments, in the order of their numbers."""
    return part("comments", (_comment(number, remark, language) for number, remark in enumerate(remarks)))


def threads_part(remarks: Sequence[Remark]) -> str:
    """Which comment replies to which, and which are done with."""
    said = "".join(_thread(number, remark) for number, remark in enumerate(remarks))
    return f"{HEAD}<w15:commentsEx {SPACES}>{said}</w15:commentsEx>"


def _comment(number: int, remark: Remark, language: str) -> str:
    hand = remark.hand
    at = f' w:date="{hand.at}"' if hand.at else ""
    initials = attribute("".join(word[0] for word in hand.author.split())[:4])
    begun = f'<w:comment w:id="{number}" w:author={attribute(hand.author)}{at} w:initials={initials}>'
    return f"{begun}{''.join(_paragraphs(number, remark.said, language))}</w:comment>"


def _paragraphs(number: int, said: Sequence[Words], language: str) -> Iterator[str]:
    lines = said or (Words(""),)
    for place, words in enumerate(lines):
        spoken = words.language or language
        # A thread is known by the last paragraph of each comment.
        name = f' w14:paraId="{_paragraph(number)}"' if place == len(lines) - 1 else ""
        first = mark_run("<w:annotationRef/>", "CommentReference") if place == 0 else ""
        yield f"<w:p{name}>{properties('CommentText', spoken)}{first}{run(words.text, spoken)}</w:p>"


def _thread(number: int, remark: Remark) -> str:
    above = "" if remark.answers is None else f' w15:paraIdParent="{_paragraph(remark.answers)}"'
    return f'<w15:commentEx w15:paraId="{_paragraph(number)}"{above} w15:done="{int(remark.is_done)}"/>'


def _paragraph(number: int) -> str:
    return f"{_FIRST_PARAGRAPH + number:08X}"
