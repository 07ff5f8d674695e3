"""Amendments: other words, a new paragraph, one removed or one moved, another title; each with a reason."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy.orm import Session

from workflow.models.item import Item, ItemKind
from workflow.models.person import Person
from workflow.models.version import Edition
from workflow.rules.items.refusals import NothingWritten, ParagraphGone
from workflow.rules.shared.refusals import TextRefused
from workflow.services.items.arriving import receive_item
from workflow.services.items.placing import WORDS_LIMIT, Place, find_place, paragraph, require_whole
from workflow.services.items.sending import Writing, enter_statement
from workflow.services.shared.checking import check_line, check_words, require_few
from workflow.text.amendments import AmendmentKind
from workflow.text.blocks import Block, one_line, parse

ELSEWHERE = frozenset({AmendmentKind.ADD, AmendmentKind.MOVE})
"""The kinds that say where a paragraph goes."""
WORDED = frozenset({AmendmentKind.REPLACE, AmendmentKind.ADD})
"""The kinds that propose words."""


def propose_amendment(
    session: Session,
    person: Person,
    key: str,
    *,
    version: int,
    change: AmendmentKind,
    block: str | None,
    words: str = "",
    prefix: str = "",
    suffix: str = "",
    proposal: str = "",
    after: str | None = None,
    reason: str,
    language: str,
    private: bool = False,
    keep: bool = False,
    form_token: str | None = None,
) -> Item:
    """Propose other words, a new paragraph after another, one removed or moved, or another title.

    after: the paragraph that a new or moved one follows, "" for the beginning; None: a new one follows `block`.
    private: for the penholder only. With `keep` it stays inside the organisation for now. The same form sent twice
    answers with its first item. Raises what `commenting.post_comment` raises, WordsCut, ReasonNeeded and
    NothingChanged.
    """
    statement = enter_statement(session, person, key)
    goes = (block if after is None else after) if change in ELSEWHERE else None
    wanted = Writing(check_words(reason, field="reason"), language, change, goes, _proposal(change, proposal), private)

    def aim(text: Edition) -> tuple[Place, Writing]:
        return place_and_writing(text, wanted, block, words, prefix, suffix)

    kind = ItemKind.AMENDMENT
    return receive_item(session, person, statement, kind, aim, version=version, keep=keep, form_token=form_token)


def writing_like(item: Item, body: str, language: str, proposal: str, after: str | None, private: bool) -> Writing:
    """What an item of the same kind says with these words: a comment's body, or an amendment's reason and proposal."""
    said = check_words(body, field="body" if item.kind is ItemKind.COMMENT else "reason")
    if item.change is None:
        return Writing(said, language, private=private)
    goes_after = after if item.change in ELSEWHERE and after is not None else item.after
    return Writing(said, language, item.change, goes_after, _proposal(item.change, proposal), private)


def place_and_writing(
    text: Edition, wanted: Writing, block: str | None, words: str, prefix: str = "", suffix: str = ""
) -> tuple[Place, Writing]:
    """Where an item stands and what it asks for.

    Raises what `placed` raises, WordsCut for other words in the place of a part of a word, ParagraphGone also for the
    paragraph that another goes after, NothingWritten for a whole paragraph, or a title, without words in its place, and
    TooManyBlocks for new paragraphs beyond what a text may have.
    """
    blocks = text.blocks
    if wanted.change is None:
        return find_place(blocks, block, words, prefix, suffix), wanted
    if wanted.change in ELSEWHERE:
        _require_block(wanted.after, blocks)
    if wanted.change is AmendmentKind.ADD:
        require_few(len(blocks) + len(parse(wanted.proposal)), before=len(blocks) + 1, field="proposal")
        return Place(), replace(wanted, after=wanted.after or "")
    if wanted.change is AmendmentKind.TITLE:
        return _title_change(text.title, wanted)
    if block is None:
        raise ParagraphGone
    place = find_place(blocks, block, words if wanted.change is AmendmentKind.REPLACE else "", prefix, suffix)
    return (place, wanted) if wanted.change is not AmendmentKind.REPLACE else _replacement(place, wanted)


def _title_change(title: str, wanted: Writing) -> tuple[Place, Writing]:
    if not wanted.proposal:
        raise NothingWritten(field="proposal", change=wanted.change)
    return Place(quote=title), wanted


def _replacement(place: Place, wanted: Writing) -> tuple[Place, Writing]:
    require_whole(place)
    if place.whole and not wanted.proposal:
        # Forgotten words must not take a paragraph out: to remove is said so.
        raise NothingWritten(field="proposal", change=wanted.change)
    return (replace(place, end=len(place.quote)) if place.whole else place), wanted


def _require_block(block: str | None, blocks: Sequence[Block]) -> None:
    if block:
        paragraph(blocks, block)


def _proposal(change: AmendmentKind, proposal: str) -> str:
    """The words proposed; raises TextRefused for two paragraphs in the place of one, which would be joined unasked."""
    if change is AmendmentKind.TITLE:
        return check_line(proposal, field="proposal")
    if change not in WORDED:
        return ""
    words = check_words(proposal, field="proposal", limit=WORDS_LIMIT)
    if change is AmendmentKind.ADD:
        return words
    if "\n\n" in words:
        raise TextRefused(field="proposal", reason="two_paragraphs")
    return one_line(words)
