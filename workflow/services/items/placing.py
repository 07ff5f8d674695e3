"""What an item says and where its words stand: the server finds them, the browser only says which they are."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from workflow.models.version import Edition
from workflow.rules.items.kinds import KINDS, ItemKind, ProposedWords, Subject
from workflow.rules.items.proposals import Proposal
from workflow.rules.items.refusals import NothingWritten, ParagraphGone, WordsCut, WordsFoundTwice, WordsNotFound
from workflow.rules.shared.refusals import TextRefused
from workflow.services.shared.checking import REASON_LIMIT, check_line, check_words, require_few
from workflow.text.anchors import find, suggest
from workflow.text.document import line, marked_slice, note_numbers, one_line, parse, plain, with_whole_words
from workflow.text.edits import proposed_words, with_kept_signs
from workflow.text.unicode import normalise
from workflow.text.values import Block

WORDS_LIMIT = 20_000
"""Characters of the words that an item is about, and of those that an amendment proposes."""


@dataclass(frozen=True)
class Place:
    """Words of one paragraph: code points of its text, end exclusive. start == end: the whole of it (or of the text).

    block None: the whole text. quote: the words there, as the text has them, with both of a pair of marks; shown: as a
    reader sees them. widened: they were asked for with a part of a word, and are whole words now.
    """

    block: str | None = None
    start: int = 0
    end: int = 0
    quote: str = ""
    shown: str = field(default="", compare=False)
    widened: bool = field(default=False, compare=False)

    @property
    def whole(self) -> bool:
        """Whether no words are singled out."""
        return self.start == self.end


@dataclass(frozen=True)
class Writing:
    """What a member wrote: an amendment's target and words are None and empty in a comment.

    private: for the penholder only.
    """

    body: str
    language: str
    kind: ItemKind = ItemKind.COMMENT
    after: str | None = None
    proposal: str = ""
    private: bool = False


def check_writing(asked: Proposal, *, limit: int = REASON_LIMIT) -> Writing:
    """What the proposal says, in its kept form; limit: characters of a comment, or of a reason.

    Raises OverLength, and TextRefused also for two paragraphs in the place of one, which would be joined unasked.
    """
    kind = KINDS[asked.kind]
    body = check_words(asked.body, field="reason" if kind.amends else "body", limit=limit)
    after = (asked.block if asked.after is None else asked.after) if kind.is_placed else None
    return Writing(
        body, asked.language, kind.code, after, _check_proposal(asked.proposal, kind.proposes), asked.private
    )


def _check_proposal(proposal: str, proposes: ProposedWords) -> str:
    if proposes is ProposedWords.NONE:
        return ""
    if proposes is ProposedWords.LINE:
        return check_line(proposal, field="proposal")
    words = check_words(proposal, field="proposal", limit=WORDS_LIMIT)
    if proposes is ProposedWords.PARAGRAPHS:
        return words
    if "\n\n" in words:
        raise TextRefused(field="proposal", reason="two_paragraphs")
    return one_line(words)


def place_writing(text: Edition, asked: Proposal, writing: Writing) -> tuple[Place, Writing]:
    """Where the item stands in the text, and what it asks for there.

    Raises what `find_place` raises, WordsCut for other words in the place of a part of a word, ParagraphGone also for
    the paragraph that another goes after, NothingWritten for a whole paragraph, or a title, without words in its place,
    and TooManyBlocks for new paragraphs beyond what a text may have.
    """
    kind, blocks = KINDS[writing.kind], text.blocks
    if kind.is_placed and writing.after:
        paragraph(blocks, writing.after)
    if kind.subject is Subject.NEW:
        require_few(len(blocks) + len(parse(writing.proposal)), before=len(blocks) + 1, field="proposal")
        return Place(), replace(writing, after=writing.after or "")
    if kind.subject is Subject.TITLE:
        place = _require_words(Place(quote=text.title), writing)
        return place, replace(writing, proposal=with_kept_signs(plain(text.title), writing.proposal))
    if kind.needs_paragraph and asked.block is None:
        raise ParagraphGone
    words = asked.words or "" if kind.singles_out_words else ""
    place = find_place(blocks, asked.block, words, asked.prefix, asked.suffix)
    if kind.subject is not Subject.WORDS:
        return place, writing
    require_whole(place)
    if place.whole:
        # Forgotten words must not take a paragraph out: to remove is said so.
        place = replace(_require_words(place, writing), end=len(place.quote))
    return place, with_kept_words(blocks, place, writing)


def with_kept_words(blocks: Sequence[Block], place: Place, writing: Writing) -> Writing:
    """The writing in which words of the place that stay keep their marks of style, their signs and their notes."""
    if place.block is None or place.start == place.end or not writing.proposal:
        return writing
    text = paragraph(blocks, place.block).text
    return replace(writing, proposal=proposed_words(text, (place.start, place.end), writing.proposal))


def _require_words(place: Place, writing: Writing) -> Place:
    if not writing.proposal:
        raise NothingWritten(field="proposal", kind=writing.kind)
    return place


def find_place(blocks: Sequence[Block], block: str | None, words: str, prefix: str = "", suffix: str = "") -> Place:
    """The place of `words` in the paragraph `block`; without words the whole paragraph, without both the whole text.

    Words of which a part is asked for are taken whole. prefix and suffix tell equal words apart. Raises ParagraphGone,
    OverLength, TextRefused, WordsNotFound (with the nearest words) or WordsFoundTwice.
    """
    if block is None:
        return Place()
    text = paragraph(blocks, block).text
    wanted = check_words(words, field="words", limit=WORDS_LIMIT)
    if not wanted:
        return Place(block, quote=text)
    spans = find(text, wanted, normalise(prefix), normalise(suffix), note_numbers(blocks))
    asked = _require_one(text, spans, wanted)
    start, end = with_whole_words(text, *asked)
    shown = line(text).words(start, end)
    return Place(block, start, end, marked_slice(text, start, end), shown, widened=(start, end) != asked)


def require_whole(place: Place) -> None:
    """Nothing where whole words were asked for; raises WordsCut: what is proposed for a part of a word would leave the
    rest of it beside it, or take it away unasked.
    """
    if place.widened:
        raise WordsCut(words=place.shown, start=place.start)


def _require_one(text: str, spans: Sequence[tuple[int, int]], words: str) -> tuple[int, int]:
    """The place of the words; raises WordsNotFound or WordsFoundTwice."""
    if not spans:
        meant = suggest(text, words)
        raise WordsNotFound(closest=line(text).words(*meant) if meant else None)
    # Letters that stand twice in one word alone are asked for with that word.
    if len(spans) > 1 and with_whole_words(text, *spans[0]) != with_whole_words(text, *spans[-1]):
        raise WordsFoundTwice(count=len(spans))
    return spans[0]


def paragraph(blocks: Sequence[Block], block: str) -> Block:
    """The block with that permanent id; raises ParagraphGone."""
    for each in blocks:
        if each.id == block:
            return each
    raise ParagraphGone
