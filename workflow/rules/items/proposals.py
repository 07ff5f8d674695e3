"""What a form asks for: the values that travel from it to the use cases."""

from dataclasses import dataclass

from workflow.rules.items.kinds import ItemKind


@dataclass(frozen=True, kw_only=True)
class Proposal:
    """A comment or an amendment as it was written; nothing of it has been checked.

    version: number of the one that the form was written on. body: the comment, or the reason of an
    amendment. block: the paragraph, None for the whole text. words, prefix, suffix: the exact words there
    and what stands beside them; "" for the whole paragraph, None for where the item that is edited stands. proposal:
    the words proposed. after: the paragraph that a new or moved one follows, "" for the beginning; None: a new one
    follows `block`, one that is edited the same as before. private: for the penholder only.
    """

    version: int
    language: str
    body: str = ""
    kind: ItemKind = ItemKind.COMMENT
    block: str | None = None
    words: str | None = ""
    prefix: str = ""
    suffix: str = ""
    proposal: str = ""
    after: str | None = None
    private: bool = False


@dataclass(frozen=True)
class Late:
    """That a form is sent after its consultation has closed.

    draft: id of the draft that the form was opened on, which becomes the comment. seen: `sign()` of it then.
    """

    draft: int | None = None
    seen: str = ""
