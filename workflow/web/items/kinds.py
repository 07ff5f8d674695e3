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

from workflow.models.item import ItemKind
from workflow.queries.consolidation.consolidation_item import ConsolidationItem
from workflow.queries.consolidation.item_ends import ItemEnd
from workflow.queries.consolidation.response_table_lines import ResponseLine
from workflow.queries.items.items import ItemShown
from workflow.queries.notifications.notice_parts import ReplyPart
from workflow.queries.wording.joint_wording import ConflictWithProposers
from workflow.rules.items import kinds
from workflow.rules.items.kinds import KINDS, Kind, words_before
from workflow.rules.items.proposals import Proposal
from workflow.text.values import AmendmentKind, Block
from workflow.web.room.notes import paragraph_name


def init(blueprint: Blueprint) -> None:
    """Give the templates of all pages with items, and of mails, these words."""
    for each in (
        asked_in_mail,
        asked_in_table,
        asks_briefly,
        flag_of,
        goes,
        heading_of_words,
        hint_in_part,
        kind_name,
        kind_with_reference,
        kind_of,
        words_before,
    ):
        blueprint.add_app_template_global(each)


def kind_of(change: AmendmentKind | None) -> Kind:
    """The row of the table of kinds: what is so of an item that changes the text in that way."""
    return KINDS[change]


class OfKind(Protocol):
    """An item, or a line that tells of one."""

    @property
    def kind(self) -> ItemKind: ...


class WithReference(OfKind, Protocol):
    """An item that may have its reference."""

    @property
    def reference(self) -> str | None: ...


def kind_name(item: OfKind) -> str:
    """What an item is called on pages, in lists and in files."""
    return str(gettext("Comment") if item.kind is ItemKind.COMMENT else gettext("Amendment"))


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
class KindWords:
    """choice: in the form; hint: beside the words proposed there, hint_of_place: beside where a paragraph goes.

    asks: what an amendment asks for where its words do not say it, beside the text; brief: the same in the history, of
    one without words. flag: on the consolidation, above its words; in_part: there, beside the words that are taken in
    part. in_table: in the table of responses, of every amendment. in_mail: before its words. late: the same, in the
    comment that is sent in its place. stands: over what a common wording would replace.
    """

    choice: Any
    hint: Any = ""
    hint_of_place: Any = ""
    asks: _Wish = _Wish()
    brief: Any = ""
    flag: _Wish = _Wish()
    in_part: Any = ""
    in_table: _Wish = _Wish()
    in_mail: _Wish = _Wish()
    late: _Wish = _Wish()
    stands: _Wish = _STANDS


WORDS: Mapping[Kind, KindWords] = {
    kinds.COMMENT: KindWords(choice=_l("Comment: say something about these words")),
    kinds.REPLACE: KindWords(
        choice=_l("Amend: propose other words"),
        hint=_l("For an amendment. Leave empty to propose removing the words."),
        in_part=_l("These words replace “%(words)s”."),
        in_table=_Wish(_l("Other words"), without=_l("Without these words")),
        in_mail=_Wish(without=_l("Proposed: remove these words:")),
        late=_Wish(_l("Words proposed: %(words)s"), without=_l("Proposed: remove these words.")),
    ),
    kinds.REMOVE: KindWords(
        choice=_l("Remove: propose to remove the whole paragraph"),
        asks=_Wish(_l("Remove this paragraph")),
        brief=_l("Remove this paragraph"),
        flag=_Wish(_l("Remove the paragraph")),
        in_part=_l("The paragraph as it should read."),
        in_table=_Wish(_l("Remove this paragraph")),
        in_mail=_Wish(_l("Proposed: remove this paragraph:")),
        late=_Wish(_l("Proposed: remove this paragraph.")),
    ),
    kinds.MOVE: KindWords(
        choice=_l("Move: propose another place for the whole paragraph"),
        hint_of_place=_l("Only if you move the paragraph."),
        asks=_Wish(first=_l("Move this paragraph to the beginning"), after=_l("Move this paragraph after %(place)s")),
        brief=_l("Move this paragraph"),
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
        choice="",
        hint=_l("The words of the new paragraph."),
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
        choice=_l("Title: propose another title"),
        hint=_l("Only if you propose a new title."),
        asks=_Wish(_l("Proposes a title:")),
        flag=_Wish(_l("New title")),
        in_part=_l("The title as it should read."),
        in_table=_Wish(_l("New title")),
        in_mail=_Wish(_l("Proposed title:")),
        late=_Wish(_l("Proposed title: %(words)s")),
        stands=_Wish(_l("The title as it stands")),
    ),
}
_ON_WHOLE_TEXT = _l("Comment: say something about the whole text")


def choice(kind: Kind, block: Block | None) -> str:
    """What the form calls it; block: what the form is about, None for the whole text."""
    return str(_ON_WHOLE_TEXT if kind is kinds.COMMENT and block is None else WORDS[kind].choice)


def asks_briefly(change: AmendmentKind | None) -> str:
    """What an amendment without words asks for; empty for others, and for a comment."""
    return str(WORDS[KINDS[change]].brief)


def goes(item: ItemShown, blocks: Sequence[Block]) -> str:
    """What an amendment that is not about words asks for, as a sentence; empty for other words, and for a comment."""
    return _say(WORDS[KINDS[item.change]].asks, item.proposal, item.after, blocks)


def in_words(asked: Proposal, blocks: Sequence[Block]) -> str:
    """All that an amendment asks for, as a sentence; empty for a comment."""
    return _say(WORDS[KINDS[asked.change]].late, asked.proposal, asked.after, blocks)


def _say(wish: _Wish, proposal: str, after: str | None, blocks: Sequence[Block]) -> str:
    return wish.sentence(proposal, after) % {"place": paragraph_name(after, blocks), "words": proposal}


def flag_of(item: ConsolidationItem, here: int | None, numbers: Mapping[str, int], words: str) -> Markup:
    """What an amendment does to a paragraph or the title, above its words; empty for other words, and for a comment.

    here: the number of the paragraph beside which it stands. numbers: those of all. words: the first ones of the
    paragraph after which it goes.
    """
    kind = KINDS[item.change]
    number = here if kind.is_new_paragraph else numbers.get(item.after or "")
    return escape(WORDS[kind].flag.sentence(item.proposal, item.after, number)) % {"number": number, "words": words}


def hint_in_part(change: AmendmentKind | None, quote: str) -> Markup:
    """What is written where a penholder accepts in part; quote: the words that the item is about."""
    return escape(str(WORDS[KINDS[change]].in_part)) % {"words": quote}


def asked_in_table(line: ResponseLine) -> str:
    """What an amendment asks for, in a sentence; empty for a comment."""
    wish = WORDS[KINDS[line.change]].in_table
    return wish.sentence(line.proposal, line.after, line.after_number) % {"number": line.after_number}


def asked_in_mail(end: ItemEnd | ReplyPart, words: str) -> Markup:
    """What an amendment asked for where its words alone do not say it. words: the first ones of the paragraph after
    which it goes.
    """
    wish, to = WORDS[KINDS[end.change]].in_mail, end.moved
    if to is None or not (to.number or to.after):
        return escape(wish.elsewhere(end.proposal))
    said = wish.sentence(end.proposal, to.after, to.after_number if to.number else None)
    return escape(said) % {"number": to.number, "after": to.after_number, "words": words}


def heading_of_words(conflict: ConflictWithProposers) -> str:
    """What stands over the words that a common wording would replace."""
    wish, number = WORDS[KINDS[conflict.kind]].stands, conflict.number
    return wish.sentence(number=number) % {"number": number}
