"""The kinds of items, one row each: what an item of the kind is about, what it proposes, whether it says where to go.

A further kind is an ItemKind, a row here, and a row of what is said of it in `web/items/kinds.py`; one that amends is
an AmendmentKind as well, by the same word, that the engine (`text/`) applies: a title is a block of words to it. Forms,
the margin, the consolidation and its answers, the history, the table of responses and mails ask these two rows. No
migration: kinds are stored as text.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import Enum, StrEnum, auto
from types import MappingProxyType
from typing import Protocol

from workflow.rules.shared.sentences import N_, Sentence
from workflow.text.amendments import common_kind
from workflow.text.values import AmendmentKind


class ItemKind(StrEnum):
    """What an item is, as rows, forms, addresses and style sheets call it."""

    COMMENT = "comment"
    REPLACE = "replace"
    REMOVE = "remove"
    MOVE = "move"
    ADD = "add"
    TITLE = "title"


class Subject(Enum):
    """What items of a kind are about."""

    ANYTHING = auto()  # the whole text, a paragraph, or words of one
    WORDS = auto()  # words of a paragraph, or all of them
    PARAGRAPH = auto()  # a paragraph as such
    NEW = auto()  # a paragraph that is not there yet
    TITLE = auto()


class ProposedWords(Enum):
    """What items of a kind propose: words in the place of others."""

    NONE = auto()
    LINE = auto()
    PARAGRAPH = auto()
    PARAGRAPHS = auto()


AMENDMENT_LETTER = "A"
_LACKING = N_("Write your comment.")


@dataclass(frozen=True, eq=False)
class Kind:
    """amends: an item of it asks for another text. letter: the first of its references. is_placed: an item of it says
    after which paragraph another one goes.

    takes_words_out: those that it is about go, be it for others. may_be_empty: words of a paragraph may be replaced
    with none, never all of them. may_be_left_open: it can stand in a version in square brackets, beside what stands
    there. lacking: what is refused without words.
    """

    code: ItemKind
    subject: Subject
    proposes: ProposedWords = ProposedWords.NONE
    amends: bool = True
    letter: str = AMENDMENT_LETTER
    is_placed: bool = False
    takes_words_out: bool = False
    may_be_empty: bool = False
    may_be_left_open: bool = False
    lacking: Sentence = _LACKING

    @property
    def change(self) -> AmendmentKind:
        """What the text engine calls it; raises ValueError for a kind that does not amend."""
        return AmendmentKind.REPLACE if self.is_about_title else AmendmentKind(self.code)

    @property
    def singles_out_words(self) -> bool:
        """Whether an item of it can be about some words of a paragraph."""
        return self.subject in (Subject.ANYTHING, Subject.WORDS)

    @property
    def needs_paragraph(self) -> bool:
        """Whether an item of it is about a paragraph that is in the text."""
        return self.subject in (Subject.WORDS, Subject.PARAGRAPH)

    @property
    def is_about_words(self) -> bool:
        """Whether an item of it asks for other words in the place of some of a paragraph."""
        return self.subject is Subject.WORDS

    @property
    def is_about_title(self) -> bool:
        """Whether an item of it is about the title."""
        return self.subject is Subject.TITLE

    @property
    def is_new_paragraph(self) -> bool:
        """Whether an item of it is about a paragraph that is not in the text yet."""
        return self.subject is Subject.NEW

    @property
    def moves_paragraph(self) -> bool:
        """Whether an item of it has a paragraph stand elsewhere."""
        return self.is_placed and self.needs_paragraph

    @property
    def proposes_words(self) -> bool:
        """Whether an item of it says words that come into the text."""
        return self.proposes is not ProposedWords.NONE

    @property
    def proposes_line(self) -> bool:
        """Whether what an item of it proposes stays on one short line, as a title does."""
        return self.proposes is ProposedWords.LINE

    @property
    def changes_words(self) -> bool:
        """Whether words come or go, of which a part can be taken."""
        return self.proposes_words or self.takes_words_out


COMMENT = Kind(ItemKind.COMMENT, Subject.ANYTHING, amends=False, letter="C")
REPLACE = Kind(
    ItemKind.REPLACE,
    Subject.WORDS,
    ProposedWords.PARAGRAPH,
    takes_words_out=True,
    may_be_empty=True,
    may_be_left_open=True,
    lacking=N_("Write the words that you propose. To remove the whole paragraph, propose its removal."),
)
REMOVE = Kind(ItemKind.REMOVE, Subject.PARAGRAPH, takes_words_out=True)
MOVE = Kind(ItemKind.MOVE, Subject.PARAGRAPH, is_placed=True)
ADD = Kind(
    ItemKind.ADD,
    Subject.NEW,
    ProposedWords.PARAGRAPHS,
    is_placed=True,
    may_be_left_open=True,
    lacking=N_("Write the new paragraph."),
)
TITLE = Kind(
    ItemKind.TITLE,
    Subject.TITLE,
    ProposedWords.LINE,
    takes_words_out=True,
    lacking=N_("Write the title that you propose."),
)
KINDS: Mapping[ItemKind, Kind] = MappingProxyType(
    {kind.code: kind for kind in (COMMENT, REPLACE, REMOVE, MOVE, ADD, TITLE)}
)
"""Every kind, in the order in which forms offer them."""
BY_CODE: Mapping[str, Kind] = MappingProxyType({kind.code.value: kind for kind in KINDS.values()})
AMENDING = tuple(code for code, kind in KINDS.items() if kind.amends)
LETTERS = frozenset(kind.letter for kind in KINDS.values())


def offered_about(*subjects: Subject) -> list[Kind]:
    """The kinds of items about those, in the order of forms."""
    return [kind for kind in KINDS.values() if kind.subject in subjects]


def common(kinds: Collection[ItemKind]) -> Kind:
    """The kind of the amendment that can stand in the place of several of these kinds."""
    if all(KINDS[kind].is_about_title for kind in kinds):
        return TITLE
    return BY_CODE[common_kind([KINDS[kind].change for kind in kinds]) or REPLACE.code]


class Quoting(Protocol):
    """An item, or a row with these of its columns. quote: the words of the text that it is about."""

    @property
    def kind(self) -> ItemKind: ...
    @property
    def quote(self) -> str: ...


def words_before(item: Quoting) -> str:
    """The words that the item would take out of the text: the old ones of its redline; "" where none go."""
    return item.quote if KINDS[item.kind].takes_words_out else ""


def home_of(kind: ItemKind, block: str | None, after: str | None) -> str | None:
    """The paragraph beside which an item stands, a new one beside that which it would follow; None: the whole text."""
    return (after or None) if KINDS[kind].subject is Subject.NEW else block
