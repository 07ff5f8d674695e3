"""What the pages, files and mails say of each kind of item: one row a kind, in the order of the form.

What is so of a kind whatever a page says stands in `rules/items/kinds.py`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from flask import Blueprint
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from markupsafe import Markup, escape

from workflow.queries.consolidation.consolidation_item import ConsolidationItem
from workflow.queries.consolidation.item_ends import ItemEnd, Overtaker
from workflow.queries.consolidation.response_table_lines import ResponseLine
from workflow.queries.history.change_notes import ChangeNote
from workflow.queries.home.became import Point
from workflow.queries.items.drafts import DeletedDraft
from workflow.queries.items.items import ItemShown
from workflow.queries.notifications.notice_parts import ReplyPart
from workflow.queries.notifications.notice_proposed_answers import ProposedEnd
from workflow.queries.wording.joint_wording import ConflictWithProposers
from workflow.rules.items import kinds
from workflow.rules.items.kinds import KINDS, ItemKind, Kind, words_before
from workflow.rules.items.proposals import Proposal
from workflow.text.values import Block
from workflow.web.room.notes import paragraph_name
from workflow.web.shared.marks import HasLabelling, name_of_version


def init(blueprint: Blueprint) -> None:
    """Give the templates of all pages with items, and of mails, these words."""
    for each in (
        asked_in_mail,
        asked_in_table,
        asks_without_words,
        flag_of,
        goes,
        goes_now,
        heading_of_words,
        hint_in_part,
        kind_name,
        kind_with_reference,
        kind_of,
        own_words,
        words_before,
    ):
        blueprint.add_app_template_global(each)


class OfKind(Protocol):
    """An item, or a line that tells of one."""

    @property
    def kind(self) -> ItemKind: ...


class WithReference(OfKind, Protocol):
    """An item that may have its reference."""

    @property
    def reference(self) -> str | None: ...


def kind_of(item: OfKind) -> Kind:
    """The row of the table of kinds: what is so of such an item."""
    return KINDS[item.kind]


def own_words(item: OfKind) -> "_OwnWords":
    """What such an item is called, alone and in sentences."""
    return _words(item).own


def kind_name(item: OfKind) -> str:
    """What an item is called on pages, in lists and in files."""
    return str(_words(item).own.name)


def _words(item: OfKind) -> "KindWords":
    return WORDS[KINDS[item.kind]]


def kind_with_reference(item: WithReference) -> Markup:
    """*A1 Amendment*, in the page's own order; a kept draft has no reference."""
    kind = kind_name(item)
    if not item.reference:
        return escape(kind)
    reference = Markup("<bdi>{}</bdi>").format(item.reference)
    return Markup(gettext("%(reference)s %(kind)s", reference=reference, kind=escape(kind)))  # noqa: S704


@dataclass(frozen=True)
class _Wish:
    """A sentence for what is asked, by where a paragraph goes: first, at the beginning; numbered, after one that has a
    number; after, after another. without: where no words are proposed. said: in all other cases.
    """

    said: Any = ""
    first: Any = ""
    numbered: Any = ""
    after: Any = ""
    without: Any = ""

    def sentence(self, proposal: str = "", after: str | None = None, number: int | None = None) -> str:
        """The one that fits, its places not yet filled. number: of the paragraph `after` which something goes."""
        if self.first and not after:
            return str(self.first)
        if self.numbered and number is not None:
            return str(self.numbered)
        if self.after:
            return str(self.after)
        return self.elsewhere(proposal)

    def elsewhere(self, proposal: str) -> str:
        """The one that says no place."""
        return str(self.without if self.without and not proposal else self.said)


_STANDS = _Wish(_l("The passage as it stands"), numbered=_l("Paragraph %(number)s as it stands"))


@dataclass(frozen=True, kw_only=True)
class _OwnWords:
    """name: on pages, in lists and in files. posted: in the history; posted_late: the same of a late one.

    body: in the form, over what is said; missing: where nothing is; send: on its button. theirs: in a mail, before what
    was replied to; reply: over that mail; reply_subject: its subject.
    """

    name: Any
    posted: Any
    posted_late: Any
    body: Any
    missing: Any
    send: Any
    theirs: Any
    reply: Any
    reply_subject: Any


_COMMENT = _OwnWords(
    name=_l("Comment"),
    posted=_l("Comment %(reference)s"),
    posted_late=_l("Late comment %(reference)s"),
    body=_l("Your comment"),
    missing=_l("Write your comment."),
    send=_l("Send the comment"),
    theirs=_l("Your comment:"),
    reply=_l("A reply to your comment %(reference)s"),
    reply_subject=_l("%(title)s: reply to your comment %(reference)s"),
)
_AMENDMENT = _OwnWords(
    name=_l("Amendment"),
    posted=_l("Amendment %(reference)s"),
    posted_late=_l("Amendment %(reference)s"),  # nothing that is late is an amendment
    body=_l("Reason"),
    missing=_l("Give a reason. Without a reason the penholder cannot weigh an amendment."),
    send=_l("Send the amendment"),
    theirs=_l("Your amendment:"),
    reply=_l("A reply to your amendment %(reference)s"),
    reply_subject=_l("%(title)s: reply to your amendment %(reference)s"),
)


@dataclass(frozen=True, kw_only=True)
class KindWords:
    """way: the link to its form. heading: over that, of a paragraph with a number; of_passage: of one without;
    of_text: of none. hint: beside the words proposed there. own: what its items are called.

    asks: what an amendment asks for where its words do not say it, beside the text and, of one without words, beside
    its change. flag: on the consolidation, above its words; in_part: there, beside the words that are taken in part.
    in_table: in the table of responses, of every amendment. in_mail: before its words. late: the same, in the comment
    that is sent in its place. stands: over what a common wording would replace.
    """

    way: Any
    heading: Any = ""
    of_passage: Any = ""
    of_text: Any = ""
    own: _OwnWords = _AMENDMENT
    hint: Any = ""
    asks: _Wish = _Wish()
    flag: _Wish = _Wish()
    in_part: Any = ""
    in_table: _Wish = _Wish()
    in_mail: _Wish = _Wish()
    late: _Wish = _Wish()
    stands: _Wish = _STANDS


WORDS: Mapping[Kind, KindWords] = {
    kinds.COMMENT: KindWords(
        way=_l("Comment instead"),
        heading=_l("Comment on paragraph %(number)s"),
        of_passage=_l("Comment on this passage"),
        of_text=_l("Comment on the whole text"),
        own=_COMMENT,
    ),
    kinds.REPLACE: KindWords(
        way=_l("Amend instead"),
        heading=_l("Amend paragraph %(number)s"),
        of_passage=_l("Amend this passage"),
        in_part=_l("These words replace “%(words)s”."),
        in_table=_Wish(_l("Other words"), without=_l("Without these words")),
        in_mail=_Wish(without=_l("Proposed: remove these words:")),
        late=_Wish(_l("Words proposed: %(words)s"), without=_l("Proposed: remove these words.")),
    ),
    kinds.REMOVE: KindWords(
        way=_l("Remove the paragraph"),
        heading=_l("Propose to remove paragraph %(number)s"),
        of_passage=_l("Propose to remove this passage"),
        asks=_Wish(_l("Remove this paragraph")),
        flag=_Wish(_l("Remove the paragraph")),
        in_part=_l("The paragraph as it should read."),
        in_table=_Wish(_l("Remove this paragraph")),
        in_mail=_Wish(_l("Proposed: remove this paragraph:")),
        late=_Wish(_l("Proposed: remove this paragraph.")),
    ),
    kinds.MOVE: KindWords(
        way=_l("Move the paragraph"),
        heading=_l("Propose another place for paragraph %(number)s"),
        of_passage=_l("Propose another place for this passage"),
        asks=_Wish(first=_l("Move this paragraph to the beginning"), after=_l("Move this paragraph after %(place)s")),
        flag=_Wish(
            first=_l("Move to the beginning"),
            numbered=_l("Move after paragraph %(number)s"),
            after=_l("Move after “%(words)s”"),
        ),
        in_table=_Wish(
            _l("Move this paragraph"),
            first=_l("Move this paragraph to the beginning"),
            numbered=_l("Move this paragraph after paragraph %(number)s"),
        ),
        in_mail=_Wish(
            _l("Proposed: move this paragraph:"),
            first=_l("Proposed: move paragraph %(number)s to the beginning:"),
            numbered=_l("Proposed: move paragraph %(number)s after paragraph %(after)s:"),
            after=_l("Proposed: move this paragraph after “%(words)s”:"),
        ),
        late=_Wish(
            first=_l("Proposed: move this paragraph to the beginning."),
            after=_l("Proposed: move this paragraph after %(place)s."),
        ),
    ),
    kinds.ADD: KindWords(
        way=_l("Propose a new paragraph"),
        of_text=_l("Propose a new paragraph"),
        hint=_l("The words of the new paragraph. A list item begins with “- ”. A blank line makes two paragraphs."),
        asks=_Wish(first=_l("A new paragraph at the beginning"), after=_l("A new paragraph after %(place)s")),
        flag=_Wish(
            _l("New paragraph after this one"),
            first=_l("New paragraph at the beginning"),
            numbered=_l("New paragraph after paragraph %(number)s"),
        ),
        in_part=_l("The paragraph as it should read."),
        in_table=_Wish(
            _l("A new paragraph"),
            first=_l("A new paragraph at the beginning"),
            numbered=_l("A new paragraph after paragraph %(number)s"),
        ),
        in_mail=_Wish(_l("Proposed new paragraph:")),
        late=_Wish(_l("Proposed new paragraph: %(words)s")),
        stands=_Wish(_l("Where the new paragraph goes")),
    ),
    kinds.TITLE: KindWords(
        way=_l("Propose a title"),
        of_text=_l("Propose a title"),
        asks=_Wish(_l("Proposes a title:")),
        flag=_Wish(_l("New title")),
        in_part=_l("The title as it should read."),
        in_table=_Wish(_l("New title")),
        in_mail=_Wish(_l("Proposed title:")),
        late=_Wish(_l("Proposed title: %(words)s")),
        stands=_Wish(_l("The title as it stands")),
    ),
}


def heading(kind: Kind, block: Block | None, number: int | None) -> str:
    """What is done in its form, about a paragraph with or without a number, or about the whole text."""
    words = WORDS[kind]
    if kind.is_new_paragraph or block is None:
        return str(words.of_text)
    return str(words.of_passage) if number is None else str(words.heading) % {"number": number}


def posted(reference: str, kind: ItemKind, late: bool) -> str:
    """What the history says of an item that was sent."""
    own = WORDS[KINDS[kind]].own
    return str(own.posted_late if late else own.posted) % {"reference": reference}


def asks_without_words(item: ChangeNote, texts: Sequence[Sequence[Block]]) -> str:
    """What an amendment of a whole paragraph asks for that says no words; empty for others, and for a comment.

    texts: of those that a reader has before them the first in which the place is says what the place is called.
    """
    kind = KINDS[item.kind]
    if not kind.amends or kind.proposes_words or kind.is_about_words:
        return ""
    there = next((blocks for blocks in texts if any(block.id == item.after for block in blocks)), texts[0])
    return _say(_words(item).asks, item.proposal, item.after, there)


def goes(item: ItemShown | DeletedDraft, blocks: Sequence[Block], version: str = "") -> str:
    """What an amendment that is not about words asks for, as a sentence; empty for other words, and for a comment.

    version: of those blocks, where it is to be named beside the number of a paragraph.
    """
    return _say(_words(item).asks, item.proposal, item.after, blocks, version)


def goes_now(item: ItemShown | DeletedDraft, blocks: Sequence[Block], of: HasLabelling, version: int) -> str:
    """The same in the text of `version`, which is named where the item is known to be made on another one."""
    is_older = not isinstance(item, DeletedDraft) and item.version != version
    return goes(item, blocks, name_of_version(of, version) if is_older else "")


def asked_of_point(point: Point, version: str) -> str:
    """What an amendment of a whole paragraph or the title asks for; empty for other words, and for a comment."""
    return _say(_words(point).asks, point.proposal, point.after, point.made_on, version)


def in_words(asked: Proposal | ItemShown, blocks: Sequence[Block]) -> str:
    """All that an amendment asks for, as a sentence; empty for a comment."""
    return _say(_words(asked).late, asked.proposal, asked.after, blocks)


def _say(wish: _Wish, proposal: str, after: str | None, blocks: Sequence[Block], version: str = "") -> str:
    return wish.sentence(proposal, after) % {"place": paragraph_name(after, blocks, version), "words": proposal}


def flag_of(item: ConsolidationItem, here: int | None, numbers: Mapping[str, int], words: str) -> Markup:
    """What an amendment does to a paragraph or the title, above its words; empty for other words, and for a comment.

    here: the number of the paragraph beside which it stands. numbers: those of all. words: the first ones of the
    paragraph after which it goes.
    """
    kind = KINDS[item.kind]
    number = here if kind.is_new_paragraph else numbers.get(item.after or "")
    return escape(WORDS[kind].flag.sentence(item.proposal, item.after, number)) % {"number": number, "words": words}


def hint_in_part(item: OfKind, quote: str) -> Markup:
    """What is written where a penholder accepts in part; quote: the words that the item is about."""
    return escape(str(_words(item).in_part)) % {"words": quote}


def asked_in_table(line: ResponseLine) -> str:
    """What an amendment asks for, in a sentence; empty for a comment."""
    wish = _words(line).in_table
    return wish.sentence(line.proposal, line.after, line.after_number) % {"number": line.after_number}


def asked_in_mail(end: ItemEnd | Overtaker | ProposedEnd | ReplyPart, words: str) -> Markup:
    """What an amendment asked for where its words alone do not say it. words: the first ones of the paragraph after
    which it goes.
    """
    wish, to = _words(end).in_mail, end.moved
    if to is None or not (to.number or to.after):
        return escape(wish.elsewhere(end.proposal))
    said = wish.sentence(end.proposal, to.after, to.after_number if to.number else None)
    return escape(said) % {"number": to.number, "after": to.after_number, "words": words}


def heading_of_words(conflict: ConflictWithProposers) -> str:
    """What stands over the words that a common wording would replace."""
    wish, number = WORDS[conflict.kind].stands, conflict.number
    return wish.sentence(number=number) % {"number": number}
