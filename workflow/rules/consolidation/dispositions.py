"""What may become of an item, and what each answer needs: one table for forms, services and documents."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Protocol

from workflow.rules.items.kinds import KINDS, ItemKind, Kind
from workflow.text.document import TITLE
from workflow.text.edits import shares_change, shares_words
from workflow.text.values import Amendment, AmendmentKind


class DispositionKind(StrEnum):
    """What became of an item."""

    ACCEPTED = "accepted"
    PART = "part"  # accepted in part
    NOT_ACCEPTED = "not_accepted"
    NOTED = "noted"
    OVERTAKEN = "overtaken"  # by an amendment that was accepted
    OUT_OF_SCOPE = "out_of_scope"
    DEFERRED = "deferred"  # to the next statement
    BRACKETED = "bracketed"  # stands in the version as an alternative in square brackets
    WITHDRAWN = "withdrawn"  # by its organisation: it follows from its doing, and no penholder answers so


ACCEPTED, PART, NOT_ACCEPTED, NOTED = (
    DispositionKind.ACCEPTED,
    DispositionKind.PART,
    DispositionKind.NOT_ACCEPTED,
    DispositionKind.NOTED,
)
BRACKETED = DispositionKind.BRACKETED
_ELSEWHERE = (DispositionKind.OVERTAKEN, DispositionKind.OUT_OF_SCOPE, DispositionKind.DEFERRED)


def _offered(kind: Kind) -> tuple[DispositionKind, ...]:
    # Of a comment, or a move, there are no words of which a part could be taken.
    in_part = (PART,) if kind.changes_words else ()
    left_open = (BRACKETED,) if kind.may_be_left_open else ()
    return (ACCEPTED, *in_part, NOT_ACCEPTED, NOTED, *left_open, *_ELSEWHERE)


OFFERED: Mapping[ItemKind, tuple[DispositionKind, ...]] = {code: _offered(kind) for code, kind in KINDS.items()}
"""What a penholder may answer to an item of each kind, in the order of the form."""

NEEDS_REASON = frozenset({PART, NOT_ACCEPTED, DispositionKind.OUT_OF_SCOPE})
NEEDS_WORDS = frozenset({PART})
NEEDS_OTHER = frozenset({DispositionKind.OVERTAKEN})
ENTERS_TEXT = frozenset({ACCEPTED, PART})
"""The kinds with which an amendment, or a part of it, becomes what the next version says."""
ASIDE = frozenset({NOT_ACCEPTED, NOTED, DispositionKind.OUT_OF_SCOPE, DispositionKind.DEFERRED})
"""The kinds that put nothing of it there, and name no other amendment that does."""
IN_TEXT = ENTERS_TEXT | {BRACKETED}
"""The kinds with which an amendment changes the next version, be it in brackets."""


def missing(kind: DispositionKind, of: ItemKind, *, taken: str, reason: str, other: str = "") -> tuple[str, ...]:
    """What the answer to such an item still lacks, in the order of the form: "kind" (not offered for it), "taken",
    "other" (the amendment that overtook it), "reason".
    """
    lacks = {
        "kind": kind not in OFFERED[of],
        "taken": kind in NEEDS_WORDS and not taken,
        "other": kind in NEEDS_OTHER and not other,
        "reason": kind in NEEDS_REASON and not reason,
    }
    return tuple(name for name, lacking in lacks.items() if lacking)


def words_in_part(quote: str, proposal: str) -> str:
    """The words from which a penholder who accepts in part begins: those proposed, of removed ones their own."""
    return proposal or quote


class Lack(StrEnum):
    """Why words are no part of an amendment."""

    UNCHANGED = "unchanged"  # they are those that stand there
    WHOLE = "whole"  # they are all that was proposed
    FOREIGN = "foreign"  # they share none with it, or nothing of what it changes: that is written by hand


def lacking_in_part(
    of: ItemKind, quote: str, proposal: str, taken: str, *, is_said_in_part: bool = False
) -> Lack | None:
    """Why the words taken are no part of the amendment; None where they are, and where nothing is taken.

    is_said_in_part: the text says a part of it alone, be it with all the words proposed: beside the old ones, say.
    """
    if not taken or not KINDS[of].amends:
        return None
    if taken == quote and KINDS[of].takes_words_out:
        return Lack.UNCHANGED
    if taken == proposal and not is_said_in_part:
        return Lack.WHOLE
    is_changed = shares_change(taken, quote, proposal) if KINDS[of].takes_words_out else True
    return None if is_changed and (shares_words(taken, proposal) or shares_words(taken, quote)) else Lack.FOREIGN


class Amending(Protocol):
    """What an amending item says of a text: the item itself, or a row with these of its columns."""

    @property
    def kind(self) -> ItemKind: ...
    @property
    def block(self) -> str | None: ...
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...
    @property
    def quote(self) -> str: ...
    @property
    def proposal(self) -> str: ...
    @property
    def after(self) -> str | None: ...


def amendment(reference: str, item: Amending, taken: str | None = None) -> Amendment:
    """What an item asks of the text it was made to; with `taken` what is left of it when it is accepted in part.

    A paragraph to be removed of which something stays is replaced by what stays. Raises ValueError for a comment.
    """
    kind, block = KINDS[item.kind], item.block or ""
    if kind.is_about_title:
        return Amendment(reference, kind.change, TITLE, 0, len(item.quote), item.proposal if taken is None else taken)
    if taken is not None and kind.takes_words_out and not kind.proposes_words:
        return Amendment(reference, AmendmentKind.REPLACE, block, 0, len(item.quote), taken)
    start, end = (item.start, item.end) if kind.is_about_words else (0, 0)
    return Amendment(
        reference,
        kind.change,
        block if kind.needs_paragraph else "",
        start,
        end,
        (item.proposal if taken is None else taken) if kind.proposes_words else "",
        (item.after or "") if kind.is_placed else None,
    )
