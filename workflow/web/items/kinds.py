"""What the pages say of each kind of item: one row a kind, in the order of the form.

What is so of a kind whatever a page says stands in `rules/items/kinds.py`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint
from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from workflow.models.item import ItemKind
from workflow.queries.items.items import ItemShown
from workflow.rules.items import kinds
from workflow.rules.items.kinds import KINDS, Kind
from workflow.rules.items.proposals import Proposal
from workflow.text.values import AmendmentKind, Block
from workflow.web.room.notes import paragraph_name


def init(blueprint: Blueprint) -> None:
    """Give the templates of all pages with items these words."""
    for each in (asks_briefly, goes, kind_name):
        blueprint.add_app_template_global(each)


def kind_name(kind: ItemKind) -> str:
    """What an item is called on pages, in lists and in files."""
    return str(gettext("Comment") if kind is ItemKind.COMMENT else gettext("Amendment"))


@dataclass(frozen=True)
class _Wish:
    """A sentence; first, after: where it depends on the place; without: where no words are proposed."""

    said: Any = ""
    first: Any = ""
    after: Any = ""
    without: Any = ""


@dataclass(frozen=True)
class KindWords:
    """choice: in the form. brief: what an amendment without words asks for, wherever it goes. asks: what an amendment
    asks for where its words do not say it. late: the same, in the comment that is sent in its place. hint: beside the
    words proposed.
    """

    choice: Any
    brief: Any = ""
    asks: _Wish = _Wish()
    late: _Wish = _Wish()
    hint: Any = ""


WORDS: Mapping[Kind, KindWords] = {
    kinds.COMMENT: KindWords(_l("Comment: say something about these words")),
    kinds.REPLACE: KindWords(
        _l("Amend: propose other words"),
        late=_Wish(_l("Words proposed: %(words)s"), without=_l("Proposed: remove these words.")),
        hint=_l("For an amendment. Leave empty to propose removing the words."),
    ),
    kinds.REMOVE: KindWords(
        _l("Remove: propose to remove the whole paragraph"),
        brief=_l("Remove this paragraph"),
        asks=_Wish(_l("Remove this paragraph")),
        late=_Wish(_l("Proposed: remove this paragraph.")),
    ),
    kinds.MOVE: KindWords(
        _l("Move: propose another place for the whole paragraph"),
        brief=_l("Move this paragraph"),
        asks=_Wish(first=_l("Move this paragraph to the beginning"), after=_l("Move this paragraph after %(place)s")),
        late=_Wish(
            first=_l("Proposed: move this paragraph to the beginning."),
            after=_l("Proposed: move this paragraph after %(place)s."),
        ),
    ),
    kinds.ADD: KindWords(
        "",
        asks=_Wish(first=_l("A new paragraph at the beginning"), after=_l("A new paragraph after %(place)s")),
        late=_Wish(_l("Proposed new paragraph: %(words)s")),
        hint=_l("The words of the new paragraph."),
    ),
    kinds.TITLE: KindWords(
        _l("Title: propose another title"),
        asks=_Wish(_l("Proposes a title:")),
        late=_Wish(_l("Proposed title: %(words)s")),
        hint=_l("Only if you propose a new title."),
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
    if wish.first and not after:
        return str(wish.first)
    if wish.after:
        return str(wish.after) % {"place": paragraph_name(after, blocks)}
    return str(wish.without) if wish.without and not proposal else str(wish.said) % {"words": proposal}
